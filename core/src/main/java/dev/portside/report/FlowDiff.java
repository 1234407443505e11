package dev.portside.report;

import dev.portside.traffic.Flows;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Outcome.Result;
import dev.portside.traffic.Tri;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What changed for the connections of a set: the question of every upgrade, and of every edit to an
 * exclusion list. Connections within a pod are left out, since no mesh has to do with them.
 *
 * <p>Connections are the same when the same process dials the same peer in the same role; a port
 * may change.
 */
public final class FlowDiff {

  /** What happened to a connection. */
  enum Kind {
    BROKE("broke"),
    REFUSED("is refused by a policy"),
    EXPOSED("lost its encryption"),
    UNKNOWN("became unknown"),
    UNGUARDED("left the mesh's policies"),
    APPEARED_BROKEN("appeared, and fails"),
    REPAIRED("works again"),
    LET("is let through again"),
    ENCRYPTED("became encrypted"),
    KNOWN("became known"),
    GUARDED("came under the mesh's policies"),
    REPROTECTED("changed its encryption"),
    LEFT("left the mesh's policies, and is still encrypted"),
    APPEARED("appeared"),
    GONE("gone");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    /** Returns whether somebody should look before it is rolled out. */
    boolean isWorse() {
      return compareTo(APPEARED_BROKEN) <= 0;
    }
  }

  /** Folded connections that changed alike; what it was is null where it is new, and so on. */
  record Change(
      Kind kind,
      FlowView sample,
      @Nullable FlowView before,
      @Nullable FlowView after,
      List<String> clients,
      List<String> servers) {}

  private record Key(String clientKind, String process, String peer, String role, int port) {}

  /** The flows of one key before and after. */
  private static final class Sides {
    final List<FlowView> before = new ArrayList<>();
    final List<FlowView> after = new ArrayList<>();
  }

  private final List<Change> changes = new ArrayList<>();
  private long unchanged;

  private FlowDiff() {}

  /** Returns what changed from one set to another. */
  public static FlowDiff of(Flows before, Flows after) {
    Map<Key, Sides> byKey = new LinkedHashMap<>();
    List<FlowView> old = between(before);
    List<FlowView> now = between(after);
    Set<Key> severalPorts = new LinkedHashSet<>();
    severalPorts(old, severalPorts);
    severalPorts(now, severalPorts);
    old.forEach(flow -> sides(byKey, severalPorts, flow).before.add(flow));
    now.forEach(flow -> sides(byKey, severalPorts, flow).after.add(flow));
    FlowDiff diff = new FlowDiff();
    byKey.values().forEach(diff::compare);
    diff.changes.sort((a, b) -> a.kind().compareTo(b.kind()));
    return diff;
  }

  /** Returns whether a connection broke, lost its protection, or is no longer known to have it. */
  public boolean isWorse() {
    return changes.stream().anyMatch(change -> change.kind().isWorse());
  }

  List<Change> changes() {
    return changes;
  }

  long unchanged() {
    return unchanged;
  }

  private static List<FlowView> between(Flows flows) {
    return FlowView.of(flows).stream().filter(flow -> !flow.outcome().isInPod()).toList();
  }

  /** Where somebody is dialled at several ports in one role, a port tells them apart. */
  private static void severalPorts(List<FlowView> flows, Set<Key> several) {
    Map<Key, Integer> ports = new LinkedHashMap<>();
    for (FlowView flow : flows) {
      Integer port = ports.putIfAbsent(key(flow, 0), flow.wirePort());
      if (port != null && port != flow.wirePort()) {
        several.add(key(flow, 0));
      }
    }
  }

  private static Key key(FlowView flow, int port) {
    return new Key(flow.client().kind(), flow.client().process(), flow.peer(), flow.role(), port);
  }

  private static Sides sides(Map<Key, Sides> byKey, Set<Key> severalPorts, FlowView flow) {
    Key key = key(flow, 0);
    Key own = severalPorts.contains(key) ? key(flow, flow.wirePort()) : key;
    return byKey.computeIfAbsent(own, k -> new Sides());
  }

