package dev.portside.istio.netfilter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A list of ports as Istio's rules read it. Immutable.
 *
 * <p>The injector reads decimal numbers, but the rule tools read the same text the C way, and
 * theirs is the reading that counts: {@code 0443} is 291, {@code 0x50} is 80, {@code 8000:9000} a
 * range. What they cannot read is no port. Source: istio/istio
 * tools/istio-iptables/pkg/capture/run.go and tools/common/config/types.go @1.31; the reading of
 * numbers was seen on the kernel.
 */
public final class PortList {

  /** The number of the last port. */
  public static final int LAST = 65535;

  private static final int NONE = -1;
  private static final String ALL_PORTS = "*";
  private static final PortList ALL = new PortList(true, List.of());
  private static final PortList EMPTY = new PortList(false, List.of());
  private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*");

  /**
   * One item.
   *
   * @param port the number the rules use, the first of a range, 0 when there is none
   * @param last the last number of a range, else the same; -1 when there is none
   * @param text the item as it is written
   */
  public record Item(int port, int last, String text) {

    boolean holds(int number) {
      return port <= number && number <= last;
    }
  }

  private final boolean all;
  private final List<Item> items;
  private final Map<Item, List<String>> spellings;

  private PortList(boolean all, List<Item> items) {
    this.all = all;
    this.items = items;
    this.spellings = spelled(items);
  }

  /** Reads a list; {@code *} alone stands for all ports. */
  public static PortList of(String text) {
    if (text.isEmpty()) {
      return EMPTY;
    }
    if (text.trim().equals(ALL_PORTS)) {
      return ALL;
    }
    List<Item> items = new ArrayList<>();
    for (String item : text.split(",", -1)) {
      if (!item.isBlank()) {
        items.add(item(item.trim()));
      }
    }
    return new PortList(false, List.copyOf(items));
  }

  public boolean isAll() {
    return all;
  }

  public boolean isEmpty() {
    return !all && items.isEmpty();
  }

  public List<Item> items() {
    return items;
  }

  public boolean contains(int port) {
    for (Item item : items) {
      if (item.holds(port)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the texts of the items that stand for a port: an edit must name them as they are. */
  public List<String> texts(int port) {
    return items.stream().filter(item -> item.holds(port)).map(Item::text).toList();
  }

  /** Returns the items, each once, and the texts of all that stand for the same. */
  public Map<Item, List<String>> spellings() {
    return spellings;
  }

  private static Map<Item, List<String>> spelled(List<Item> items) {
    record Range(int first, int last) {}
    Map<Range, Set<String>> texts = new HashMap<>();
    Map<Item, List<String>> spellings = new LinkedHashMap<>();
    for (Item item : items) {
      Range range = new Range(item.port(), item.last());
      Set<String> same = texts.computeIfAbsent(range, r -> new LinkedHashSet<>());
      same.add(item.text());
    }
    for (Item item : items) {
      spellings.put(item, List.copyOf(texts.get(new Range(item.port(), item.last()))));
    }
    return spellings;
  }

  private static Item item(String text) {
    int colon = text.indexOf(':');
    int first = colon == 0 ? 0 : number(colon < 0 ? text : text.substring(0, colon));
    int last =
        colon < 0 ? first : colon == text.length() - 1 ? LAST : number(text.substring(colon + 1));
    return first < 0 || last < first ? new Item(0, NONE, text) : new Item(first, last, text);
  }

  private static int number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return NONE;
    }
    try {
      int port = Integer.decode(text);
      return port <= LAST ? port : NONE;
    } catch (NumberFormatException e) {
      // More digits than a number has.
      return NONE;
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PortList list && all == list.all && items.equals(list.items);
  }

  @Override
  public int hashCode() {
    return Objects.hash(all, items);
  }

  /** Returns the list as an annotation writes it; {@code *} as an item does not stand alone. */
  @Override
  public String toString() {
    String text = all ? ALL_PORTS : String.join(",", items.stream().map(Item::text).toList());
    return !all && text.equals(ALL_PORTS) ? text + "," : text;
  }
}
