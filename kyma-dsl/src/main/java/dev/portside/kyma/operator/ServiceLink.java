package dev.portside.kyma.operator;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Service that a rule of an APIRule leads to. A rule's own service replaces the general one,
 * but for the namespace, which it inherits. Source: kyma-project/api-gateway 3.10.0
 * apis/gateway/v2alpha1/service.go, internal/helpers/service.go.
 *
 * @param field the field that names it
 * @param namespace the namespace
 * @param name the name; empty where neither the rule nor the APIRule names a Service
 * @param port the Service's port as written; empty where there is none
 */
public record ServiceLink(Pointer field, String namespace, String name, String port) {

  /** Returns the Service of the rule at an index of an APIRule's {@code spec}. */
  static ServiceLink of(Mapping spec, int index, String ruleNamespace) {
    Mapping rule = spec.sequence("rules").mapping(index);
    Mapping general = spec.mapping("service");
    String namespace = general.findText("namespace").orElse(ruleNamespace);
    boolean own = rule.has("service");
    Mapping service = own ? rule.mapping("service") : general;
    Pointer field =
        own
            ? Pointer.of("spec", "rules", Integer.toString(index), "service")
            : Pointer.of("spec", "service");
    return new ServiceLink(
        field,
        service.findText("namespace").orElse(namespace),
        service.findText("name").orElse(""),
        service.findText("port").orElse(""));
  }

  /** Returns the Service where the set has it. */
  Optional<Resource> in(Manifests objects) {
    List<Resource> found = objects.named("", "Service", namespace, name);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
  }

  /** Returns the labels that it selects by; null where it selects nothing. */
  static @Nullable Mapping selector(Resource service) {
    Mapping selector = service.tree().mapping("spec").mapping("selector");
    return selector.isEmpty() ? null : selector;
  }

  /** Returns its name in the cluster. */
  public String host() {
    return "%s.%s.svc.cluster.local".formatted(name, namespace);
  }
}
