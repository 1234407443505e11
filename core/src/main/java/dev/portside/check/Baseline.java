package dev.portside.check;

import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlException;
import dev.portside.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The findings that a team has accepted. A finding is known by its rule, resource, field and
 * message, so that it stays known when lines move. Immutable.
 */
public final class Baseline {

  private static final Pattern INDEX = Pattern.compile("/[0-9]+(?=/|$)");

  private record Entry(String rule, String resource, String field, String message) {
    static Entry of(Finding finding) {
      return new Entry(
          finding.rule().id(), finding.subject(), finding.field().toString(), finding.message());
    }

    /** An item that is added to a list moves those behind it, and what is found of them stays. */
    Entry anyItem() {
      return new Entry(rule, resource, INDEX.matcher(field).replaceAll("/-"), message);
    }
  }

  private final List<Entry> entries;

  private Baseline(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** Returns the baseline that accepts all of some findings. */
  public static Baseline of(Findings findings) {
    return new Baseline(findings.stream().map(Entry::of).toList());
  }

  /**
   * Reads a baseline.
   *
   * @param name the file's name, for messages
   * @throws IllegalArgumentException if it is not one, naming the place
   */
  public static Baseline read(String name, String text) {
    Input input = Input.of(name, text);
    try {
      List<Document> documents = YamlReader.read(input);
      boolean listed =
          documents.size() == 1
              && documents.get(0).root() instanceof Mapping root
              && root.get("accepted") instanceof Sequence;
      if (!listed) {
        throw new IllegalArgumentException(
            name + ":1:1: expected a baseline, as --write-baseline writes it");
      }
      List<Entry> entries = new ArrayList<>();
      for (Tree item : ((Mapping) documents.get(0).root()).sequence("accepted")) {
        if (!(item instanceof Mapping accepted)) {
          throw new IllegalArgumentException(
              "%s:%s: expected an accepted finding, a mapping"
                  .formatted(name, input.position(Math.max(0, item.offset()))));
        }
        entries.add(entry(accepted));
      }
      return new Baseline(entries);
    } catch (YamlException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Entry entry(Mapping item) {
    return new Entry(
        text(item, "rule"), text(item, "resource"), text(item, "field"), text(item, "message"));
  }

  private static String text(Mapping item, String key) {
    return Objects.requireNonNullElse(item.text(key), "");
  }

  /**
   * Returns the findings without those accepted, each as often as it was; they count as suppressed.
   */
  public Findings accept(Findings findings) {
    Map<Entry, Integer> left = new HashMap<>();
    entries.forEach(entry -> left.merge(entry.anyItem(), 1, Integer::sum));
    List<Finding> reported = new ArrayList<>();
    List<Finding> suppressed = new ArrayList<>(findings.suppressed());
    for (Finding finding : findings) {
      Entry own = Entry.of(finding).anyItem();
      Integer count = left.computeIfPresent(own, (entry, n) -> n == 0 ? null : n - 1);
      (count == null ? reported : suppressed).add(finding);
    }
    return new Findings(reported, suppressed);
  }

  /** Returns the baseline as JSON, an entry a line, so that changes read well in a review. */
  public String toJson() {
    StringBuilder json = new StringBuilder("{\"accepted\": [");
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      json.append(i == 0 ? "\n" : ",\n").append("  {");
      append(json, "rule", entry.rule()).append(", ");
      append(json, "resource", entry.resource()).append(", ");
      append(json, "field", entry.field()).append(", ");
      append(json, "message", entry.message()).append('}');
    }
    return json.append("\n]}\n").toString();
  }

  private static StringBuilder append(StringBuilder json, String key, String value) {
    json.append('"').append(key).append("\": \"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        json.append("\\u").append(String.format("%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"');
  }
}
