package dev.portside.it;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.Portside;
import dev.portside.check.CheckOptions;
import dev.portside.check.Finding;
import dev.portside.check.Findings;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.platform.Platform;
import dev.portside.platform.PlatformFile;
import dev.portside.testing.EditLaws;
import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the annotations of pods and of their controller say, an edit repairs what it is for. */
final class IstioAnnotationEditsTest {

  private static final List<String> KEYS =
      List.of(
          "traffic.sidecar.istio.io/includeInboundPorts",
          "traffic.sidecar.istio.io/excludeInboundPorts",
          "traffic.sidecar.istio.io/includeOutboundPorts",
          "traffic.sidecar.istio.io/excludeOutboundPorts",
          "traffic.sidecar.istio.io/excludeOutboundIPRanges",
          "traffic.sidecar.istio.io/excludeInterfaces",
          "traffic.sidecar.istio.io/excludeInboundPort",
          "traffic.istio.io/excludeOutboundPorts",
          "sidecar.istio.io/interceptionMode",
          "sidecar.istio.io/nativeSidecar",
          "sidecar.istio.io/rewriteAppHTTPProbers",
          "sidecar.istio.io/inject",
          "status.sidecar.istio.io/port");

  private static final List<String> VALUES =
      List.of(
          "\"80, 90,\"",
          "abc",
          "\"0443\"",
          "\"080\"",
          "\" \"",
          "\"70000\"",
          "\"80-90\"",
          "\"*,80\"",
          "\"*\"",
          "50002",
          "\"\"",
          "\"8080\"",
          "\"9090,8080\"",
          "10.0.0.1",
          "\"10.0.0.0/8, fd00::1\"",
          "redirect",
          "NONE",
          "\"True\"",
          "\"False\"",
          "no",
          "\"no\"",
          "\"15020\"",
          "eth1",
          "lo");

  private static final List<Platform> PLATFORMS =
      List.of(
          Platform.today(),
          PlatformFile.read(Input.of("cni", "istio: {cni: true, excludeOutboundPorts: \"9200\"}")));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void edits_repair(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      String yaml = yaml(random);
      Manifests manifests = manifests(yaml, PLATFORMS.get(random.nextInt(PLATFORMS.size())));
      Findings findings = check(manifests);
      EditLaws laws = new EditLaws(manifests, findings, IstioAnnotationEditsTest::check);
      for (Finding finding : findings) {
        if (finding.rule().id().startsWith("istio-") && !finding.edits().isEmpty()) {
          assertWithMessage("%s in\n%s", finding, yaml).that(laws.broken(finding)).isEmpty();
        }
      }
    }
  }

  /** That a setting changes nothing shows only once an edit has it read. */
  private static Findings check(Manifests manifests) {
    return Portside.check(manifests, CheckOptions.defaults().skipping("capture-setting-inert"));
  }

  private static Manifests manifests(String yaml, Platform platform) {
    List<Resource> resources = new ArrayList<>();
    for (Document document : YamlReader.read(Input.of("set.yaml", yaml))) {
      resources.add(Resource.read(document, "shop"));
    }
    return Manifests.of("shop", platform, resources);
  }

  private static String yaml(Random random) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n");
    yaml.append("    istio-injection: enabled\n---\n");
    yaml.append("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: orders\n");
    annotations(random, random.nextInt(2), "  ", yaml);
    yaml.append("spec:\n  template:\n    metadata:\n      labels:\n        app: orders\n");
    annotations(random, 1 + random.nextInt(3), "      ", yaml);
    yaml.append(
        "    spec:\n      containers:\n        - name: orders\n          image: orders:1\n");
    return yaml.toString();
  }

  private static void annotations(Random random, int count, String indent, StringBuilder yaml) {
    if (count > 0) {
      yaml.append(indent).append("annotations:\n");
      List<String> keys = new ArrayList<>(KEYS);
      for (int i = 0; i < count; i++) {
        String key = keys.remove(random.nextInt(keys.size()));
        String value = VALUES.get(random.nextInt(VALUES.size()));
        yaml.append(indent).append("  ").append(key).append(": ").append(value).append('\n');
      }
    }
  }
}
