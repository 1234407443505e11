package dev.portside.kyma.operator;

import dev.portside.kyma.operator.OperatorRefusal.Check;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether every pod behind a Service has a container of the name that Istio gives its proxy.
 * Source: kyma-project/api-gateway 3.10.0 internal/validation/injection.go.
 */
final class SidecarCheck {

  private final Manifests objects;
  private final OperatorRefusals failures;

  SidecarCheck(Manifests objects, OperatorRefusals failures) {
    this.objects = objects;
    this.failures = failures;
  }

  /**
   * Checks the pods of a namespace that carry some labels.
   *
   * @param selector the labels; null where the Service selects nothing
   * @param attribute what the operator calls the place
   */
  void check(@Nullable Mapping selector, String namespace, String attribute, Pointer field) {
    if (selector == null) {
      failures.add(attribute + ".injection", field, Check.SERVICE, "the Service has no selector");
      return;
    }
    for (Resource pod : objects.ofKind("", "Pod", namespace)) {
      boolean selected =
          selector.keys().stream()
              .allMatch(key -> selector.findText(key).equals(pod.labels().findText(key)));
      if (selected && !hasSidecar(pod)) {
        failures.add(
            attribute, field, Check.SIDECAR, "%s has no container istio-proxy".formatted(pod));
      }
    }
  }

  private static boolean hasSidecar(Resource pod) {
    Mapping spec = pod.tree().mapping("spec");
    for (String list : List.of("containers", "initContainers")) {
      Sequence containers = spec.sequence(list);
      for (int i = 0; i < containers.size(); i++) {
        if ("istio-proxy".equals(containers.mapping(i).text("name"))) {
          return true;
        }
      }
    }
    return false;
  }
}
