package dev.portside.istio.authorization;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How values of a policy are compared. Source: istio/istio pilot/pkg/security/authz/matcher @1.31.
 */
final class Wildcard {

  private static final String ANY = "*";

  private Wildcard() {}

  /**
   * Returns the grammar of most values: anything, an end, a beginning, or the whole; an asterisk
   * elsewhere is one.
   */
  static Predicate<String> of(String pattern) {
    if (pattern.equals(ANY)) {
      return value -> !value.isEmpty();
    }
    if (pattern.startsWith(ANY)) {
      String end = pattern.substring(1);
      return value -> value.endsWith(end);
    }
    if (pattern.endsWith(ANY)) {
      String start = pattern.substring(0, pattern.length() - 1);
      return value -> value.startsWith(start);
    }
    return pattern::equals;
  }

  /** Returns the grammar of namespaces: asterisks stand for anything wherever they are. */
  static Predicate<String> anywhere(String pattern) {
    String regex =
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.compile(regex, Pattern.DOTALL).asMatchPredicate();
  }

  /**
   * Returns the grammar of paths: a template where one of the segments is an operator, else that of
   * most values.
   */
  static Predicate<String> ofPath(String pattern) {
    if (!pattern.contains("{*}") && !pattern.contains("{**}")) {
      return of(pattern);
    }
    String regex =
        Stream.of(pattern.split("/", -1))
            .map(
                segment ->
                    switch (segment) {
                      case "{*}" -> "[^/]+";
                      case "{**}" -> ".*";
                      default -> Pattern.quote(segment);
                    })
            .collect(Collectors.joining("/"));
    return Pattern.compile(regex, Pattern.DOTALL).asMatchPredicate();
  }
}
