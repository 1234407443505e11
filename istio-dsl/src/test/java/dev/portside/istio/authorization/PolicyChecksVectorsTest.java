package dev.portside.istio.authorization;

import dev.portside.istio.Vectors;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each policy of the recordings, and whether the definition and istiod's webhook took it. */
final class PolicyChecksVectorsTest {

  @Test
  void policies_asAdmitted() {
    Vectors.Judge judge = new Vectors.Judge("authz.jsonl, admission");
    for (Mapping line : Vectors.json("authz.jsonl")) {
      Sequence policies = line.sequence("policies");
      List<String> admission = line.sequence("admission").texts();
      for (int i = 0; i < policies.size(); i++) {
        Resource policy = Resource.made("recording", i, policies.mapping(i), "default");
        List<PolicyProblem> problems = PolicyChecks.of(policy);
        boolean refused = admission.get(i).startsWith("refused");
        judge.judge(
            "%s #%d".formatted(line.findText("id").orElseThrow(), i),
            problems.isEmpty() == refused
                ? "%s, and %s".formatted(admission.get(i), problems)
                : "");
      }
    }
    judge.finish();
  }
}
