package dev.portside.istio.authorization;

import dev.portside.traffic.Tri;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One rule of a policy: who calls, what is called, and what else must hold.
 *
 * @param from alternatives of conditions on the caller; empty for anybody
 * @param to alternatives of conditions on what is called; empty for all
 * @param when conditions that must all hold
 */
record PolicyRule(List<List<Condition>> from, List<List<Condition>> to, List<Condition> when) {

  /** What a source asks, by the name that {@code when} has for it. */
  static final Map<String, String> SOURCE =
      Map.of(
          "principals", "source.principal",
          "requestPrincipals", "request.auth.principal",
          "namespaces", "source.namespace",
          "serviceAccounts", "source.serviceAccount",
          "trustDomains", "source.trustDomain",
          "ipBlocks", "source.ip",
          "remoteIpBlocks", "remote.ip");

  /** What an operation asks, likewise. */
  static final Map<String, String> OPERATION =
      Map.of(
          "hosts", "hosts",
          "ports", "destination.port",
          "methods", "methods",
          "paths", "paths");

  /**
   * Reads a rule, without the values that cannot be read; empty when it has a condition that there
   * is not, with which istiod drops all of it.
   */
  static Optional<PolicyRule> of(Mapping rule, Conditions conditions) {
    List<Condition> when = new ArrayList<>();
    Sequence asked = rule.sequence("when");
    for (int i = 0; i < asked.size(); i++) {
      Mapping each = asked.mapping(i);
      Optional<Condition> condition =
          conditions.of(
              each.findText("key").orElse(""),
              each.sequence("values").texts(),
              each.sequence("notValues").texts());
      if (condition.isEmpty()) {
        return Optional.empty();
      }
      when.add(condition.get());
    }
    return Optional.of(
        new PolicyRule(
            alternatives(rule.sequence("from"), "source", SOURCE, conditions),
            alternatives(rule.sequence("to"), "operation", OPERATION, conditions),
            List.copyOf(when)));
  }

  private static List<List<Condition>> alternatives(
      Sequence items, String key, Map<String, String> names, Conditions conditions) {
    List<List<Condition>> alternatives = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Mapping item = items.mapping(i).mapping(key);
      List<Condition> all = new ArrayList<>();
      names.forEach(
          (field, attribute) -> {
            List<String> values = item.sequence(field).texts();
            List<String> notValues = item.sequence(negated(field)).texts();
            if (!values.isEmpty() || !notValues.isEmpty()) {
              conditions.of(attribute, values, notValues).ifPresent(all::add);
            }
          });
      alternatives.add(List.copyOf(all));
    }
    return List.copyOf(alternatives);
  }

  private static String negated(String field) {
    return "not" + Character.toUpperCase(field.charAt(0)) + field.substring(1);
  }

  /** Returns whether a connection meets it. */
  Tri of(Request request) {
    Tri tri = Logic.and(one(from, request), one(to, request));
    return Logic.and(tri, Logic.all(when, condition -> condition.of(request)));
  }

  private static Tri one(List<List<Condition>> alternatives, Request request) {
    return alternatives.isEmpty()
        ? Tri.YES
        : Logic.any(alternatives, all -> Logic.all(all, condition -> condition.of(request)));
  }

  /** Returns, of a rule that a connection may meet, what about the connection is not known. */
  String unknown(Request request) {
    if (request.chain() == Request.Chain.UNKNOWN) {
      return "whether the bytes are HTTP";
    }
    return conditions()
        .filter(condition -> condition.of(request) == Tri.UNKNOWN)
        .findFirst()
        .map(condition -> condition.attribute() + " of the connection")
        .orElse("");
  }

  /** Returns whether only requests can meet it, or a part of it. */
  boolean isHttpOnly() {
    return conditions().anyMatch(Condition::httpOnly);
  }

  /** Returns whether all of its values could be read. */
  boolean isWhole() {
    return conditions().allMatch(Condition::whole);
  }

  private Stream<Condition> conditions() {
    return Stream.concat(
        when.stream(), Stream.of(from, to).flatMap(List::stream).flatMap(List::stream));
  }
}
