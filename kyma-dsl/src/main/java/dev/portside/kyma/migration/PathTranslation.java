package dev.portside.kyma.migration;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Paths of v1alpha1 and v1beta1, which are regular expressions, as the patterns of v2: those that
 * mean the same requests. Source: kyma-project/api-gateway 3.10.0
 * docs/user/apirule-migration/01-82-migrate-allow-noop-no_auth-v1beta1-to-noAuth-v2.md.
 */
final class PathTranslation {

  /** Letters that mean themselves in both, the dot among them as people write it. */
  private static final Pattern LITERAL = Pattern.compile("^[A-Za-z0-9._~!&',;=:@%-]*$");

  private static final List<String> SEGMENTS = List.of("[^/]+", "([^/]+)");
  private static final List<String> RESTS = List.of(".*", "(.*)");

  private PathTranslation() {}

  /** Returns the pattern; nothing where v2 cannot say what the expression says. */
  static Optional<String> of(String expression) {
    if (RESTS.contains(expression) || expression.equals("/.*") || expression.equals("/(.*)")) {
      return Optional.of("/*");
    }
    if (!expression.startsWith("/")) {
      return Optional.empty();
    }
    List<String> segments = new ArrayList<>();
    boolean rest = false;
    for (String segment : split(expression.substring(1))) {
      Optional<String> pattern = segment(segment);
      boolean operator = pattern.isPresent() && pattern.get().startsWith("{");
      if (pattern.isEmpty() || rest && operator) {
        return Optional.empty();
      }
      rest |= pattern.get().equals("{**}");
      segments.add(pattern.get());
    }
    return Optional.of("/" + String.join("/", segments));
  }

  /** Splits at slashes, but for those in brackets. */
  private static List<String> split(String text) {
    List<String> segments = new ArrayList<>();
    int begin = 0;
    boolean bracket = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bracket = c == '[' || bracket && c != ']';
      if (c == '/' && !bracket) {
        segments.add(text.substring(begin, i));
        begin = i + 1;
      }
    }
    segments.add(text.substring(begin));
    return segments;
  }

  private static Optional<String> segment(String segment) {
    if (SEGMENTS.contains(segment)) {
      return Optional.of("{*}");
    }
    if (RESTS.contains(segment)) {
      return Optional.of("{**}");
    }
    String plain = segment.replace("\\.", ".").replace("\\-", "-");
    return LITERAL.matcher(plain).find() ? Optional.of(plain) : Optional.empty();
  }
}
