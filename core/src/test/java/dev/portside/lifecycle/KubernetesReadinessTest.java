package dev.portside.lifecycle;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.YamlReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesReadinessTest {

  private static Readiness of(String kind, String live) {
    Mapping tree = (Mapping) YamlReader.read(Input.of("live", "{" + live + "}")).get(0).root();
    return KubernetesReadiness.named(kind).apply(tree);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          statefulset | WAITING | metadata: {generation: 2}, status: {observedGeneration: 1}
          statefulset | WAITING | spec: {replicas: 2}, status: {updatedReplicas: 1, readyReplicas: 2}
          statefulset | WAITING | spec: {replicas: 2}, status: {updatedReplicas: 2, readyReplicas: 1}
          statefulset | READY   | spec: {replicas: 2}, status: {updatedReplicas: 2, readyReplicas: 2}
          statefulset | READY   | spec: {replicas: 2, updateStrategy: {rollingUpdate: {partition: 2}}}, status: {readyReplicas: 2}
          statefulset | WAITING | spec: {replicas: 2, updateStrategy: {rollingUpdate: {partition: 2}}}, status: {readyReplicas: 1}
          statefulset | WAITING | metadata: {generation: 2}, status: {observedGeneration: 1, updatedReplicas: 1, readyReplicas: 1}
          statefulset | READY   | spec: {replicas: 1, updateStrategy: {type: OnDelete}}, status: {readyReplicas: 1}
          daemonset   | WAITING | status: {desiredNumberScheduled: 2, updatedNumberScheduled: 1, numberAvailable: 2}
          daemonset   | WAITING | status: {desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1}
          daemonset   | READY   | status: {desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2}
          daemonset   | READY   | status: {desiredNumberScheduled: 0}
          daemonset   | WAITING | apiVersion: apps/v1, metadata: {generation: 1}, status: {desiredNumberScheduled: 0}
          replicas    | WAITING | spec: {replicas: 2}, status: {readyReplicas: 1}
          replicas    | READY   | status: {readyReplicas: 1}
          deployment  | WAITING | apiVersion: apps/v1
          deployment  | WAITING | status: {updatedReplicas: 1, replicas: 2, availableReplicas: 2}
          deployment  | WAITING | status: {updatedReplicas: 1, replicas: 1, availableReplicas: 0}
          deployment  | FAILED  | status: {conditions: [{type: Progressing, status: "False", reason: ProgressDeadlineExceeded}]}
          deployment  | READY   | status: {updatedReplicas: 1, replicas: 1, availableReplicas: 1}
          job         | WAITING | status: {active: 1}
          job         | READY   | status: {conditions: [{type: Complete, status: "True"}]}
          job         | FAILED  | status: {conditions: [{type: Failed, status: "True", message: too often}]}
          job         | READY   | spec: {suspend: true}
          pod         | WAITING | status: {phase: Pending}
          pod         | WAITING | status: {phase: Running, conditions: [{type: Ready, status: "False"}]}
          pod         | READY   | status: {phase: Running, conditions: [{type: Ready, status: "True"}]}
          pod         | READY   | status: {phase: Succeeded}
          pod         | FAILED  | status: {phase: Failed, message: evicted}
          definition  | WAITING | status: {}
          definition  | READY   | status: {conditions: [{type: Established, status: "True"}]}
          definition  | FAILED  | status: {conditions: [{type: NamesAccepted, status: "False", message: taken}]}
          namespace   | READY   | status: {phase: Active}
          namespace   | FAILED  | status: {phase: Terminating}
          conditions  | READY   | spec: {}
          conditions  | WAITING | status: {conditions: [{type: Ready, status: "False", message: not yet}]}
          conditions  | FAILED  | status: {conditions: [{type: Stalled, status: "True", message: for ever}]}
          conditions  | WAITING | metadata: {generation: 3}, status: {observedGeneration: 2}
          """)
  void state(String kind, Readiness.State state, String live) {
    assertThat(of(kind, live).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          job         | too often             | status: {conditions: [{type: Failed, status: "True", message: too often}]}
          pod         | evicted               | status: {phase: Failed, message: evicted}
          statefulset | 1 of 3 pods are ready | spec: {replicas: 3}, status: {updatedReplicas: 3, readyReplicas: 1}
          conditions  | not yet               | status: {conditions: [{type: Ready, status: "False", message: not yet}]}
          """)
  void reason(String kind, String reason, String live) {
    assertThat(of(kind, live).reason()).isEqualTo(reason);
  }
}
