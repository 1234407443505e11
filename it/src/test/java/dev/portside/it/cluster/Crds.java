package dev.portside.it.cluster;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.portside.it.Beside;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The definitions of Dapr's, Istio's and Kyma's kinds, which may lie beside the checkout. */
final class Crds {

  private static final String KYMA = "kyma/apirule-crd-3.10.0-v1beta1-v2-v2alpha1.yaml";

  private Crds() {}

  /** Returns them; the test that asks is skipped where they are not at hand. */
  static List<GenericKubernetesResource> read(KubernetesClient client) throws IOException {
    Path folder =
        Beside.file("shared/crds")
            .orElseGet(() -> abort("no shared/crds beside the checkout: no CRD to install"));
    List<Path> files = new ArrayList<>();
    try (Stream<Path> dapr = Files.list(folder.resolve("dapr"))) {
      dapr.sorted().forEach(files::add);
    }
    files.add(folder.resolve("istio/crd-all.gen.yaml"));
    files.add(folder.resolve(KYMA));
    List<GenericKubernetesResource> all = new ArrayList<>();
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        for (Object document : new Load(settings()).loadAllFromInputStream(in)) {
          if (document != null) {
            all.add(crd(client, document));
          }
        }
      }
    }
    return all;
  }

  private static LoadSettings settings() {
    return LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
  }

  private static GenericKubernetesResource crd(KubernetesClient client, Object document) {
    GenericKubernetesResource crd =
        client.getKubernetesSerialization().convertValue(document, GenericKubernetesResource.class);
    // No webhook runs here; without one each version is stored as it is written.
    if (crd.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec) {
      spec.remove("conversion");
    }
    return crd;
  }
}
