package dev.portside.istio.pod;

import dev.portside.yaml.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A selector of pods by labels, written as kubectl takes it: {@code app=x,tier in (a,b),!old}. */
final class PodSelector {

  private static final Pattern REQUIREMENT =
      Pattern.compile(
          "\\s*(?:(?<key>[^\\s,!=()]+)\\s*"
              + "(?:(?<equal>==?|!=)\\s*(?<value>[^\\s,]*)"
              + "|\\s(?<set>in|notin)\\s*\\((?<values>[^)]*)\\))?"
              + "|!\\s*(?<missing>[^\\s,!=()]+))\\s*(?:,|$)");

  private record Requirement(String key, boolean present, @Nullable Set<String> values) {

    boolean holds(Mapping labels) {
      String value = labels.text(key);
      if (values == null) {
        return labels.has(key) == present;
      }
      return (value != null && values.contains(value)) == present;
    }
  }

  private final List<Requirement> requirements;

  private PodSelector(List<Requirement> requirements) {
    this.requirements = requirements;
  }

  /**
   * Reads a selector; an empty one selects nothing, as the injector has it.
   *
   * @throws IllegalArgumentException if the text is no selector
   */
  static PodSelector of(String text) {
    List<Requirement> requirements = new ArrayList<>();
    Matcher matcher = REQUIREMENT.matcher(text);
    int end = 0;
    while (end < text.length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw new IllegalArgumentException(
            "\"%s\" is not a label selector; write it as for kubectl, such as app=x,tier in (a,b)"
                .formatted(text));
      }
      requirements.add(requirement(matcher));
      end = matcher.end();
    }
    return new PodSelector(List.copyOf(requirements));
  }

  private static Requirement requirement(Matcher matcher) {
    String missing = matcher.group("missing");
    if (missing != null) {
      return new Requirement(missing, false, null);
    }
    String key = matcher.group("key");
    String values = matcher.group("values");
    if (values != null) {
      return new Requirement(
          key, "in".equals(matcher.group("set")), Set.of(values.trim().split("\\s*,\\s*")));
    }
    String value = matcher.group("value");
    return value == null
        ? new Requirement(key, true, null)
        : new Requirement(key, !"!=".equals(matcher.group("equal")), Set.of(value));
  }

  boolean selects(Mapping labels) {
    return !requirements.isEmpty() && requirements.stream().allMatch(each -> each.holds(labels));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PodSelector selector && requirements.equals(selector.requirements);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(requirements);
  }
}
