package dev.portside.istio.mesh;

import dev.portside.Internal;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The PeerAuthentications of a set, and which of them decides. In each scope the oldest one wins,
 * the others are ignored. Source: istio/istio pilot/pkg/model/authentication.go and
 * pilot/pkg/security/authn/policy_applier.go @1.31.
 */
@Internal
public final class PeerPolicies {

  private static final Comparator<Resource> OLDEST =
      Comparator.<Resource, String>comparing(
              policy -> policy.tree().mapping("metadata").findText("creationTimestamp").orElse("~"))
          .thenComparing(Resource::name);

  private final String rootNamespace;
  private final MtlsMode meshMode;
  private final Map<String, MtlsMode> namespaceModes = new HashMap<>();

  private final SelectorIndex selective = new SelectorIndex();

  public PeerPolicies(Manifests manifests, String rootNamespace) {
    this.rootNamespace = rootNamespace;
    List<Resource> policies =
        new ArrayList<>(manifests.ofKind("security.istio.io", "PeerAuthentication"));
    policies.sort(OLDEST);
    Map<String, Resource> oldest = new HashMap<>();
    for (Resource policy : policies) {
      if (selector(policy).isEmpty()) {
        oldest.putIfAbsent(policy.namespace(), policy);
      } else {
        selective.add(policy, selector(policy));
      }
    }
    Resource meshWide = oldest.remove(rootNamespace);
    meshMode = meshWide == null ? MtlsMode.PERMISSIVE : mode(meshWide, MtlsMode.PERMISSIVE);
    oldest.forEach((namespace, policy) -> namespaceModes.put(namespace, mode(policy, meshMode)));
  }

  /** Returns the mode that clients go by for a whole Service: workloads and ports do not count. */
  public MtlsMode ofNamespace(String namespace) {
    return namespaceModes.getOrDefault(namespace, meshMode);
  }

  /** Returns the mode that the server's proxy goes by for one of its pod's ports. */
  public MtlsMode of(Workload workload, int podPort) {
    MtlsMode namespace = ofNamespace(workload.namespace());
    Resource policy = selective.first(workload);
    if (policy == null || workload.namespace().equals(rootNamespace)) {
      return namespace;
    }
    Mapping ports = policy.tree().mapping("spec").mapping("portLevelMtls");
    Mapping port = ports.mapping(Integer.toString(podPort));
    return parsed(port.text("mode"), mode(policy, namespace));
  }

  private static Mapping selector(Resource policy) {
    return policy.tree().mapping("spec").mapping("selector").mapping("matchLabels");
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
