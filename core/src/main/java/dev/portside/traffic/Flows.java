package dev.portside.traffic;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Connections to ask for: {@code traffic.flows().from("nodeapp").to("pythonapp")}. An immutable
 * list; each question returns a smaller one.
 *
 * <p>A party is named as reports name it, {@code Deployment/shop/orders} or {@code
 * dapr-system/dapr-sentry}, or by its last part alone, {@code orders}. Of a folded flow only the
 * parties asked for remain.
 */
public final class Flows extends AbstractList<Flow> {

  private final List<Flow> all;

  Flows(List<Flow> all) {
    this.all = List.copyOf(all);
  }

  @Override
  public Flow get(int index) {
    return all.get(index);
  }

  @Override
  public int size() {
    return all.size();
  }

  /** Returns the connections that a party opens; none when nobody has that name. */
  public Flows from(String name) {
    return between(flow -> named(name, flow.clients()), Flow::servers);
  }

  /** Returns the connections that a party answers; none when nobody has that name. */
  public Flows to(String name) {
    return between(Flow::clients, flow -> named(name, flow.servers()));
  }

  /** Returns the connections that a party takes part in, at either end or within its pods. */
  public Flows of(String name) {
    List<Flow> kept = new ArrayList<>(from(name));
    kept.addAll(between(flow -> others(name, flow.clients()), flow -> named(name, flow.servers())));
    return new Flows(kept);
  }

  private Flows between(Function<Flow, List<Party>> clients, Function<Flow, List<Party>> servers) {
    List<Flow> kept = new ArrayList<>();
    for (Flow flow : all) {
      Flow some = flow.between(clients.apply(flow), servers.apply(flow));
      if (some != null) {
        kept.add(some);
      }
    }
    return new Flows(kept);
  }

  /** Returns the connections of a role, such as {@code dapr-internal}. */
  public Flows role(String role) {
    return where(flow -> flow.client().use().role().equals(role));
  }

  /** Returns the connections that end so. */
  public Flows ending(Outcome.Result result) {
    return where(flow -> flow.outcome().result() == result);
  }

  /** Returns the connections of which at least one end lives in a namespace. */
  public Flows in(String namespace) {
    return where(flow -> lives(namespace, flow.clients()) || lives(namespace, flow.servers()));
  }

  private static boolean lives(String namespace, List<Party> parties) {
    return parties.stream().anyMatch(party -> party.namespace().equals(namespace));
  }

  private Flows where(Predicate<Flow> wanted) {
    return new Flows(all.stream().filter(wanted).toList());
  }

  private static List<Party> named(String name, List<Party> parties) {
    return parties.stream().filter(party -> isNamed(name, party.toString())).toList();
  }

  private static List<Party> others(String name, List<Party> parties) {
    return parties.stream().filter(party -> !isNamed(name, party.toString())).toList();
  }

  private static boolean isNamed(String name, String party) {
    return party.equals(name) || party.endsWith(name) && isLastPart(name, party);
  }

  private static boolean isLastPart(String name, String party) {
    return !name.isEmpty() && party.charAt(party.length() - name.length() - 1) == '/';
  }
}
