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
import java.util.Optional;
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

  private final String rootNamespace;
  private final Map<String, List<Resource>> byNamespace = new HashMap<>();

  PeerPolicies(Manifests manifests, String rootNamespace) {
    this.rootNamespace = rootNamespace;
    for (Resource resource : manifests.resources()) {
      if (resource.is("security.istio.io", "PeerAuthentication")) {
        byNamespace.computeIfAbsent(resource.namespace(), n -> new ArrayList<>()).add(resource);
      }
    }
    byNamespace.values().forEach(policies -> policies.sort(OLDEST));
  }

  /** Returns the mode that clients go by for a whole Service: workloads and ports do not count. */
  MtlsMode ofNamespace(String namespace) {
    MtlsMode mesh = mode(withoutSelector(rootNamespace), MtlsMode.PERMISSIVE);
    return namespace.equals(rootNamespace) ? mesh : mode(withoutSelector(namespace), mesh);
  }

  /** Returns the mode that the server's proxy goes by for one of its pod's ports. */
  MtlsMode of(Workload workload, int podPort) {
    MtlsMode namespace = ofNamespace(workload.namespace());
    if (byNamespace.isEmpty() || workload.namespace().equals(rootNamespace)) {
      return namespace;
    }
    for (Resource policy : byNamespace.getOrDefault(workload.namespace(), List.of())) {
      Mapping labels = selector(policy);
      if (!labels.isEmpty() && selects(labels, workload)) {
        Mapping ports = policy.tree().mapping("spec").mapping("portLevelMtls");
        Mapping port = ports.mapping(Integer.toString(podPort));
        return parsed(port.text("mode"), mode(Optional.of(policy), namespace));
      }
    }
    return namespace;
  }

  private Optional<Resource> withoutSelector(String namespace) {
    return byNamespace.getOrDefault(namespace, List.of()).stream()
        .filter(policy -> selector(policy).isEmpty())
        .findFirst();
  }

  private static Mapping selector(Resource policy) {
    return policy.tree().mapping("spec").mapping("selector").mapping("matchLabels");
  }

  /** Returns whether a workload's pods carry all of the labels. */
  static boolean selects(Mapping labels, Workload workload) {
    return labels.keys().stream()
        .allMatch(key -> labels.findText(key).equals(workload.labels().findText(key)));
  }

  private static MtlsMode mode(Optional<Resource> policy, MtlsMode inherited) {
    return policy
        .map(p -> parsed(p.tree().mapping("spec").mapping("mtls").text("mode"), inherited))
        .orElse(inherited);
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
