package dev.portside.kyma;

import dev.portside.Internal;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A Service that an APIRule routes to.
 *
 * @param rule the APIRule
 * @param field the field that names the Service
 * @param namespace the Service's namespace
 * @param name the Service's name
 * @param port the Service's port
 */
@Internal
public record ExposedService(
    Resource rule, Pointer field, String namespace, String name, int port) {

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

  /**
   * Returns what the APIRules of a set route to, in the order of the set; each Service once a rule.
   */
  public static List<ExposedService> in(Manifests manifests) {
    List<ExposedService> exposed = new ArrayList<>();
    manifests.ofKind(ApiRuleVersion.GROUP, "APIRule").forEach(rule -> of(rule, exposed));
    return exposed;
  }

  /** A rule's own service replaces the general one, but for the namespace, which it inherits. */
  private static void of(Resource resource, List<ExposedService> exposed) {
    Mapping spec = resource.tree().mapping("spec");
    Mapping general = spec.mapping("service");
    String namespace = general.findText("namespace").orElse(resource.namespace());
    Sequence rules = spec.sequence("rules");
    boolean used = rules.isEmpty();
    for (int i = 0; i < rules.size(); i++) {
      Mapping own = rules.mapping(i).mapping("service");
      used |= own.isEmpty();
      Pointer field = Pointer.of("spec", "rules", Integer.toString(i), "service");
      add(resource, field, own, namespace, exposed);
    }
    if (used) {
      add(resource, Pointer.of("spec", "service"), general, namespace, exposed);
    }
  }

  private static void add(
      Resource resource,
      Pointer field,
      Mapping service,
      String namespace,
      List<ExposedService> exposed) {
    String name = service.text("name");
    String port = service.text("port");
    if (name != null && port != null && NUMBER.matcher(port).matches()) {
      String own = service.findText("namespace").orElse(namespace);
      exposed.add(new ExposedService(resource, field, own, name, Integer.parseInt(port)));
    }
  }
}
