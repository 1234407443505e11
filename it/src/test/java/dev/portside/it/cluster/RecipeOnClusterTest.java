package dev.portside.it.cluster;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.cluster.Applied;
import dev.portside.cluster.Applied.Action;
import dev.portside.cluster.AppliedSet;
import dev.portside.cluster.ApplyException;
import dev.portside.cluster.PortsideCluster;
import dev.portside.examples.ApplyRecipe;
import dev.portside.examples.Recipe;
import dev.portside.it.Beside;
import dev.portside.manifest.Manifests;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both recipes on a real control plane; only Kyma's operator is played by the test. */
class RecipeOnClusterTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void today() {
    ControlPlane plane = ControlPlane.shared();
    plane.installCrds();
    redis(plane);

    AppliedSet applied = PortsideCluster.applier(plane.client()).apply(Recipe.today());
    operator(plane, "'state':'Ready'");
    applied.await(PATIENCE);

    twice(plane, Recipe.today());
    assertThat(plane.kubectl("-n", "dapr-demo", "get", "secret", "redis", "-o", "jsonpath={.data}"))
        .contains("redis-password");

    operator(plane, "'state':'Error','description':'no such gateway'");
    ApplyException e =
        assertThrows(
            ApplyException.class,
            () -> PortsideCluster.applier(plane.client()).apply(Recipe.today()).await(PATIENCE));
    assertThat(e).hasMessageThat().contains("APIRule/dapr-demo/nodeapp: no such gateway");
  }

  @Test
  void of2020() {
    try (ControlPlane plane = ControlPlane.start()) {
      definition(plane, "dapr/components.yaml");
      unversioned(plane);
      definition(plane, "kyma/apirule-crd-2022-07-v1alpha1.yaml");
      redis(plane);

      AppliedSet applied = PortsideCluster.applier(plane.client()).apply(Recipe.of2020());
      operator(plane, "'APIRuleStatus':{'code':'OK'},'observedGeneration':1");
      applied.await(PATIENCE);

      twice(plane, Recipe.of2020());
    }
  }

  /** The program of the examples, as its user runs it: with a kubeconfig, and nothing else. */
  @Test
  void program(@TempDir Path folder) throws Exception {
    Path errors = folder.resolve("errors");
    try (ControlPlane plane = ControlPlane.start()) {
      plane.installCrds();
      redis(plane);

      Process first = program(plane, errors);
      BufferedReader said = first.inputReader();
      List<String> lines = new ArrayList<>();
      while (!lines.contains("APIRule/dapr-demo/nodeapp created")) {
        String line = said.readLine();
        assertWithMessage("it ends too early: %s, %s", lines, Files.readString(errors))
            .that(line)
            .isNotNull();
        lines.add(line);
      }
      operator(plane, "'state':'Ready'");
      said.lines().forEach(lines::add);

      assertWithMessage("it says %s and %s", lines, Files.readString(errors))
          .that(first.waitFor())
          .isEqualTo(0);
      int resources = Recipe.today().resources().size() + 1;
      assertThat(lines).hasSize(2 * resources);
      assertThat(lines.stream().filter(line -> line.endsWith(" created"))).hasSize(resources);
      assertThat(lines.stream().filter(line -> line.endsWith(" ready"))).hasSize(resources);

      Process second = program(plane, errors);
      List<String> again = second.inputReader().lines().toList();
      assertThat(second.waitFor()).isEqualTo(0);
      assertThat(again.stream().filter(line -> line.endsWith(" unchanged"))).hasSize(resources);
      assertThat(lines + Files.readString(errors) + again).doesNotContain("PLANTED");
    }
  }

  /** Its errors go to a file: newer JDKs warn there of what Netty does. */
  private static Process program(ControlPlane plane, Path errors) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder =
        new ProcessBuilder(
            java.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ApplyRecipe.class.getName());
    builder.environment().put("KUBECONFIG", plane.kubeconfig().toString());
    return builder.redirectError(Redirect.appendTo(errors.toFile())).start();
  }

  private static void redis(ControlPlane plane) {
    plane.kubectl("create", "namespace", "dapr-redis");
    String value = "--from-literal=redis-password=PLANTED";
    plane.kubectl("-n", "dapr-redis", "create", "secret", "generic", "redis", value);
  }

  /** Components had no version in 2020. */
  private static void unversioned(ControlPlane plane) {
    String required = "/spec/versions/0/schema/openAPIV3Schema/properties/spec/required";
    String patch = "[{'op':'replace','path':'%s','value':['type']}]".formatted(required);
    plane.kubectl(
        "patch", "crd", "components.dapr.io", "--type=json", "--patch=" + patch.replace('\'', '"'));
  }

  private static void definition(ControlPlane plane, String file) {
    Optional<Path> crd = Beside.file("shared/crds/" + file);
    Assumptions.assumeTrue(crd.isPresent(), "shared/crds/" + file + " is not beside the checkout");
    plane.kubectl("apply", "--server-side", "-f", crd.orElseThrow().toString());
  }

  /** Writes the status that Kyma's operator writes. */
  private static void operator(ControlPlane plane, String status) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String patch = "{'status':{%s,'lastProcessedTime':'%s'}}".formatted(status, now);
    plane.kubectl(
        "--namespace=dapr-demo",
        "patch",
        "apirule",
        "nodeapp",
        "--type=merge",
        "--subresource=status",
        "--patch=" + patch.replace('\'', '"'));
  }

  private static void twice(ControlPlane plane, Manifests recipe) {
    List<Applied> again = PortsideCluster.applier(plane.client()).apply(recipe).resources();

    assertThat(again.stream().map(Applied::action).collect(toSet()))
        .containsExactly(Action.UNCHANGED);
    assertThat(again).hasSize(recipe.resources().size() + 1);
  }
}
