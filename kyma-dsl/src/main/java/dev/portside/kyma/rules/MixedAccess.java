package dev.portside.kyma.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.kyma.ApiRuleVersion;
import dev.portside.kyma.admission.AdmissionViolation;
import dev.portside.kyma.operator.OperatorRefusal;
import dev.portside.kyma.operator.Strategies;
import dev.portside.manifest.Manifests;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.List;

/** A rule chooses no kind of access, or several that exclude one another. */
final class MixedAccess extends Rule {

  private static final List<String> KINDS = List.of("noAuth", "jwt", "extAuth");
  private static final Pointer RULES = Pointer.of("spec", "rules");

  MixedAccess() {
    super(
        "kyma-mixed-access",
        Severity.ERROR,
        Rank.SETTING,
        "a rule chooses no kind of access, or several");
  }

  /** Returns whether what the API server refuses is this rule's to report. */
  static boolean isIts(AdmissionViolation violation) {
    Pointer above = violation.field().parent();
    return violation.type() == AdmissionViolation.Type.INVALID && above.equals(RULES);
  }

  @Override
  public void check(Scene scene, Found found) {
    Manifests context = ApiRuleView.context(scene.manifests());
    for (ApiRuleView view : ApiRuleView.in(scene)) {
      Sequence rules = view.spec().sequence("rules");
      List<OperatorRefusal> failures =
          view.isAccess() ? List.of() : view.failures(view.admission(), context).orElse(List.of());
      for (int i = 0; i < rules.size(); i++) {
        if (view.isAccess()) {
          access(view, rules.mapping(i), RULES.child(i), found);
        } else {
          strategies(failures, view, rules.mapping(i), RULES.child(i), found);
        }
      }
    }
  }

  private void access(ApiRuleView view, Mapping rule, Pointer field, Found found) {
    List<String> chosen =
        KINDS.stream()
            .filter(rule::has)
            .filter(kind -> !kind.equals("noAuth") || "true".equals(rule.text("noAuth")))
            .toList();
    if (chosen.size() == 1) {
      return;
    }
    boolean off = chosen.isEmpty() && rule.has("noAuth");
    Pointer at =
        chosen.isEmpty() ? off ? field.child("noAuth") : field : field.child(chosen.get(1));
    found.add(
        finding(view, at)
            .message(
                chosen.isEmpty()
                    ? off
                        ? "noAuth is false, and the rule has neither jwt nor extAuth"
                        : "the rule has none of noAuth, jwt and extAuth"
                    : "the rule has %s; only one of them is allowed"
                        .formatted(String.join(" and ", chosen)))
            .why("the API server refuses the rule")
            .help(
                chosen.contains("extAuth") && chosen.contains("jwt")
                    ? "ask for the token in extAuth.restrictions"
                    : "write noAuth: true, jwt or extAuth, one of them"));
  }

  /** Operators of 2020 take any strategies together, and Oathkeeper tries one after another. */
  private void strategies(
      List<OperatorRefusal> failures, ApiRuleView view, Mapping rule, Pointer field, Found found) {
    List<String> handlers = Strategies.handlers(rule);
    Pointer at = field.child("accessStrategies");
    boolean refused =
        failures.stream()
            .anyMatch(
                failure ->
                    failure.check() == OperatorRefusal.Check.MIXED_ACCESS
                        && failure.field().toString().startsWith(at.toString()));
    boolean alpha =
        view.version() == ApiRuleVersion.V1ALPHA1
            && handlers.size() > 1
            && handlers.stream().anyMatch(Strategies::isOpen);
    if (refused || alpha) {
      found.add(
          finding(view, at.child(1))
              .severity(alpha ? Severity.WARNING : Severity.ERROR)
              .message("strategies %s are combined".formatted(String.join(" and ", handlers)))
              .why(
                  alpha
                      ? "a caller that one refuses is let in by another"
                      : "the operator refuses the rule: it ends in Error, and nothing is exposed")
              .help("keep the one you want"));
    }
  }

  private Finding.Builder finding(ApiRuleView view, Pointer field) {
    return at(view.resource(), field).cause("access " + field);
  }
}
