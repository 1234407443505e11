package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.authorization.PolicyChecks;
import dev.portside.istio.authorization.PolicyProblem;
import dev.portside.manifest.Resource;

/** The API server or istiod's webhook refuses an AuthorizationPolicy. */
final class PolicyInvalid extends Rule {

  PolicyInvalid() {
    super(
        "istio-policy-invalid",
        Severity.ERROR,
        Rank.SETTING,
        "an AuthorizationPolicy is refused when it is applied");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Resource policy : Authorization.policies(scene.manifests())) {
      for (PolicyProblem problem : PolicyChecks.of(policy)) {
        found.add(
            at(policy, problem.field())
                .message(problem.message())
                .why(
                    "the API server or Istio's webhook refuses the policy: it is not in force, and"
                        + " what it should protect stays as it was")
                .help(problem.help())
                .addCauses(Cause.field(policy, problem.field())));
      }
    }
  }
}
