package dev.portside.istio.rules;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One combination of conditions in an AuthorizationPolicy: one operation of one rule, with what the
 * rule asks beside it. Source: istio/api security/v1/authorization_policy.proto @1.31 and
 * istio/istio pilot/pkg/security/authz/model @1.31 for which conditions only HTTP has.
 *
 * @param ports the ports that it is about, as written; empty for all
 * @param notPorts the ports that it is not about
 * @param portsField where the ports stand
 * @param http the first condition that only HTTP can meet, and where it stands; null where none is
 */
record Authorization(
    List<String> ports, List<String> notPorts, Pointer portsField, @Nullable Pointer http) {

  private static final Set<String> OF_OPERATION =
      Set.of("hosts", "notHosts", "methods", "notMethods", "paths", "notPaths");
  private static final Set<String> OF_SOURCE = Set.of("requestPrincipals", "notRequestPrincipals");

  static List<Resource> policies(Manifests manifests) {
    return manifests.ofKind("security.istio.io", "AuthorizationPolicy");
  }

  /** Returns a policy's action: {@code ALLOW} unless it says else. */
  static String action(Resource policy) {
    return policy.tree().mapping("spec").findText("action").orElse("ALLOW");
  }

  static List<Authorization> of(Resource policy) {
    List<Authorization> all = new ArrayList<>();
    Sequence rules = policy.tree().mapping("spec").sequence("rules");
    for (int i = 0; i < rules.size(); i++) {
      Mapping rule = rules.mapping(i);
      Pointer field = Pointer.of("spec", "rules", Integer.toString(i));
      Pointer whole = ofRule(rule, field);
      Sequence to = rule.sequence("to");
      if (to.isEmpty()) {
        all.add(new Authorization(List.of(), List.of(), field, whole));
      }
      for (int j = 0; j < to.size(); j++) {
        Mapping operation = to.mapping(j).mapping("operation");
        Pointer at = field.child("to").child(j).child("operation");
        all.add(
            new Authorization(
                texts(operation.sequence("ports")),
                texts(operation.sequence("notPorts")),
                at.child("ports"),
                first(operation, OF_OPERATION, at).orElse(whole)));
      }
    }
    return all;
  }

  /** Ports are texts, though people write numbers, which the API server refuses. */
  private static List<String> texts(Sequence sequence) {
    return sequence.texts();
  }

  private static @Nullable Pointer ofRule(Mapping rule, Pointer field) {
    Sequence from = rule.sequence("from");
    for (int i = 0; i < from.size(); i++) {
      Pointer at = field.child("from").child(i).child("source");
      Optional<Pointer> found = first(from.mapping(i).mapping("source"), OF_SOURCE, at);
      if (found.isPresent()) {
        return found.get();
      }
    }
    Sequence when = rule.sequence("when");
    for (int i = 0; i < when.size(); i++) {
      if (when.mapping(i).findText("key").orElse("").startsWith("request.")) {
        return field.child("when").child(i).child("key");
      }
    }
    return null;
  }

  private static Optional<Pointer> first(Mapping mapping, Set<String> keys, Pointer field) {
    for (int i = 0; i < mapping.size(); i++) {
      Tree value = mapping.value(i);
      boolean asks = value instanceof Sequence sequence && !sequence.isEmpty();
      if (keys.contains(mapping.key(i)) && asks) {
        return Optional.of(field.child(mapping.key(i)));
      }
    }
    return Optional.empty();
  }

  boolean concerns(int port) {
    String number = Integer.toString(port);
    return (ports.isEmpty() || ports.contains(number)) && !notPorts.contains(number);
  }
}
