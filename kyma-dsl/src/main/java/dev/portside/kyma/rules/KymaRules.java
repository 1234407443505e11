package dev.portside.kyma.rules;

import dev.portside.check.Rule;
import java.util.List;

/** Kyma's rules. */
public final class KymaRules {

  private static final List<Rule> ALL =
      List.of(
          new ApiRuleInvalid(),
          new ApiRuleVersionRemoved(),
          new CorsPreflight(),
          new HostDuplicate(),
          new HostUnserved(),
          new MethodsNotEnforced(),
          new MixedAccess(),
          new RuleConflict(),
          new RuleShadowed(),
          new ServiceMissing(),
          new TargetPortNotCaptured(),
          new VersionsMixed(),
          new WorkloadWithoutSidecar());

  private KymaRules() {}

  /** Returns them, by class. */
  public static List<Rule> all() {
    return ALL;
  }
}
