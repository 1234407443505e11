package dev.portside.kyma.operator;

import dev.portside.kyma.operator.OperatorRefusal.Check;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.util.List;
import java.util.Optional;

/**
 * Whether the mesh knows the external authorizers that a rule names, as HTTP ones. Source:
 * kyma-project/api-gateway 3.10.0 internal/validation/v2alpha1/ext_auth.go.
 */
final class ProviderCheck {

  private final Manifests objects;
  private final OperatorRefusals failures;

  ProviderCheck(Manifests objects, OperatorRefusals failures) {
    this.objects = objects;
    this.failures = failures;
  }

  void check(Mapping rule, Pointer field, String attribute) {
    Pointer list = field.child("extAuth").child("authorizers");
    List<Resource> maps = Authorizer.meshes(objects);
    if (maps.isEmpty()) {
      failures.add(attribute + ".extAuth", list, Check.PROVIDER, "the mesh's ConfigMap is missing");
      return;
    }
    Mapping data = maps.get(0).tree().mapping("data");
    String all = attribute + ".extAuth.externalAuthorizers";
    if (!data.has("mesh")) {
      failures.add(all, list, Check.PROVIDER, "the mesh's ConfigMap has no key mesh");
      return;
    }
    Optional<List<Authorizer>> providers = Authorizer.read(data.findText("mesh").orElse(""));
    if (providers.isEmpty()) {
      failures.add(all, list, Check.PROVIDER, "the mesh's settings cannot be read");
      return;
    }
    List<String> names = rule.mapping("extAuth").sequence("authorizers").texts();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Optional<Authorizer> found =
          providers.get().stream().filter(one -> one.name().equals(name)).findFirst();
      if (found.isEmpty() || !found.get().http()) {
        failures.add(
            all + "." + name,
            list.child(i),
            Check.PROVIDER,
            found.isEmpty()
                ? "the mesh has no extension provider \"%s\"".formatted(name)
                : "the mesh's extension provider \"%s\" is not an HTTP authorizer".formatted(name));
      }
    }
  }
}
