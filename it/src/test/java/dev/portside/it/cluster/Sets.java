package dev.portside.it.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portside.manifest.ManifestReader;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;

/** Sets read from YAML, as a user's files are. */
final class Sets {

  private Sets() {}

  /** Returns the set of a file {@code set.yaml} whose resources are in that namespace. */
  static Manifests of(String namespace, String yaml) {
    ManifestReader reader = new ManifestReader(namespace);
    reader.read("set.yaml", "set.yaml", yaml.getBytes(UTF_8), ManifestReader.Origin.NAMED);
    return reader.manifests(Platform.today());
  }
}
