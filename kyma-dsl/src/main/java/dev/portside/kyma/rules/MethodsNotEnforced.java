package dev.portside.kyma.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.kyma.KymaCluster;
import dev.portside.kyma.operator.JwtHandler;
import dev.portside.kyma.operator.Strategies;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.List;
import java.util.Set;

/** The strategy allow lets every method through, whatever its rule lists. */
final class MethodsNotEnforced extends Rule {

  private static final Version KNOWS_NO_AUTH = Version.of("2.2");
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

  MethodsNotEnforced() {
    super(
        "kyma-methods-not-enforced",
        Severity.WARNING,
        Rank.SETTING,
        "a rule with strategy allow lists methods, but every method gets through");
  }

  @Override
  public void check(Scene scene, Found found) {
    boolean noAuth = scene.platform().get(KymaCluster.SECTION).version().isAtLeast(KNOWS_NO_AUTH);
    for (ApiRuleView view : ApiRuleView.all(scene)) {
      Sequence rules = view.isAccess() ? Sequence.empty() : view.spec().sequence("rules");
      for (int i = 0; i < rules.size(); i++) {
        Mapping rule = rules.mapping(i);
        int allow = Strategies.handlers(rule).indexOf(Strategies.ALLOW);
        List<String> methods = rule.sequence("methods").texts();
        boolean some = !methods.isEmpty() && !methods.containsAll(METHODS);
        if (allow >= 0 && some && !isEnforced(scene, rules)) {
          Pointer field =
              Pointer.of("spec", "rules").child(i).child("accessStrategies").child(allow);
          found.add(finding(view, field.child("handler"), methods, noAuth));
        }
      }
    }
  }

  /** Istio's mode makes a policy for every rule as soon as one is jwt or no_auth. */
  private static boolean isEnforced(Scene scene, Sequence rules) {
    boolean policies = false;
    for (int i = 0; i < rules.size(); i++) {
      List<String> handlers = Strategies.handlers(rules.mapping(i));
      policies |= handlers.contains(Strategies.JWT) || handlers.contains(Strategies.NO_AUTH);
    }
    return policies && JwtHandler.of(scene.manifests()).orElse(JwtHandler.ORY) == JwtHandler.ISTIO;
  }

  /** Before no_auth there was no way to let some methods through and nobody in between. */
  private Finding.Builder finding(
      ApiRuleView view, Pointer field, List<String> methods, boolean noAuth) {
    return at(view.resource(), field)
        .severity(noAuth ? Severity.WARNING : Severity.INFO)
        .message(
            "handler allow lets every method through, not only %s"
                .formatted(String.join(", ", methods)))
        .why(
            "the route of allow does not check the method, so POST and DELETE reach the app as"
                + " well")
        .help(
            noAuth
                ? "write no_auth, which enforces the methods"
                : "write noop, for which Oathkeeper enforces the methods, or check them in the app")
        .cause("methods " + field);
  }
}
