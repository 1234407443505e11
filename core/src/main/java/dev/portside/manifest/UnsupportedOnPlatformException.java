package dev.portside.manifest;

/**
 * A set asks its platform for something that it cannot express. The message names the resource, the
 * field, and the nearest thing that the platform can do.
 */
public final class UnsupportedOnPlatformException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * Makes the exception.
   *
   * @param resource what cannot be expressed, as {@code Kind/name}
   * @param field the field or method that asks for it
   * @param problem why it cannot, with the versions
   * @param nearest what the platform can do instead
   */
  public UnsupportedOnPlatformException(
      String resource, String field, String problem, String nearest) {
    super("%s %s: %s; %s".formatted(resource, field, problem, nearest));
  }

  UnsupportedOnPlatformException(String message) {
    super(message);
  }
}
