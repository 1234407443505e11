package dev.portside.kyma.operator;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlException;
import dev.portside.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An extension provider of the mesh, which an APIRule names as its external authorizer. Source:
 * istio/api 1.31 mesh/v1alpha1/config.proto, ExtensionProvider.
 *
 * @param name its name
 * @param http whether it is asked over HTTP; the operator takes no other
 * @param service who is dialled, as {@code host} or {@code namespace/host}; empty when unknown
 * @param port the port of the Service; 0 when it is unknown
 */
public record Authorizer(String name, boolean http, String service, int port) {

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

  /** Returns the authorizers that the mesh of a set knows; none where the set does not tell. */
  public static List<Authorizer> in(Manifests objects) {
    List<Resource> maps = meshes(objects);
    if (maps.isEmpty()) {
      return List.of();
    }
    return read(maps.get(0).tree().mapping("data").findText("mesh").orElse("")).orElse(List.of());
  }

  /** Returns the resource that holds the mesh's settings. */
  static List<Resource> meshes(Manifests objects) {
    return objects.named("", "ConfigMap", "istio-system", "istio");
  }

  /** Returns the providers; nothing where the text is not what the operator can read. */
  static Optional<List<Authorizer>> read(String mesh) {
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

  private static Optional<List<Authorizer>> providers(Sequence items) {
    List<Authorizer> providers = new ArrayList<>();
    for (Tree item : items) {
      Mapping provider = item instanceof Mapping mapping ? mapping : Mapping.empty();
      Tree name = provider.get("name");
      boolean readable = item instanceof Mapping || isNull(item);
      if (!readable || hasTwice(provider) || name != null && !(name instanceof Scalar)) {
        return Optional.empty();
      }
      Tree http = provider.get("envoyExtAuthzHttp");
      Mapping dialled = http instanceof Mapping mapping ? mapping : Mapping.empty();
      providers.add(
          new Authorizer(
              provider.findText("name").orElse(""),
              http != null && !isNull(http),
              dialled.findText("service").orElse(""),
              number(dialled.findText("port").orElse(""))));
    }
    return Optional.of(providers);
  }

  private static int number(String port) {
    return NUMBER.matcher(port).matches() ? Integer.parseInt(port) : 0;
  }

  private static boolean isNull(@Nullable Tree tree) {
    return tree instanceof Scalar scalar && scalar.isNull();
  }

  private static boolean hasTwice(Mapping mapping) {
    return new HashSet<>(mapping.keys()).size() < mapping.size();
  }
}