  private void compare(Sides sides) {
    for (FlowView before : sides.before) {
      for (FlowView after : sides.after) {
        both(before, after);
      }
    }
    alone(sides.after, sides.before, false);
    alone(sides.before, sides.after, true);
  }

  private void both(FlowView before, FlowView after) {
    List<String> clients = common(before.clients(), after.clients());
    List<String> servers = common(before.servers(), after.servers());
    if (clients.isEmpty() || servers.isEmpty() || clients.equals(servers) && clients.size() == 1) {
      return;
    }
    Kind kind = kind(before.outcome(), after.outcome());
    if (kind == null) {
      unchanged += pairs(clients, servers);
    } else {
      changes.add(new Change(kind, after, before, after, clients, servers));
    }
  }

  /** What only one of the sides has. */
  private void alone(List<FlowView> own, List<FlowView> others, boolean gone) {
    Set<String> clients = new LinkedHashSet<>();
    Set<String> servers = new LinkedHashSet<>();
    for (FlowView other : others) {
      clients.addAll(other.clients());
      servers.addAll(other.servers());
    }
    for (FlowView flow : own) {
      List<String> otherClients = without(flow.clients(), clients);
      List<String> known = common(flow.clients(), List.copyOf(clients));
      alone(flow, otherClients, flow.servers(), gone);
      alone(flow, known, without(flow.servers(), servers), gone);
    }
  }

  private void alone(FlowView flow, List<String> clients, List<String> servers, boolean gone) {
    if (clients.isEmpty() || servers.isEmpty()) {
      return;
    }
    boolean broken = flow.outcome().isBroken() || flow.outcome().isRefused();
    Kind kind = gone ? Kind.GONE : broken ? Kind.APPEARED_BROKEN : Kind.APPEARED;
    changes.add(new Change(kind, flow, gone ? flow : null, gone ? null : flow, clients, servers));
  }

  /** Returns what happened, or null where nothing did. */
  private static @Nullable Kind kind(Outcome before, Outcome after) {
    if (before.result() != after.result()) {
      return kind(before.result(), after.result());
    }
    if (before.policiesEnforced() == Tri.YES && after.policiesEnforced() == Tri.NO) {
      // Leaving to a process what it encrypts itself is what exclusions are for.
      return after.layers().isEmpty() ? Kind.UNGUARDED : Kind.LEFT;
    }
    if (before.policiesEnforced() == Tri.NO && after.policiesEnforced() == Tri.YES) {
      return Kind.GUARDED;
    }
    return before.layers().equals(after.layers()) ? null : Kind.REPROTECTED;
  }

  private static Kind kind(Result before, Result after) {
    if (after == Result.BROKEN) {
      return Kind.BROKE;
    }
    if (before == Result.BROKEN) {
      return Kind.REPAIRED;
    }
    if (after == Result.REFUSED) {
      return Kind.REFUSED;
    }
    if (before == Result.REFUSED) {
      return Kind.LET;
    }
    if (after == Result.UNKNOWN) {
      return Kind.UNKNOWN;
    }
    if (before == Result.UNKNOWN) {
      return Kind.KNOWN;
    }
    if (after == Result.PLAINTEXT) {
      return Kind.EXPOSED;
    }
    return before == Result.PLAINTEXT ? Kind.ENCRYPTED : Kind.REPROTECTED;
  }

  private static List<String> common(List<String> some, List<String> others) {
    List<String> common = new ArrayList<>(some);
    common.retainAll(Set.copyOf(others));
    return common;
  }

  private static List<String> without(List<String> some, Set<String> others) {
    List<String> left = new ArrayList<>(some);
    left.removeAll(others);
    return left;
  }

  static long pairs(List<String> clients, List<String> servers) {
    return (long) clients.size() * servers.size() - common(clients, servers).size();
  }

  /** Returns how many connections each thing happened to. */
  Map<Kind, Long> counts() {
    Map<Kind, Long> counts = new TreeMap<>();
    for (Change change : changes) {
      counts.merge(change.kind(), pairs(change.clients(), change.servers()), Long::sum);
    }
    return counts;
  }
}
