package dev.portside.istio;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.traffic.Presence;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Each line is a pod and what Istio 1.31 answered: the webhooks whose selectors match, then the
 * injector itself.
 */
final class InjectionVectorsTest {

  /** What the model does not speak of, and how many pods are about it. */
  private static final Map<String, Integer> SKIPPED =
      Map.of(
          "mesh setting autoInject", 15,
          "mesh setting neverInjectSelector", 7,
          "no mesh is installed", 6);

  private static final int JUDGED = 823;

  @Test
  void presence_asInjector() {
    Map<String, Integer> skipped = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    int judged = 0;
    for (Mapping line : Vectors.json("istio-injection.jsonl.gz")) {
      Optional<String> reason = skipped(line);
      if (reason.isPresent()) {
        skipped.merge(reason.get(), 1, Integer::sum);
        continue;
      }
      judged++;
      Presence presence = presence(line);
      if (presence.meshed() != Tri.of(isSelected(line))) {
        wrong.add(line.text("id") + ": " + presence + ": " + line.mapping("platform"));
      }
    }
    System.out.printf("injection: %d pods judged, skipped %s%n", judged, skipped);
    assertWithMessage("differ").that(wrong).isEmpty();
    assertThat(skipped).isEqualTo(SKIPPED);
    assertThat(judged).isEqualTo(JUDGED);
  }

  /** A pod that is refused for a malformed annotation was to get a sidecar. */
  private static boolean isSelected(Mapping line) {
    Mapping expect = line.mapping("expect");
    return "true".equals(expect.text("injected"))
        || "rejected by the injector".equals(expect.text("reason"));
  }

  private static Optional<String> skipped(Mapping line) {
    Mapping platform = line.mapping("platform");
    for (String setting : List.of("autoInject", "neverInjectSelector", "alwaysInjectSelector")) {
      if (platform.has(setting)) {
        return Optional.of("mesh setting " + setting);
      }
    }
    return "istioctl refuses the installation values".equals(line.mapping("expect").text("reason"))
        ? Optional.of("no mesh is installed")
        : Optional.empty();
  }

  private static Presence presence(Mapping line) {
    Mapping platform = line.mapping("platform");
    String namespace = platform.findText("namespace").orElseThrow();
    Mapping metadata =
        Mapping.builder()
            .put("name", "pod")
            .put("labels", line.mapping("podLabels"))
            .put("annotations", line.mapping("podAnnotations"))
            .build();
    Mapping pod =
        Mapping.builder()
            .put("apiVersion", "v1")
            .put("kind", "Pod")
            .put("metadata", metadata)
            .put("spec", line.mapping("pod"))
            .build();
    Workload workload = Workload.of(Resource.made("vector", 0, pod, namespace)).orElseThrow();
    IstioMesh mesh =
        IstioMesh.builder()
            .from(Platform.today().get(IstioMesh.SECTION))
            .injectsByDefault("true".equals(platform.text("enableNamespacesByDefault")))
            .revisions(revisions(platform.sequence("revisions")))
            .build();
    return new Injection(mesh).of(workload, Optional.of(platform.mapping("namespaceLabels")));
  }

  private static List<String> revisions(Sequence installed) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < installed.size(); i++) {
      String name = installed.mapping(i).findText("revision").orElseThrow();
      names.add(name.isEmpty() ? "default" : name);
      names.addAll(installed.mapping(i).sequence("tags").texts());
    }
    return names;
  }
}
