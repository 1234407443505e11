package dev.portside.istio;

import java.util.ArrayList;
import java.util.List;

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

  private static final PortList ALL = new PortList(true, List.of());
  private static final PortList NONE = new PortList(false, List.of());

  private final boolean all;
  private final List<Item> items;

  private PortList(boolean all, List<Item> items) {
    this.all = all;
    this.items = items;
  }

  /** Reads a list; {@code *} alone stands for all ports. */
  static PortList of(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    if (text.trim().equals("*")) {
      return ALL;
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
    for (Item item : items) {
      if (item.port() == port) {
        return true;
      }
    }
    return false;
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
