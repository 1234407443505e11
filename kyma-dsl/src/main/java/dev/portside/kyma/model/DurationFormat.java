package dev.portside.kyma.model;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.portside.value.GoDuration;
import dev.portside.value.GoNumber;
import java.util.List;
import java.util.Locale;

/**
 * The format {@code duration} of Kubernetes' schemas. Source: k8s.io/kube-openapi
 * pkg/validation/strfmt/duration.go.
 */
public final class DurationFormat {

  /** A unit's short names, then the word that longer ones begin with. */
  private static final List<List<String>> WORDS =
      List.of(
          List.of("ns", "nano"),
          List.of("us", "µs", "micro"),
          List.of("ms", "milli"),
          List.of("s", "sec"),
          List.of("m", "min"),
          List.of("h", "hr", "hour"),
          List.of("d", "day"),
          List.of("w", "wk", "week"));

  private static final Pattern WORDED = Pattern.compile("([0-9]+)[\\t\\n\\f\\r ]*([A-Za-zµ]+)");

  private DurationFormat() {}

  /** Returns whether the format takes a text: Go's, and many words. */
  public static boolean takes(String text) {
    if (GoDuration.parse(text).isValid()) {
      return true;
    }
    boolean found = false;
    Matcher matcher = WORDED.matcher(text);
    while (matcher.find()) {
      if (!GoNumber.isInt(matcher.group(1))) {
        return false;
      }
      String unit = matcher.group(2).toLowerCase(Locale.ROOT);
      found |= WORDS.stream().anyMatch(words -> names(words, unit));
    }
    return found;
  }

  private static boolean names(List<String> words, String unit) {
    return words.contains(unit) || unit.startsWith(words.get(words.size() - 1));
  }
}
