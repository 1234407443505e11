package dev.portside.istio;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The PeerAuthentications of a set, and which of them decides. In each scope the oldest one wins,
 * the others are ignored. Source: istio/istio pilot/pkg/model/authentication.go and
 * pilot/pkg/security/authn/policy_applier.go @1.31.
 */
final class PeerPolicies {

  private static final Comparator<Resource> OLDEST =
      Comparator.<Resource, String>comparing(
              policy -> policy.tree().mapping("metadata").findText("creationTimestamp").orElse("~"))
          .thenComparing(Resource::name);

  /** A label of pods in a namespace. */
  private record Label(String namespace, String key, @Nullable String value) {}

  /** A policy with a selector, and its place in the order of age. */
  private record Selective(Resource policy, int age) {}

  private final String rootNamespace;
  private final MtlsMode meshMode;
  private final Map<String, MtlsMode> namespaceModes = new HashMap<>();

  /** The policies with a selector, each under one label that it asks for. */
  private final Map<Label, List<Selective>> selective = new HashMap<>();

  PeerPolicies(Manifests manifests, String rootNamespace) {
    this.rootNamespace = rootNamespace;
    List<Resource> policies = new ArrayList<>();
    for (Resource resource : manifests.resources()) {
      if (resource.is("security.istio.io", "PeerAuthentication")) {
        policies.add(resource);
      }
    }
    policies.sort(OLDEST);
    Map<String, Resource> oldest = new HashMap<>();
    for (int age = 0; age < policies.size(); age++) {
      Resource policy = policies.get(age);
      if (selector(policy).isEmpty()) {
        oldest.putIfAbsent(policy.namespace(), policy);
      } else {
        selective
            .computeIfAbsent(label(policy), l -> new ArrayList<>(1))
            .add(new Selective(policy, age));
      }
    }
    Resource meshWide = oldest.remove(rootNamespace);
    meshMode = meshWide == null ? MtlsMode.PERMISSIVE : mode(meshWide, MtlsMode.PERMISSIVE);
    oldest.forEach((namespace, policy) -> namespaceModes.put(namespace, mode(policy, meshMode)));
  }

  /** Any label of the selector does; a workload that it selects carries it. */
  private static Label label(Resource policy) {
    Mapping labels = selector(policy);
    return new Label(policy.namespace(), labels.key(0), labels.text(labels.key(0)));
  }

  /** Returns the mode that clients go by for a whole Service: workloads and ports do not count. */
  MtlsMode ofNamespace(String namespace) {
    return namespaceModes.getOrDefault(namespace, meshMode);
  }

  /** Returns the mode that the server's proxy goes by for one of its pod's ports. */
  MtlsMode of(Workload workload, int podPort) {
    MtlsMode namespace = ofNamespace(workload.namespace());
    if (selective.isEmpty() || workload.namespace().equals(rootNamespace)) {
      return namespace;
    }
    Resource policy = selecting(workload);
    if (policy == null) {
      return namespace;
    }
    Mapping ports = policy.tree().mapping("spec").mapping("portLevelMtls");
    Mapping port = ports.mapping(Integer.toString(podPort));
    return parsed(port.text("mode"), mode(policy, namespace));
  }

  /** The oldest policy that selects the workload's pods. */
  private @Nullable Resource selecting(Workload workload) {
    Mapping labels = workload.labels();
    Selective oldest = null;
    for (int i = 0; i < labels.size(); i++) {
      Label label = new Label(workload.namespace(), labels.key(i), labels.text(labels.key(i)));
      for (Selective each : selective.getOrDefault(label, List.of())) {
        boolean older = oldest == null || each.age() < oldest.age();
        if (older && selects(selector(each.policy()), workload)) {
          oldest = each;
        }
      }
    }
    return oldest == null ? null : oldest.policy();
  }

  private static Mapping selector(Resource policy) {
    return policy.tree().mapping("spec").mapping("selector").mapping("matchLabels");
  }

  /** Returns whether a workload's pods carry all of the labels. */
  static boolean selects(Mapping labels, Workload workload) {
    for (int i = 0; i < labels.size(); i++) {
      String key = labels.key(i);
      if (!Objects.equals(labels.text(key), workload.labels().text(key))) {
        return false;
      }
    }
    return true;
  }

  private static MtlsMode mode(Resource policy, MtlsMode inherited) {
    return parsed(policy.tree().mapping("spec").mapping("mtls").text("mode"), inherited);
  }

  private static MtlsMode parsed(@Nullable String mode, MtlsMode inherited) {
    if (mode == null) {
      return inherited;
    }
    return switch (mode) {
      case "STRICT" -> MtlsMode.STRICT;
      case "PERMISSIVE" -> MtlsMode.PERMISSIVE;
      case "DISABLE" -> MtlsMode.DISABLE;
      default -> inherited;
    };
  }
}
