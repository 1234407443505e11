package dev.portside.kyma.operator;

import dev.portside.kyma.operator.Failure.Check;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlException;
import dev.portside.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the mesh knows the external authorizers that a rule names, as HTTP ones. Source:
 * kyma-project/api-gateway 3.10.0 internal/validation/v2alpha1/ext_auth.go.
 */
final class ProviderCheck {

  private record Provider(String name, boolean http) {}

  private final Manifests objects;
  private final Failures failures;

  ProviderCheck(Manifests objects, Failures failures) {
    this.objects = objects;
    this.failures = failures;
  }

  void check(Mapping rule, Pointer field, String attribute) {
    Pointer list = field.child("extAuth").child("authorizers");
    List<Resource> maps = objects.named("", "ConfigMap", "istio-system", "istio");
    if (maps.isEmpty()) {
      failures.add(
          attribute + ".extAuth", list, Check.PROVIDER, "the mesh's ConfigMap is not there");
      return;
    }
    Mapping data = maps.get(0).tree().mapping("data");
    String all = attribute + ".extAuth.externalAuthorizers";
    if (!data.has("mesh")) {
      failures.add(all, list, Check.PROVIDER, "the mesh's ConfigMap has no key mesh");
      return;
    }
    Optional<List<Provider>> providers = providers(data.findText("mesh").orElse(""));
    if (providers.isEmpty()) {
      failures.add(all, list, Check.PROVIDER, "the mesh's settings cannot be read");
      return;
    }
    List<String> names = rule.mapping("extAuth").sequence("authorizers").texts();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Optional<Provider> found =
          providers.get().stream().filter(one -> one.name().equals(name)).findFirst();
      if (found.isEmpty() || !found.get().http()) {
        failures.add(
            all + "." + name,
            list.child(i),
            Check.PROVIDER,
            found.isEmpty()
                ? "the mesh has no extension provider \"%s\"".formatted(name)
                : "the mesh's extension provider \"%s\" is no HTTP authorizer".formatted(name));
      }
    }
  }

  /** Returns the providers; nothing where the text is not what the operator can read. */
  private static Optional<List<Provider>> providers(String mesh) {
    Tree root;
    try {
      List<Document> documents = YamlReader.read(Input.of("mesh", mesh));
      root = documents.isEmpty() ? Mapping.empty() : documents.get(0).root();
    } catch (YamlException e) {
      return Optional.empty();
    }
    if (isNull(root)) {
      return Optional.of(List.of());
    }
    if (!(root instanceof Mapping mapping) || hasTwice(mapping)) {
      return Optional.empty();
    }
    Tree list = mapping.get("extensionProviders");
    if (list == null || isNull(list)) {
      return Optional.of(List.of());
    }
    return list instanceof Sequence sequence ? providers(sequence) : Optional.empty();
  }

  private static Optional<List<Provider>> providers(Sequence items) {
    List<Provider> providers = new ArrayList<>();
    for (Tree item : items) {
      Mapping provider = item instanceof Mapping mapping ? mapping : Mapping.empty();
      Tree name = provider.get("name");
      boolean readable = item instanceof Mapping || isNull(item);
      if (!readable || hasTwice(provider) || name != null && !(name instanceof Scalar)) {
        return Optional.empty();
      }
      Tree http = provider.get("envoyExtAuthzHttp");
      providers.add(
          new Provider(provider.findText("name").orElse(""), http != null && !isNull(http)));
    }
    return Optional.of(providers);
  }

  private static boolean isNull(@Nullable Tree tree) {
    return tree instanceof Scalar scalar && scalar.isNull();
  }

  private static boolean hasTwice(Mapping mapping) {
    return new HashSet<>(mapping.keys()).size() < mapping.size();
  }
}
