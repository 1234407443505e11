package dev.portside.check;

import dev.portside.manifest.Resource;
import dev.portside.traffic.Flow;
import dev.portside.traffic.PolicyVerdict;
import dev.portside.traffic.Tri;
import java.util.List;

/** A connection would work, and a policy does not let it through. */
final class FlowRefused extends Rule {

  FlowRefused() {
    super(
        "flow-refused",
        Severity.ERROR,
        Rank.OUTCOME,
        "a connection works, and a policy does not let it through");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Flow flow : scene.traffic().flows()) {
      if (flow.outcome().isRefused()) {
        for (PolicyVerdict verdict : flow.policies()) {
          Resource policy = verdict.policy();
          if (verdict.lets() == Tri.NO && policy != null) {
            found.add(finding(flow, verdict, policy));
          }
        }
      }
    }
  }

  private Finding.Builder finding(Flow flow, PolicyVerdict verdict, Resource policy) {
    return at(policy, verdict.field())
        .message(
            "%s does not let %s reach %s on port %d (%s)"
                .formatted(
                    policy,
                    FlowRule.names(flow.clients()),
                    FlowRule.names(flow.servers()),
                    flow.meeting().wire().port(),
                    flow.client().use().role()))
        .why(verdict.reason() + ": the connection would work, and is refused")
        .help(verdict.help())
        .addAllCauses(List.of(Cause.field(policy, verdict.field())));
  }
}
