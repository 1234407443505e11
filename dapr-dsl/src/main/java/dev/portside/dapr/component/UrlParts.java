package dev.portside.dapr.component;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a URL that tell where it leads, cut as Go's {@code net/url} cuts them. Credentials
 * are dropped at once.
 *
 * @param scheme in lower case
 * @param hosts what stands where the host stands: one, or several in some syntaxes
 * @param path with its slash; empty when there is none
 * @param query without its question mark
 */
record UrlParts(String scheme, String hosts, String path, String query) {

  /** Returns the parts, or null when the text is not a URL with a scheme and a host. */
  static @Nullable UrlParts of(String text) {
    int colon = text.indexOf("://");
    if (colon <= 0 || !isScheme(text.substring(0, colon))) {
      return null;
    }
    String rest = text.substring(colon + 3);
    rest = before(rest, '#');
    String query = rest.indexOf('?') < 0 ? "" : rest.substring(rest.indexOf('?') + 1);
    rest = before(rest, '?');
    String authority = before(rest, '/');
    String path = rest.substring(authority.length());
    String hosts = authority.substring(authority.lastIndexOf('@') + 1);
    String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
    return new UrlParts(scheme, hosts, path, query);
  }

  private static String before(String text, char mark) {
    int at = text.indexOf(mark);
    return at < 0 ? text : text.substring(0, at);
  }

  private static boolean isScheme(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      boolean later = i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.');
      if (!letter && !later) {
        return false;
      }
    }
    return true;
  }

  /** Returns the first value of a parameter of the query in whatever case, decoded; or null. */
  @Nullable String parameter(String name) {
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && pair.substring(0, equals).equalsIgnoreCase(name)) {
        return decoded(pair.substring(equals + 1));
      }
    }
    return null;
  }

  /** Returns a text with its percent signs resolved; those that begin no byte stay. */
  static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    List<Byte> bytes = new ArrayList<>();
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(raw[i + 2], 16);
      bytes.add(low < 0 ? raw[i] : (byte) (high * 16 + low));
      i += low < 0 ? 0 : 2;
    }
    byte[] all = new byte[bytes.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = bytes.get(i);
    }
    return new String(all, StandardCharsets.UTF_8);
  }

  /** Returns scheme and hosts only: path and query may hold secrets. */
  @Override
  public String toString() {
    return scheme + "://" + hosts;
  }
}
