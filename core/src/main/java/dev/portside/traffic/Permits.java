package dev.portside.traffic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Holds policies against connections that are otherwise alike: once for those that are alike to the
 * policies, too.
 */
final class Permits {

  /** Connections that policies treat alike: every client with every server. */
  record Part(
      List<ClientEnd> clients,
      List<ServerEnd> servers,
      Outcome outcome,
      List<PolicyVerdict> policies) {}

  private final List<Permission> permissions;

  Permits(List<Permission> permissions) {
    this.permissions = permissions;
  }

  /** Returns the connections by what policies make of them: all together where there are none. */
  List<Part> of(
      Meeting meeting, List<ClientEnd> clients, List<ServerEnd> servers, Outcome outcome) {
    if (permissions.isEmpty() || outcome.isBroken() || outcome.isInPod()) {
      return List.of(new Part(clients, servers, outcome, List.of()));
    }
    List<List<ClientEnd>> callers = alike(clients, Permission::caller);
    Map<List<PolicyVerdict>, List<ServerEnd>> forAll = new LinkedHashMap<>();
    List<Part> parts = new ArrayList<>();
    for (List<ServerEnd> callees : alike(servers, Permission::callee)) {
      Map<List<PolicyVerdict>, List<ClientEnd>> let = new LinkedHashMap<>();
      for (List<ClientEnd> some : callers) {
        List<PolicyVerdict> verdicts = verdicts(some.get(0), callees.get(0), meeting, outcome);
        let.computeIfAbsent(verdicts, v -> new ArrayList<>()).addAll(some);
      }
      if (let.size() == 1) {
        let.keySet()
            .forEach(all -> forAll.computeIfAbsent(all, v -> new ArrayList<>()).addAll(callees));
      } else {
        let.forEach((said, some) -> parts.add(part(some, callees, outcome, said)));
      }
    }
    forAll.forEach((said, some) -> parts.add(part(clients, some, outcome, said)));
    return parts;
  }

  private <E> List<List<E>> alike(List<E> ends, BiFunction<Permission, E, Object> asked) {
    Map<List<Object>, List<E>> alike = new LinkedHashMap<>();
    for (E end : ends) {
      List<Object> key = new ArrayList<>(permissions.size());
      permissions.forEach(permission -> key.add(asked.apply(permission, end)));
      alike.computeIfAbsent(key, k -> new ArrayList<>()).add(end);
    }
    return List.copyOf(alike.values());
  }

  private List<PolicyVerdict> verdicts(
      ClientEnd client, ServerEnd server, Meeting meeting, Outcome outcome) {
    List<PolicyVerdict> verdicts = new ArrayList<>(2);
    permissions.forEach(each -> verdicts.addAll(each.of(client, server, meeting, outcome)));
    return verdicts;
  }

  private static Part part(
      List<ClientEnd> clients,
      List<ServerEnd> servers,
      Outcome outcome,
      List<PolicyVerdict> verdicts) {
    return new Part(clients, servers, under(outcome, verdicts), List.copyOf(verdicts));
  }

  /** Who refuses decides, whoever else lets it through. */
  private static Outcome under(Outcome outcome, List<PolicyVerdict> verdicts) {
    Outcome doubted = null;
    for (PolicyVerdict verdict : verdicts) {
      if (verdict.lets() == Tri.NO) {
        return outcome.refused(verdict.toString());
      }
      if (verdict.lets() == Tri.UNKNOWN && doubted == null) {
        doubted = outcome.doubted(verdict.toString(), verdict.missing());
      }
    }
    return doubted == null ? outcome : doubted;
  }
}
