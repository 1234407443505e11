package dev.portside.kyma.model;

import com.google.re2j.Pattern;
import java.util.Locale;
import java.util.Optional;

/**
 * Addresses as Go's url.ParseRequestURI reads them, which is what the operator and the API server
 * ask: an absolute address, an absolute path, or {@code *}.
 */
public final class RequestUri {

  private static final Pattern SCHEME = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]*$");
  private static final Pattern USER = Pattern.compile("^[A-Za-z0-9._:~!$&'()*+,;=%@-]*$");
  private static final Pattern PORT = Pattern.compile("^(:[0-9]*)?$");
  private static final Pattern ESCAPES = Pattern.compile("^([^%]|%[0-9a-fA-F]{2})*$");
  private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x1f\\x7f]");

  /** What may stand in a host unescaped; other letters than those of ASCII may as well. */
  private static final Pattern HOST =
      Pattern.compile(
          "^([A-Za-z0-9._~!$&'()*+,;=:\\[\\]<>\"-]|[^\\x00-\\x7f]|%[89a-fA-F][0-9a-fA-F]|%25)*$");

  private RequestUri() {}

  /** Returns what is wrong with a text as an address; empty when nothing is. */
  public static Optional<String> problem(String text) {
    if (text.isEmpty()) {
      return Optional.of("it is empty");
    }
    if (CONTROLS.matcher(text).find()) {
      return Optional.of("it contains a control character");
    }
    if (text.equals("*")) {
      return Optional.empty();
    }
    if (text.startsWith(":")) {
      return Optional.of("it has no scheme");
    }
    String scheme = scheme(text);
    String rest = scheme.isEmpty() ? text : text.substring(scheme.length() + 1);
    int query = rest.indexOf('?');
    rest = query < 0 ? rest : rest.substring(0, query);
    if (!rest.startsWith("/")) {
      return scheme.isEmpty() ? Optional.of("it is not an absolute address") : Optional.empty();
    }
    return hierarchy(scheme, rest);
  }

  private static Optional<String> hierarchy(String scheme, String rest) {
    String path = rest;
    if (!scheme.isEmpty() && rest.startsWith("//")) {
      int slash = rest.indexOf('/', 2);
      String authority = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
      path = slash < 0 ? "" : rest.substring(slash);
      Optional<String> problem = authority(authority);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return ESCAPES.matcher(path).find()
        ? Optional.empty()
        : Optional.of("a % in it is not followed by two hexadecimal digits");
  }

  /** Returns what stands before the first colon where that is a scheme; else nothing. */
  private static String scheme(String text) {
    int colon = text.indexOf(':');
    String scheme = colon < 0 ? "" : text.substring(0, colon);
    return SCHEME.matcher(scheme).find() ? scheme : "";
  }

  private static Optional<String> authority(String authority) {
    int at = authority.lastIndexOf('@');
    if (at >= 0) {
      String user = authority.substring(0, at);
      if (!USER.matcher(user).find() || !ESCAPES.matcher(user).find()) {
        return Optional.of("its user name contains an invalid character");
      }
    }
    String host = authority.substring(at + 1);
    int end = host.lastIndexOf(']');
    boolean literal = host.startsWith("[");
    if (literal && end < 0) {
      return Optional.of("its host has a [ without a ]");
    }
    int colon = literal ? end + 1 : host.lastIndexOf(':');
    String port = colon < 0 ? "" : host.substring(colon);
    if (!PORT.matcher(port).find()) {
      return Optional.of("its port \"%s\" is not a number".formatted(port));
    }
    return HOST.matcher(host).find()
        ? Optional.empty()
        : Optional.of("its host contains an invalid character");
  }

  /** Returns whether it is an address of the schemes http or https. */
  public static boolean isHttp(String text) {
    String scheme = scheme(text).toLowerCase(Locale.ROOT);
    return problem(text).isEmpty() && (scheme.equals("http") || scheme.equals("https"));
  }
}
