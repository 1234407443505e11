package dev.portside.pictures;

import dev.portside.pictures.Picture.Box;
import dev.portside.pictures.Picture.Edge;
import dev.portside.pictures.Picture.Item;
import dev.portside.pictures.PictureParties.Member;
import dev.portside.report.FlowView;
import dev.portside.traffic.Outcome.Result;
import dev.portside.traffic.Party;
import dev.portside.traffic.Traffic;
import dev.portside.traffic.Tri;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes a picture of flows: boxes first, then what connects them. */
final class PictureBuilder {

  /** More processes in a box than these become one. */
  private static final int PROCESSES = 6;

  /** So many ports stand on an edge. */
  private static final int PORTS = 4;

  /** A box with the nodes that edges end at. */
  private static final class Place {
    final Box box;
    final Map<String, String> nodes = new HashMap<>();
    @Nullable String proxy;

    Place(Box box) {
      this.box = box;
    }

    /** Returns where a connection of a process reaches the box from outside. */
    String door(String process, Tri captured) {
      return proxy != null && captured == Tri.YES ? proxy : node(process);
    }

    String node(String process) {
      return nodes.getOrDefault(process, box.id());
    }
  }

  /** What connections have in common that share an edge. */
  private record Key(
      String from, String to, boolean both, @Nullable Result result, List<String> layers) {}

  private final List<FlowView> views;
  private final PictureParties parties;
  private final Map<Member, Place> places = new HashMap<>();
  private final List<Box> boxes = new ArrayList<>();
  private final Map<Key, Set<Integer>> edges = new LinkedHashMap<>();

  PictureBuilder(Traffic traffic, List<FlowView> views) {
    this.views = views;
    this.parties = new PictureParties(traffic, views);
  }

  Picture build() {
    for (List<Member> group : parties.groups()) {
      Place place = place(group);
      boxes.add(place.box);
      group.forEach(member -> places.put(member, place));
    }
    for (int i = 0; i < views.size(); i++) {
      connect(i);
    }
    List<Edge> drawn = new ArrayList<>();
    edges.forEach((key, flows) -> drawn.add(edge(key, List.copyOf(flows))));
    return new Picture(boxes, drawn, views, parties.isFolded());
  }

  private Place place(List<Member> group) {
    String id = "b" + boxes.size();
    Member first = group.get(0);
    List<String> names = group.stream().map(member -> member.name).toList();
    if (!first.kind.equals(Picture.WORKLOAD)) {
      return new Place(new Box(id, first.kind, title(group), names, List.of()));
    }
    TreeSet<String> processes = new TreeSet<>();
    group.forEach(member -> processes.addAll(member.processes));
    processes.remove(first.proxy);
    List<Item> items = new ArrayList<>();
    Map<String, String> nodes = new HashMap<>();
    for (String process : processes) {
      boolean many = processes.size() > PROCESSES;
      String node = id + "p" + (many ? 0 : items.size());
      nodes.put(process, node);
      if (!many || items.isEmpty()) {
        items.add(new Item(node, many ? processes.size() + " processes" : process, false));
      }
    }
    String proxy = first.meshed == Tri.NO ? null : id + "x";
    if (proxy != null) {
      String doubt = first.meshed == Tri.UNKNOWN ? " (not known)" : "";
      items.add(new Item(proxy, first.proxy + doubt, true));
      nodes.put(first.proxy, proxy);
    }
    Place place = new Place(new Box(id, first.kind, title(group), names, items));
    place.nodes.putAll(nodes);
    place.proxy = proxy;
    return place;
  }

  private static String title(List<Member> group) {
    Member first = group.get(0);
    if (group.size() == 1) {
      return first.name;
    }
    boolean oneNamespace =
        group.stream().allMatch(member -> member.namespace.equals(first.namespace));
    boolean named = oneNamespace && !first.namespace.isEmpty();
    if (!first.kind.equals(Picture.WORKLOAD)) {
      return named ? first.namespace : "%,d of %s".formatted(group.size(), first.kind);
    }
    return "%,d workloads%s".formatted(group.size(), named ? " in " + first.namespace : "");
  }

