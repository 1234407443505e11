package dev.portside.it.cluster;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.portside.it.Beside;
import dev.portside.kyma.ApiRuleVersion;
import dev.portside.kyma.KymaApiRule;
import dev.portside.kyma.KymaCluster;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.UnsupportedOnPlatformException;
import dev.portside.platform.Platform;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Whatever the builders can make within their types, a real API server takes with the definition of
 * the release it is made for. Definitions of APIRule replace one another, so that this control
 * plane is its own.
 */
final class ApiRuleAdmissionTest {

  private static final String NAME = "apirules.gateway.kyma-project.io";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ENOUGH = 120;
  private static final int TRIES = 20_000;
  private static final long SEED = 20260823;

  private static ControlPlane plane;

  @BeforeAll
  static void start() {
    plane = ControlPlane.start();
  }

  @AfterAll
  static void stop() {
    if (plane != null) {
      plane.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, V1ALPHA1, 2020-08-v1alpha1-kyma-1.14.0-installed",
    "1.8.0, V1BETA1, 1.8.0-v1alpha1-v1beta1-installed",
    "2.3.1, V1BETA1, 2.3.1-v1beta1",
    "2.11.3, V1BETA1, 2.11.3-v1beta1-v2alpha1",
    "2.11.3, V2ALPHA1, 2.11.3-v1beta1-v2alpha1",
    "3.0.0, V2, 3.0.0-v1beta1-v2-v2alpha1",
    "3.10.0, V2ALPHA1, 3.10.0-v1beta1-v2-v2alpha1",
    "3.10.0, V2, 3.10.0-v1beta1-v2-v2alpha1",
  })
  void everyRule_isTaken(String gateway, ApiRuleVersion version, String file) throws IOException {
    install(file, version.toString());
    String namespace = plane.namespace();
    Platform today = Platform.today();
    Platform platform =
        today.with(KymaCluster.SECTION, today.get(KymaCluster.SECTION).withVersion(gateway));
    Random random = new Random(SEED);
    List<String> refused = new ArrayList<>();
    int made = 0;
    for (int i = 0; i < TRIES && made < ENOUGH; i++) {
      try {
        KymaApiRule rule = RandomApiRules.next(random, version);
        for (Resource one : Manifests.in(namespace).on(platform).add(rule).build().resources()) {
          made++;
          take(one, refused);
        }
      } catch (UnsupportedOnPlatformException | IllegalStateException e) {
        // What a release or Kyma cannot say is refused by the builder; that is not this test's.
      }
    }

    assertWithMessage("seed %s", SEED).that(refused).isEmpty();
    assertThat(made).isAtLeast(ENOUGH);
  }

  private static void take(Resource resource, List<String> refused) {
    try {
      plane.client().resource(resource.fabric8()).dryRun().create();
    } catch (KubernetesClientException e) {
      refused.add(resource.tree().toJava() + ": " + e.getMessage());
    }
  }

  private static void install(String file, String version) throws IOException {
    Path path =
        Beside.file("shared/crds/kyma/apirule-crd-" + file + ".yaml")
            .orElseGet(() -> abort("no shared/crds beside the checkout: no CRD to install"));
    KubernetesClient client = plane.client();
    client.apiextensions().v1().customResourceDefinitions().withName(NAME).delete();
    await(
        "the old CRD to go",
        () -> client.apiextensions().v1().customResourceDefinitions().withName(NAME).get() == null);
    try (InputStream in = Files.newInputStream(path)) {
      Object document = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      client.resource(crd(client, document, version)).create();
    }
    await("the CRD", () -> isServed(client, version));
  }

  private static void await(String what, BooleanSupplier ready) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!ready.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("waited in vain for " + what);
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private static boolean isServed(KubernetesClient client, String version) {
    CustomResourceDefinition crd =
        client.apiextensions().v1().customResourceDefinitions().withName(NAME).get();
    boolean established =
        crd != null
            && crd.getStatus() != null
            && crd.getStatus().getConditions() != null
            && crd.getStatus().getConditions().stream()
                .anyMatch(
                    condition ->
                        condition.getType().equals("Established")
                            && condition.getStatus().equals("True"));
    if (!established) {
      return false;
    }
    try {
      client
          .genericKubernetesResources("gateway.kyma-project.io/" + version, "APIRule")
          .inNamespace("default")
          .list();
      return true;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  /** Returns a definition that this API server takes, whose only version is the one asked for. */
  @SuppressWarnings("unchecked")
  private static GenericKubernetesResource crd(
      KubernetesClient client, Object document, String version) {
    Map<String, Object> crd = new LinkedHashMap<>((Map<String, Object>) document);
    Map<String, Object> spec = (Map<String, Object>) crd.get("spec");
    boolean old = crd.get("apiVersion").equals("apiextensions.k8s.io/v1beta1");
    List<Map<String, Object>> versions = (List<Map<String, Object>>) spec.get("versions");
    versions.removeIf(one -> !one.get("name").equals(version));
    for (Map<String, Object> one : versions) {
      one.put("served", true);
      one.put("storage", true);
      if (old) {
        // The first definitions kept unknown fields, and had one schema for all versions.
        Map<String, Object> schema =
            (Map<String, Object>)
                ((Map<String, Object>) spec.get("validation")).get("openAPIV3Schema");
        ((Map<String, Object>) schema.get("properties")).put("metadata", Map.of("type", "object"));
        keepUnknown(schema);
        one.put("schema", Map.of("openAPIV3Schema", schema));
      }
    }
    spec.keySet().retainAll(List.of("group", "names", "scope", "versions"));
    spec.put("scope", "Namespaced");
    crd.put("apiVersion", "apiextensions.k8s.io/v1");
    crd.keySet().retainAll(List.of("apiVersion", "kind", "metadata", "spec"));
    crd.put("metadata", Map.of("name", NAME));
    versions.forEach(one -> one.remove("additionalPrinterColumns"));
    return client.getKubernetesSerialization().convertValue(crd, GenericKubernetesResource.class);
  }

  @SuppressWarnings("unchecked")
  private static void keepUnknown(Map<String, Object> schema) {
    if ("object".equals(schema.get("type"))) {
      schema.put("x-kubernetes-preserve-unknown-fields", true);
    }
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      for (Map.Entry<?, ?> property : properties.entrySet()) {
        if (!property.getKey().equals("metadata")) {
          keepUnknown((Map<String, Object>) property.getValue());
        }
      }
    }
    if (schema.get("items") instanceof Map<?, ?> items) {
      keepUnknown((Map<String, Object>) items);
    }
  }
}
