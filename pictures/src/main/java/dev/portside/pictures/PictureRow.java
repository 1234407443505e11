package dev.portside.pictures;

import dev.portside.pictures.Picture.Box;
import dev.portside.pictures.Picture.Edge;
import dev.portside.report.FlowView;
import dev.portside.report.Statement;
import dev.portside.traffic.Party;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A row of the table below a picture: one flow, or those that cannot be told apart in a folded one.
 *
 * @param first the flow, of several the first
 * @param flows all of them
 * @param boxes the boxes of the picture that it concerns
 * @param reasons why it ends so: one, but for folded ones
 */
record PictureRow(FlowView first, List<FlowView> flows, Set<String> boxes, Set<String> reasons) {

  /** What flows of a folded picture have in common that share a row. */
  private record Key(
      Set<String> clients, Set<String> servers, String from, String to, String role, Object ends) {}

  /**
   * The table of a picture.
   *
   * @param rows the rows: what must not be overlooked first
   * @param edges for each edge of the picture the indices of its rows
   */
  record Table(List<PictureRow> rows, List<List<Integer>> edges) {}

  /** Returns the table of a picture. */
  static Table table(Picture picture) {
    Map<Party, String> boxes = boxes(picture);
    Map<Object, PictureRow> grouped = new LinkedHashMap<>();
    List<PictureRow> byFlow = new ArrayList<>();
    for (FlowView view : picture.flows()) {
      Object key = picture.folded() ? key(view, boxes) : view.flow();
      PictureRow row = grouped.computeIfAbsent(key, k -> row(view));
      row.flows.add(view);
      row.reasons.add(view.outcome().reason());
      byFlow.add(row);
    }
    List<PictureRow> rows = new ArrayList<>(grouped.values());
    rows.sort(Comparator.comparing(r -> Statement.ORDER.indexOf(r.first.outcome().result())));
    IdentityHashMap<FlowView, Integer> order = new IdentityHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      order.put(rows.get(i).first, i);
    }
    List<List<Integer>> edges = new ArrayList<>();
    for (Edge edge : picture.edges()) {
      Set<Integer> own = new TreeSet<>();
      for (int flow : edge.flows()) {
        PictureRow row = byFlow.get(flow);
        row.boxes.add(boxOf(edge.from()));
        row.boxes.add(boxOf(edge.to()));
        own.add(order.getOrDefault(row.first, 0));
      }
      edges.add(List.copyOf(own));
    }
    return new Table(rows, edges);
  }

  private static PictureRow row(FlowView view) {
    return new PictureRow(view, new ArrayList<>(), new TreeSet<>(), new LinkedHashSet<>());
  }

  private static Object key(FlowView view, Map<Party, String> boxes) {
    Object ends = List.of(view.outcome().result(), view.outcome().layers());
    return new Key(
        in(view.flow().clients(), boxes),
        in(view.flow().servers(), boxes),
        view.client().process(),
        view.server().process(),
        view.role(),
        ends);
  }

  private static Set<String> in(List<Party> parties, Map<Party, String> boxes) {
    Set<String> in = new TreeSet<>();
    parties.forEach(party -> in.add(boxes.getOrDefault(party, "")));
    return in;
  }

  /** Parties are found by kind and name, as a picture tells them. */
  private static Map<Party, String> boxes(Picture picture) {
    Map<String, String> byName = new HashMap<>();
    for (Box box : picture.boxes()) {
      box.members().forEach(name -> byName.put(box.kind() + ' ' + name, box.id()));
    }
    Map<Party, String> boxes = new HashMap<>();
    for (FlowView view : picture.flows()) {
      put(boxes, view.flow().clients(), view.client().kind(), byName);
      put(boxes, view.flow().servers(), view.server().kind(), byName);
    }
    return boxes;
  }

  private static void put(
      Map<Party, String> boxes, List<Party> parties, String kind, Map<String, String> byName) {
    for (Party party : parties) {
      boxes.computeIfAbsent(party, p -> byName.getOrDefault(kind + ' ' + p, ""));
    }
  }

  /** Returns the id of the box that a node is, or stands in. */
  static String boxOf(String node) {
    int end = 1;
    while (end < node.length() && Character.isDigit(node.charAt(end))) {
      end++;
    }
    return node.substring(0, end);
  }

  /** Returns the ports, as the clients' pods see them. */
  String ports() {
    TreeSet<String> ports =
        new TreeSet<>(Comparator.comparing(String::length).thenComparing(p -> p));
    flows.forEach(view -> ports.add(view.portInWords()));
    return ports.size() == 1 ? ports.first() : "%,d ports".formatted(ports.size());
  }

  /** Returns how many connections it stands for. */
  long count() {
    return flows.stream().mapToLong(FlowView::count).sum();
  }

  /** Returns who dials, or answers. */
  String side(boolean client) {
    FlowView.Side side = client ? first.client() : first.server();
    if (flows.size() == 1) {
      return side.naming(client ? first.clients() : first.servers());
    }
    TreeSet<String> names = new TreeSet<>();
    flows.forEach(view -> names.addAll(client ? view.clients() : view.servers()));
    return side.naming(List.copyOf(names));
  }

  /** Returns why it ends so. */
  String reason() {
    String reason = first.outcome().reason();
    int more = reasons.size() - 1;
    return more == 0
        ? reason
        : "%s (and %,d other reasons, listed by -o json)".formatted(reason, more);
  }
}