  private void connect(int index) {
    FlowView view = views.get(index);
    Collection<Place> clients = places(view.flow().clients());
    if (view.outcome().isInPod()) {
      for (Place place : clients) {
        String from = place.node(view.client().process());
        add(from, place.node(view.server().process()), false, index);
      }
      return;
    }
    Collection<Place> servers = places(view.flow().servers());
    clients.forEach(place -> handOver(place, view.client(), true, index));
    servers.forEach(place -> handOver(place, view.server(), false, index));
    if (clients.size() > 2 && servers.size() > 2) {
      meet(index, clients, servers);
    } else {
      pair(index, clients, servers);
    }
  }

  private Collection<Place> places(List<Party> some) {
    Set<Place> result = new LinkedHashSet<>();
    some.forEach(party -> result.add(placeOf(party)));
    List<Place> sorted = new ArrayList<>(result);
    sorted.sort((a, b) -> Integer.compare(boxes.indexOf(a.box), boxes.indexOf(b.box)));
    return sorted;
  }

  private Place placeOf(Party party) {
    Place place = places.get(parties.of(party));
    if (place == null) {
      throw new IllegalStateException(party + " has no box");
    }
    return place;
  }

  /** What the mesh takes goes through the pod's proxy. */
  private void handOver(Place place, FlowView.Side side, boolean out, int index) {
    String node = place.node(side.process());
    String door = place.door(side.process(), side.captured());
    if (!node.equals(door)) {
      Key key = new Key(out ? node : door, out ? door : node, false, null, List.of());
      edges.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(index);
    }
  }

  /** Many who dial many are drawn as meeting in one place: each then has one line, not many. */
  private void meet(int index, Collection<Place> clients, Collection<Place> servers) {
    FlowView view = views.get(index);
    String id = "b" + boxes.size();
    boxes.add(new Box(id, Picture.MEETING, view.peer(), List.of(), List.of()));
    Set<String> doors = new LinkedHashSet<>();
    servers.forEach(place -> doors.add(server(place, view)));
    for (Place place : clients) {
      String from = client(place, view);
      add(from, id, doors.remove(from), index);
    }
    doors.forEach(door -> add(id, door, false, index));
  }

  private void pair(int index, Collection<Place> clients, Collection<Place> servers) {
    FlowView view = views.get(index);
    for (Place client : clients) {
      for (Place server : servers) {
        boolean itself = client == server;
        if (itself && client.box.members().size() == 1) {
          continue;
        }
        boolean both = !itself && clients.contains(server) && servers.contains(client);
        boolean same =
            client(client, view).equals(server(client, view))
                && client(server, view).equals(server(server, view));
        boolean told = both && same && boxes.indexOf(server.box) < boxes.indexOf(client.box);
        if (!told) {
          add(client(client, view), server(server, view), both && same, index);
        }
      }
    }
  }

  private static String client(Place place, FlowView view) {
    return place.door(view.client().process(), view.client().captured());
  }

  private static String server(Place place, FlowView view) {
    return place.door(view.server().process(), view.server().captured());
  }

  private void add(String from, String to, boolean both, int index) {
    FlowView view = views.get(index);
    Key key = new Key(from, to, both, view.outcome().result(), view.outcome().layers());
    edges.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(index);
  }

  private Edge edge(Key key, List<Integer> flows) {
    return new Edge(key.from, key.to, key.both, key.result, label(key, flows), flows);
  }

  private String label(Key key, List<Integer> flows) {
    if (key.result == null) {
      return "";
    }
    TreeSet<Integer> ports = new TreeSet<>();
    for (int index : flows) {
      FlowView view = views.get(index);
      ports.add(view.wirePort() == 0 ? view.podPort() : view.wirePort());
    }
    ports.remove(0);
    List<String> told = new ArrayList<>();
    ports.stream().limit(PORTS).forEach(port -> told.add(Integer.toString(port)));
    if (ports.size() > PORTS) {
      told.add("%,d more".formatted(ports.size() - PORTS));
    }
    return (who(key.result, key.layers) + " " + String.join(", ", told)).strip();
  }

  /** What must not be overlooked is said in capitals. */
  private static String who(Result result, List<String> layers) {
    return switch (result) {
      case PROTECTED, DOUBLE, LOOPBACK -> String.join(" around ", layers);
      case PLAINTEXT -> "PLAINTEXT";
      case BROKEN -> "BROKEN";
      case REFUSED -> "REFUSED";
      case UNKNOWN -> "UNKNOWN";
    };
  }
}
