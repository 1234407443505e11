package dev.portside.traffic;

/**
 * How the processes at both ends protect a connection themselves, whatever a mesh does.
 *
 * @param kind encrypted, plaintext or unknown
 * @param layer the layer's name, such as {@code dapr-mtls} or {@code tls}; empty unless encrypted
 */
public record Protection(Kind kind, String layer) {

  /** Whether there is protection. */
  public enum Kind {
    /** By the layer named. */
    ENCRYPTED,
    /** None. */
    PLAINTEXT,
    /** It cannot be known from what is there. */
    UNKNOWN
  }

  private static final Protection PLAINTEXT = new Protection(Kind.PLAINTEXT, "");
  private static final Protection UNKNOWN = new Protection(Kind.UNKNOWN, "");

  /** Returns the protection by a layer of that name. */
  public static Protection by(String layer) {
    return new Protection(Kind.ENCRYPTED, layer);
  }

  /** Returns no protection. */
  public static Protection plaintext() {
    return PLAINTEXT;
  }

  /** Returns protection that cannot be known. */
  public static Protection unknown() {
    return UNKNOWN;
  }

  /** Returns whether the processes encrypt the connection. */
  public boolean isEncrypted() {
    return kind == Kind.ENCRYPTED;
  }

  /** Returns the layer's name, {@code none} or {@code unknown}. */
  @Override
  public String toString() {
    return switch (kind) {
      case ENCRYPTED -> layer;
      case PLAINTEXT -> "none";
      case UNKNOWN -> "unknown";
    };
  }
}
