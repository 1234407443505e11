package dev.portside.dapr.injection;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The containers that Components bring along. Source: dapr/dapr
 * pkg/injector/patcher/sidecar_components.go @v1.18.3.
 */
final class ComponentContainers {

  private ComponentContainers() {}

  /** Returns them, each image once. */
  static List<Mapping> of(List<Mapping> components, String appId) {
    List<Mapping> containers = new ArrayList<>();
    Set<String> images = new HashSet<>();
    for (Mapping component : components) {
      Mapping metadata = component.mapping("metadata");
      String text = metadata.mapping("annotations").text("dapr.io/component-container");
      Mapping container = text == null || text.isEmpty() ? null : json(text);
      Sequence scopes = component.sequence("scopes");
      boolean visible = scopes.isEmpty() || scopes.texts().contains(appId);
      if (container != null && visible && images.add(container.findText("image").orElse(""))) {
        String name = container.findText("name").orElse("");
        containers.add(
            name.isEmpty()
                ? (Mapping) container.with(Pointer.of("name"), Scalar.of(PodPatch.name(metadata)))
                : container);
      }
    }
    return containers;
  }

  /** What is no JSON object is passed over, with a line in the injector's log. */
  private static @Nullable Mapping json(String text) {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      while (parser.nextToken() != null) {
        // Read to the end: YAML takes much that is no JSON.
      }
    } catch (IOException e) {
      return null;
    }
    Tree root = YamlReader.read(Input.of("container", text)).get(0).root();
    return root instanceof Mapping mapping ? mapping : null;
  }
}
