package dev.portside.istio.authorization;

import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.mesh.SelectorIndex;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ResourceRef;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Made;
import dev.portside.yaml.Mapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The AuthorizationPolicies of a set, by the pods that they concern. */
public final class AuthorizationIndex {

  /** The kind of the policies. */
  static final String KIND = "AuthorizationPolicy";

  static final String GROUP = "security.istio.io";

  private final IstioMesh mesh;
  private final Map<Resource, AuthorizationPolicy> policies = new HashMap<>();
  private final Map<String, List<Resource>> unselective = new HashMap<>();
  private final SelectorIndex selective = new SelectorIndex();
  private final Map<List<Resource>, AuthorizationPolicies> together = new ConcurrentHashMap<>();

  /**
   * Some policies.
   *
   * @param made what operators make, policies of Istio among it
   */
  AuthorizationIndex(List<Resource> written, IstioMesh mesh, List<Made> made) {
    this.mesh = mesh;
    written.forEach(policy -> add(policy, policy));
    for (Made each : made) {
      ResourceRef ref = each.resource().ref();
      if (ref.group().equals(GROUP) && ref.kind().equals(KIND)) {
        add(each.resource(), each.origin());
      }
    }
  }

  private void add(Resource policy, Resource origin) {
    policies.put(policy, AuthorizationPolicy.of(policy, origin, mesh));
    Mapping labels = policy.tree().mapping("spec").mapping("selector").mapping("matchLabels");
    if (labels.isEmpty()) {
      unselective.computeIfAbsent(policy.namespace(), n -> new ArrayList<>(1)).add(policy);
    } else {
      selective.add(policy, labels);
    }
  }

  /** Returns whether there is none. */
  public boolean isEmpty() {
    return policies.isEmpty();
  }

  /** Returns those that concern the pods of a workload. */
  public AuthorizationPolicies of(Workload workload) {
    List<Resource> all = new ArrayList<>();
    String namespace = workload.namespace();
    all.addAll(unselective.getOrDefault(mesh.rootNamespace(), List.of()));
    all.addAll(selective.all(mesh.rootNamespace(), workload));
    if (!namespace.equals(mesh.rootNamespace())) {
      all.addAll(unselective.getOrDefault(namespace, List.of()));
      all.addAll(selective.all(namespace, workload));
    }
    return together.computeIfAbsent(
        all, some -> new AuthorizationPolicies(mesh, some.stream().map(policies::get).toList()));
  }
}
