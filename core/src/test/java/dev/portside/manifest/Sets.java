package dev.portside.manifest;

import dev.portside.platform.Platform;
import dev.portside.yaml.Input;
import dev.portside.yaml.YamlReader;
import java.util.List;

/** Sets of manifests for tests. */
final class Sets {

  private Sets() {}

  static Manifests read(String yaml) {
    List<Resource> resources =
        YamlReader.read(Input.of("test.yaml", yaml)).stream()
            .map(document -> Resource.read(document, "shop"))
            .toList();
    return Manifests.of("shop", Platform.today(), resources);
  }

  static Resource resource(String yaml) {
    return read(yaml).resources().get(0);
  }
}
