package dev.portside.kyma;

import com.google.re2j.Pattern;
import dev.portside.kyma.model.RequestUri;
import dev.portside.kyma.operator.RoutePath;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What single values of an APIRule must be; a wrong one fails here, at the call that gives it. */
final class ApiRuleValues {

  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern PATH =
      Pattern.compile(
          "^(?:(?:(?:/(?:[A-Za-z0-9-._~!$&'()+,;=:@]|%[0-9a-fA-F]{2})*)|(?:/\\{\\*{1,2}\\}))+|/\\*)$");
  private static final Pattern HOST =
      Pattern.compile(
          "^(?:%1$s(?:(?:\\.%1$s)*\\.[a-z0-9]{2,63})?|\\*\\.(?:%1$s\\.)+[a-z0-9]{2,63})$"
              .formatted(LABEL));
  private static final Pattern GATEWAY = Pattern.compile("^%1$s/%1$s$".formatted(LABEL));
  private static final Pattern HEADER = Pattern.compile("^[A-Za-z0-9!#$&'*+.^_|~-]+$");
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");
  private static final Set<String> OWN_HEADERS = Set.of("x-forwarded-host", "cookie");
  private static final int LONGEST_URI = 2048;

  private ApiRuleValues() {}

  static String path(String path) {
    if (!PATH.matcher(path).find()) {
      throw wrong("path", path, "must begin with / and have * only in {*}, {**} or as /*");
    }
    int any = path.indexOf("{**}");
    if (any >= 0 && path.indexOf("{*", any + 1) >= 0) {
      throw wrong("path", path, "must have no {*} or {**} after {**}");
    }
    if (RoutePath.fit(path) != RoutePath.Fit.REACHABLE) {
      throw wrong("path", path, "must not have + $ ( ) where no request would match; use {*}");
    }
    return path;
  }

  static String method(String method) {
    if (!METHODS.contains(method)) {
      throw wrong("method", method, "must be an HTTP method in capitals");
    }
    return method;
  }

  static String host(String host) {
    if (host.length() > 255 || !HOST.matcher(host).find()) {
      throw wrong(
          "host", host, "must be a lower-case DNS name, such as nodeapp or nodeapp.example.com");
    }
    return host;
  }

  static String gateway(String what, String gateway) {
    if (gateway.length() > 127 || !GATEWAY.matcher(gateway).find()) {
      throw wrong(what, gateway, "must be namespace/name");
    }
    return gateway;
  }

  static String issuer(String issuer) {
    Optional<String> problem =
        issuer.isEmpty() || issuer.indexOf(':') >= 0
            ? RequestUri.problem(issuer)
            : Optional.empty();
    if (problem.isPresent()) {
      throw wrong("issuer", issuer, problem.get());
    }
    return issuer;
  }

  static String keys(String uri) {
    if (uri.length() > LONGEST_URI || !RequestUri.isHttp(uri)) {
      throw wrong("jwksUri", uri, "must be an http or https address");
    }
    return uri;
  }

  static String headerToSet(String name) {
    if (OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
      throw wrong(
          "request header", name, "is set by the operator itself; for cookies call requestCookie");
    }
    return header(name);
  }

  static String header(String name) {
    if (!HEADER.matcher(name).find()) {
      throw wrong("header", name, "must be the name of an HTTP header");
    }
    return name;
  }

  static String text(String what, String text) {
    if (text.isBlank()) {
      throw wrong(what, text, "must not be empty");
    }
    return text;
  }

  static List<String> texts(String what, String... texts) {
    if (texts.length == 0) {
      throw new IllegalArgumentException(what + ": at least one must be given");
    }
    List.of(texts).forEach(text -> text(what, text));
    return List.of(texts);
  }

  static long seconds(String what, Duration duration, long most) {
    long seconds = duration.toSeconds();
    if (!duration.equals(Duration.ofSeconds(seconds)) || seconds < 1 || seconds > most) {
      throw wrong(what, duration.toString(), "must be whole seconds, 1 to " + most);
    }
    return seconds;
  }

  private static IllegalArgumentException wrong(String what, String value, String must) {
    return new IllegalArgumentException("%s \"%s\": %s".formatted(what, value, must));
  }
}
