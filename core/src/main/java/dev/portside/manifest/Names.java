package dev.portside.manifest;

import dev.portside.Internal;

/**
 * The checks that builders make of names and ports at the call, with one wording for all of them.
 */
@Internal
public final class Names {

  private static final int LABEL_LENGTH = 63;

  private Names() {}

  /**
   * Returns a name that Kubernetes takes for a namespace, Service or label value of DNS form (RFC
   * 1123).
   *
   * @throws IllegalArgumentException if it is not one, naming the value and the accepted form
   */
  public static String label(String what, String name) {
    if (!isLabel(name)) {
      throw new IllegalArgumentException(
          "%s \"%s\": must be 1 to 63 lower-case letters, digits and -, with no - at the start or end"
              .formatted(what, name));
    }
    return name;
  }

  /**
   * Returns whether a name is a DNS label: 1 to 63 of {@code a-z 0-9 -}, with no dash at the start
   * or end.
   */
  public static boolean isLabel(String name) {
    if (name.isEmpty() || name.length() > LABEL_LENGTH) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean inner = i > 0 && i < name.length() - 1;
      if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' && inner)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns a TCP port's number.
   *
   * @throws IllegalArgumentException if it is not one, naming the value and the range
   */
  public static int port(String what, int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("%s %d: must be 1 to 65535".formatted(what, port));
    }
    return port;
  }

  /**
   * Returns a text that says something.
   *
   * @throws IllegalArgumentException if it is empty or blank
   */
  public static String text(String what, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("%s \"%s\": must not be blank".formatted(what, text));
    }
    return text;
  }
}
