package dev.portside.cli;

/** Says which texts name a namespace: labels of DNS, as RFC 1123 has them. */
final class NamespaceName {

  private static final int LONGEST = 63;

  private NamespaceName() {}

  static boolean fits(String text) {
    return text.length() <= LONGEST && text.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  }

  static String refusal(String text) {
    return ("\"%s\" is no name of a namespace: up to %d lower-case letters, digits and hyphens,"
            + " no hyphen first or last")
        .formatted(text, LONGEST);
  }
}
