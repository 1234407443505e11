package dev.portside.dapr.component;

import java.util.List;
import java.util.Locale;

/** Tells whether a plain value holds a secret. */
public final class Credentials {

  /** What stands before a secret in a connection string. */
  private static final List<String> WORDS =
      List.of(
          "password",
          "pwd",
          "passwd",
          "secret",
          "key=",
          "token",
          "signature",
          "sig=",
          "credential");

  private Credentials() {}

  /**
   * Returns whether a field's value holds a secret: a secret field's does, but for a connection
   * string that signs in with none.
   */
  public static boolean stand(MetadataField field, String value) {
    if (!field.sensitive() || value.isBlank()) {
      return false;
    }
    String name = field.name().toLowerCase(Locale.ROOT);
    boolean locates =
        name.endsWith("connectionstring") || name.endsWith("url") || name.equals("host");
    return !locates || hold(value);
  }

  private static boolean hold(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (WORDS.stream().anyMatch(lower::contains)) {
      return true;
    }
    // user:password@host, wherever it stands
    int at = lower.lastIndexOf('@');
    int slashes = lower.indexOf("//");
    int colon = lower.indexOf(':', slashes < 0 ? 0 : slashes + 2);
    return at > 0 && colon >= 0 && colon < at;
  }
}
