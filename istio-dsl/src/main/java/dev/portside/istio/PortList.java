package dev.portside.istio;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A list of ports as Istio's rules read it. Immutable.
 *
 * <p>The injector reads decimal numbers, but the rule tools read the same text the C way, and
 * theirs is the reading that counts: {@code 0443} is 291, {@code 0x50} is 80. What they cannot read
 * is no port. Source: istio/istio tools/istio-iptables/pkg/capture/run.go and
 * tools/common/config/types.go @1.31; the reading of numbers was seen on the kernel.
 */
final class PortList {

  /** One item: the number the rules use, 0 when there is none, and the text. */
  record Item(int port, String text) {}

  private final boolean all;
  private final List<Item> items;
  private final Set<Integer> ports = new TreeSet<>();

  private PortList(boolean all, List<Item> items) {
    this.all = all;
    this.items = items;
    items.forEach(item -> ports.add(item.port()));
  }

  /** Reads a list; {@code *} alone stands for all ports. */
  static PortList of(String text) {
    if (text.trim().equals("*")) {
      return new PortList(true, List.of());
    }
    List<Item> items = new ArrayList<>();
    for (String item : text.split(",", -1)) {
      if (!item.isBlank()) {
        items.add(new Item(number(item.trim()), item.trim()));
      }
    }
    return new PortList(false, List.copyOf(items));
  }

  boolean isAll() {
    return all;
  }

  boolean isEmpty() {
    return !all && items.isEmpty();
  }

  List<Item> items() {
    return items;
  }

  boolean contains(int port) {
    return ports.contains(port);
  }

  /** Returns the texts of the items that stand for a port: an edit must name them as they are. */
  List<String> texts(int port) {
    return items.stream().filter(item -> item.port() == port).map(Item::text).toList();
  }

  private static int number(String text) {
    try {
      int port = Integer.decode(text);
      return port >= 0 && port <= 65535 ? port : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
