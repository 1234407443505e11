package dev.portside.it.cluster;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.cluster.Applied.Action;
import dev.portside.cluster.Applier;
import dev.portside.cluster.ApplyException;
import dev.portside.manifest.ResourceRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kinds that run pods, rolled out by Kubernetes' own controllers. */
class ReadinessTest extends OnControlPlane {

  private static final Duration LONG = Duration.ofMinutes(2);

  private final List<ResourceRef> ready = new ArrayList<>();

  private Applier hearing() {
    return applier()
        .unchecked()
        .listening(
            applied -> {
              if (applied.action() == Action.READY) {
                ready.add(applied.resource());
              }
            });
  }

  private void roll(String yaml) {
    hearing().apply(set(yaml)).await(LONG);
  }

  /** Says why it does not become ready; it is known long before the time is over. */
  private String failure(String yaml) {
    long start = System.nanoTime();
    ApplyException e = assertThrows(ApplyException.class, () -> roll(yaml));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG.dividedBy(4));
    assertThat(ready).isEmpty();
    assertThat(e).hasMessageThat().startsWith("it does not become ready:\nset.yaml:1:1: ");
    return e.getMessage();
  }

  /** A workload of three pods where it says how many, each with a label that stages know. */
  private static String workload(String kind, String label) {
    String labels = "{app: orders, portside.dev/test: %s}".formatted(label);
    String spec =
        switch (kind) {
          case "StatefulSet" -> "  replicas: 3\n  serviceName: orders\n";
          case "Job" -> "  backoffLimit: 0\n";
          default -> "";
        };
    String selector = kind.equals("Job") ? "" : "  selector: {matchLabels: {app: orders}}\n";
    String pod =
        "labels: %s\n    spec: {restartPolicy: %s, containers: [{name: main, image: \"orders:1\"}]}\n"
            .formatted(labels, kind.equals("Job") ? "Never" : "Always");
    return "apiVersion: %s\nkind: %s\nmetadata: {name: orders}\nspec:\n%s%s  template:\n    metadata:\n      %s"
        .formatted(kind.equals("Job") ? "batch/v1" : "apps/v1", kind, spec, selector, pod);
  }

  private static String pod(String label) {
    return """
        apiVersion: v1
        kind: Pod
        metadata:
          name: orders
          labels: {portside.dev/test: %s}
        spec:
          containers: [{name: main, image: "orders:1"}]
        """
        .formatted(label);
  }

  @ParameterizedTest
  @CsvSource({
    "StatefulSet, {.status.readyReplicas}, 3",
    "DaemonSet, {.status.numberAvailable}, 1",
    "Job, {.status.succeeded}, 1",
  })
  void workload_rollsOut(String kind, String field, String count) {
    roll(workload(kind, "none"));

    assertThat(ready).hasSize(1);
    assertThat(plane.kubectl("-n", namespace, "get", kind, "orders", "-o", "jsonpath=" + field))
        .isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource({"StatefulSet", "DaemonSet"})
  void workload_rollsOutAgain(String kind) {
    roll(workload(kind, "none"));
    roll(workload(kind, "none").replace("orders:1", "orders:2"));

    assertThat(ready).hasSize(2);
    assertThat(
            plane.kubectl(
                "-n",
                namespace,
                "get",
                "pods",
                "--field-selector=status.phase=Running",
                "-o",
                "jsonpath={.items[*].spec.containers[0].image}"))
        .doesNotContain("orders:1");
  }

  @Test
  void pod_runs() {
    roll(pod("none"));

    assertThat(ready).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "StatefulSet, (its controller has not seen it yet|. of 3 pods are (new|ready))",
    "DaemonSet, (its controller has not seen it yet|0 of 1 pods are available)",
    "Job, it is not complete",
  })
  void image_isNotThere(String kind, String far) {
    assertThat(failure(workload(kind, "image-pull-error")))
        .containsMatch(
            kind
                + "/"
                + namespace
                + "/orders: "
                + far
                + "; container main of pod orders-\\S+ waits: ImagePullBackOff"
                + " \\(Back-off pulling image \"orders:1\"\\)");
  }

  @Test
  void image_ofAPod_isNotThere() {
    assertThat(failure(pod("image-pull-error")))
        .contains("orders: it is Pending; container main of pod orders waits: ImagePullBackOff");
  }

  @Test
  void job_fails() {
    assertThat(failure(workload("Job", "fails")))
        .contains("Job/" + namespace + "/orders: Job has reached the specified backoff limit");
  }

  @Test
  void pod_fails() {
    assertThat(failure(pod("fails"))).contains("Pod/" + namespace + "/orders: it has failed");
  }
}
