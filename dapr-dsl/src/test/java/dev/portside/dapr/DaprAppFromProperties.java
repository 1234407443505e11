package dev.portside.dapr;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.dapr.injection.AnnotationTable;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.platform.Version;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever a Deployment holds, it is the same after it was an app; only old names become new ones.
 */
class DaprAppFromProperties {

  @Provide
  Arbitrary<Map<String, String>> annotations() {
    List<String> keys = new ArrayList<>(AnnotationTable.at(Version.of("1.18")).keys());
    keys.add("dapr.io/unknown");
    keys.add("example.com/team");
    keys.add("dapr.io/http-stream-request-body");
    Arbitrary<String> values =
        Arbitraries.oneOf(
            Arbitraries.of("true", "false", "", " ", "3000", "ture", "30s", "4Mi", "-1"),
            Arbitraries.strings().ascii().ofMaxLength(8));
    return Arbitraries.maps(Arbitraries.of(keys), values).ofMaxSize(12);
  }

  private static Deployment deployment(Map<String, String> annotations) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("orders")
        .withNamespace("shop")
        .addToAnnotations("dapr.io/app-id", "misplaced")
        .endMetadata()
        .withNewSpec()
        .withNewTemplate()
        .withNewMetadata()
        .withAnnotations(annotations)
        .addToAnnotations("dapr.io/enabled", annotations.getOrDefault("dapr.io/enabled", "true"))
        .addToAnnotations("dapr.io/app-id", annotations.getOrDefault("dapr.io/app-id", "orders"))
        .endMetadata()
        .withNewSpec()
        .withHostname("h")
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Deployment back(Deployment before) {
    Manifests set = Manifests.in("other").add(DaprApp.from(before)).build();
    Resource resource = set.workloads().get(0).resource();
    return resource.as(Deployment.class);
  }

  @Property(tries = 300)
  void from_andBack_losesNothing(@ForAll("annotations") Map<String, String> annotations) {
    Deployment before = deployment(annotations);
    assertThat(back(before)).isEqualTo(before);
  }

  @Property(tries = 100)
  void oldNames_becomeNewOnes(@ForAll("annotations") Map<String, String> annotations) {
    Map<String, String> old = new HashMap<>(annotations);
    String port = old.remove("dapr.io/app-port");
    Map<String, String> renamed = new HashMap<>(old);
    old.put("dapr.io/port", String.valueOf(port));
    renamed.put("dapr.io/app-port", String.valueOf(port));
    assertThat(back(deployment(old))).isEqualTo(deployment(renamed));
  }
}
