package dev.portside.istio.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A policy names a Service's port where the pod's port is meant. */
final class PolicyServicePort extends Rule {

  PolicyServicePort() {
    super(
        "istio-policy-service-port",
        Severity.WARNING,
        Rank.SETTING,
        "a policy names a Service's port where the pod's port is meant");
  }

  @Override
  public void check(Scene scene, Found found) {
    Targets targets = new Targets(scene);
    for (Resource policy : Authorization.policies(scene.manifests())) {
      for (Named port : ports(policy)) {
        check(scene, targets, policy, port, found);
      }
    }
    for (Resource policy : scene.manifests().ofKind("security.istio.io", "PeerAuthentication")) {
      for (String key : policy.tree().mapping("spec").mapping("portLevelMtls").keys()) {
        Pointer field = Pointer.of("spec", "portLevelMtls", key);
        check(scene, targets, policy, new Named(key, field, Scalar.of(key), false), found);
      }
    }
  }

  /**
   * A port as a policy names it.
   *
   * @param inList whether it is an item of a list, not a key
   */
  private record Named(String text, Pointer field, Tree value, boolean inList) {}

  private static List<Named> ports(Resource policy) {
    List<Named> ports = new ArrayList<>();
    for (Authorization each : Authorization.of(policy)) {
      for (String key : new String[] {"ports", "notPorts"}) {
        Pointer field = each.portsField().parent().child(key);
        if (policy.tree().at(field) instanceof Sequence list) {
          for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof Scalar item) {
              ports.add(new Named(item.text(), field.child(i), item, true));
            }
          }
        }
      }
    }
    return ports;
  }

  private void check(Scene scene, Targets targets, Resource policy, Named port, Found found) {
    int number = Containers.number(port.text());
    if (number == 0) {
      return;
    }
    Set<Integer> meant = new TreeSet<>();
    String service = "";
    for (Workload workload : targets.of(policy)) {
      if (isPodPort(scene, workload, number)) {
        return;
      }
      for (ServiceView view : scene.manifests().servicesOf(workload)) {
        ServiceView.Port declared = view.port(number).orElse(null);
        if (declared != null && !view.isHeadless()) {
          meant.add(ServiceView.podPort(declared, workload));
          service = view.resource().name();
        }
      }
    }
    if (!meant.isEmpty()) {
      found.add(finding(policy, port, meant, service));
    }
  }

  private static boolean isPodPort(Scene scene, Workload workload, int number) {
    return workload.declaresPort(number) || scene.traffic().inbound(workload, number) != null;
  }

  private Finding.Builder finding(Resource policy, Named port, Set<Integer> meant, String service) {
    Integer one = meant.size() == 1 ? meant.iterator().next() : Integer.valueOf(0);
    Finding.Builder finding =
        at(policy, port.field())
            .message(
                "port %s is a port of Service %s; the pods listen on %s"
                    .formatted(port.text(), service, one == 0 ? "another" : one))
            .why("policies use the pods' ports: for this one the policy applies nowhere")
            .help(one == 0 ? "write the pods' port" : "write %d".formatted(one))
            .cause(port.field().toString());
    if (one > 0) {
      Edit.Target target = policy.target();
      finding.addEdits(
          port.inList()
              ? new Edit.SetField(target, port.field(), Scalar.of(Integer.toString(one)), true)
              : new Edit.MoveField(target, port.field(), port.field().parent().child(one), true));
    }
    return finding;
  }
}
