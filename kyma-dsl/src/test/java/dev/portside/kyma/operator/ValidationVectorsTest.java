package dev.portside.kyma.operator;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.kyma.Recording;
import dev.portside.kyma.Recording.Differences;
import dev.portside.kyma.operator.Reconciliation.State;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each line is an APIRule in a cluster, and what Kyma's operator made of it. */
final class ValidationVectorsTest {

  @Test
  void outcome_asOperator() {
    assertThat(Recording.judge("kyma-operator-validation", ValidationVectorsTest::judge)).isEmpty();
  }

  private static void judge(Mapping line, Differences differences) {
    Vector vector = Vector.of(line);
    Mapping expect = vector.expect();
    Reconciliation outcome = vector.outcome();
    differences.compare("admissible", expect.text("admissible"), "" + vector.isAdmissible());
    differences.compare("valid", expect.text("valid"), "" + (outcome.state() == State.READY));
    differences.compare("state", state(expect.mapping("status")), outcome.state());
    differences.compare(
        "failures", paths(expect.sequence("failures")), attributes(outcome.failures()));
    differences.compare("error", expect.has("reconcileError"), !outcome.error().isEmpty());
    differences.compare("breaks", expect.has("reconcilePanic"), outcome.breaks());
    differences.compare("refused", refused(expect), refused(outcome));
    differences.compare("created", created(expect.mapping("created")), created(vector, outcome));
    if (expect.has("validatorOnUntouchedObject")) {
      Mapping spec = vector.rule().tree().mapping("spec");
      List<OperatorRefusal> untouched =
          Operator.in(vector.objects()).validateAccess(vector.rule(), spec).orElseThrow();
      differences.compare(
          "untouched", paths(expect.sequence("validatorOnUntouchedObject")), attributes(untouched));
    }
  }

  private static State state(Mapping status) {
    String word = status.findText("state").or(() -> status.findText("code")).orElse("");
    return switch (word) {
      case "Ready", "OK" -> State.READY;
      case "Warning" -> State.WARNING;
      case "Error", "ERROR" -> State.ERROR;
      default -> State.NONE;
    };
  }

  private static List<String> paths(Sequence failures) {
    return Stream.of(failures)
        .flatMap(list -> java.util.stream.IntStream.range(0, list.size()).mapToObj(list::mapping))
        .map(failure -> failure.text("path"))
        .sorted()
        .toList();
  }

  private static List<String> attributes(List<OperatorRefusal> failures) {
    return failures.stream().map(OperatorRefusal::attribute).sorted().toList();
  }

  private static List<String> refused(Mapping expect) {
    List<String> refused = new ArrayList<>();
    for (Tree object : expect.sequence("generatedRefusedByApiServer")) {
      for (Tree cause : ((Mapping) object).sequence("causes")) {
        refused.add(((Mapping) object).text("kind") + " " + ((Mapping) cause).text("field"));
      }
    }
    return refused.stream().sorted().toList();
  }

  private static List<String> refused(Reconciliation outcome) {
    return outcome.refused().stream().map(one -> one.kind() + " " + one.path()).sorted().toList();
  }

  private static List<Integer> created(Mapping created) {
    return Stream.of("virtualServices", "authorizationPolicies", "requestAuthentications")
        .map(kind -> Integer.valueOf(created.findText(kind).orElse("0")))
        .toList();
  }

  /** A VirtualService that is the rule's own already is changed, not created. */
  private static List<Integer> created(Vector vector, Reconciliation outcome) {
    if (outcome.made().isEmpty()) {
      return List.of(0, 0, 0);
    }
    Generated made = outcome.made().get(0);
    boolean there =
        vector.objects().resources().stream()
            .filter(resource -> resource.kind().equals("VirtualService"))
            .anyMatch(resource -> HostCheck.isOwned(resource, vector.rule()));
    return List.of(there ? 0 : 1, made.policies().size(), made.authentications().size());
  }
}
