package dev.portside.kyma.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.kyma.model.PathPattern;
import dev.portside.kyma.operator.JwtHandler;
import dev.portside.kyma.operator.RoutePath;
import dev.portside.kyma.operator.Strategies;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.List;
import java.util.Optional;

/** A rule of an APIRule that no request reaches, although the operator takes it. */
final class RuleShadowed extends Rule {

  private static final Pointer RULES = Pointer.of("spec", "rules");
  private static final List<String> EVERYTHING = List.of("/.*", ".*", "/(.*)");

  RuleShadowed() {
    super(
        "kyma-rule-shadowed",
        Severity.WARNING,
        Rank.FEATURE,
        "no request reaches a rule of an APIRule");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (ApiRuleView view : ApiRuleView.in(scene)) {
      Sequence rules = view.spec().sequence("rules");
      for (int i = 0; i < rules.size(); i++) {
        String path = rules.mapping(i).findText("path").orElse("");
        boolean unreachable = view.isAccess() && RoutePath.fit(path) == RoutePath.Fit.UNREACHABLE;
        Optional<Integer> earlier = earlier(scene, view, rules, i);
        if (unreachable) {
          found.add(unreachable(view, i, path));
        } else if (earlier.isPresent()) {
          found.add(shadowed(view, rules, i, earlier.get()));
        }
      }
    }
  }

  private static Optional<Integer> earlier(
      Scene scene, ApiRuleView view, Sequence rules, int index) {
    for (int i = 0; i < index; i++) {
      boolean takes =
          view.isAccess()
              ? takes(rules.mapping(i), rules.mapping(index))
              : takesOld(scene, rules.mapping(i), rules.mapping(index));
      if (takes) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /** What the operator itself refuses is a conflict, which is reported instead. */
  private static boolean takes(Mapping earlier, Mapping later) {
    String path = later.findText("path").orElse("");
    String other = earlier.findText("path").orElse("");
    return path.startsWith("/")
        && other.startsWith("/")
        && hasMethodsOf(earlier, later)
        && PathPattern.of(other).covers(PathPattern.of(path));
  }

  private static boolean hasMethodsOf(Mapping earlier, Mapping later) {
    List<String> methods = later.sequence("methods").texts();
    return !methods.isEmpty() && earlier.sequence("methods").texts().containsAll(methods);
  }

  /**
   * The route keeps one entry a path, and an entry that is {@code allow} or leads to Oathkeeper
   * takes every method.
   */
  private static boolean takesOld(Scene scene, Mapping earlier, Mapping later) {
    JwtHandler handler = JwtHandler.of(scene.manifests()).orElse(JwtHandler.ORY);
    String path = later.findText("path").orElse("");
    String other = earlier.findText("path").orElse("");
    boolean through = Strategies.needsOathkeeper(earlier, handler);
    boolean together =
        through && Strategies.needsOathkeeper(later, handler) && handler == JwtHandler.ORY;
    boolean allMethods =
        Strategies.handlers(earlier).contains(Strategies.ALLOW)
            || through && handler == JwtHandler.ORY;
    boolean covered = other.equals(path) || EVERYTHING.contains(other) && allMethods;
    return covered && !together;
  }

  private Finding.Builder unreachable(ApiRuleView view, int index, String path) {
    return at(view.resource(), RULES.child(index).child("path"))
        .message("no request reaches path \"%s\"".formatted(path))
        .why(
            "the route reads it as a regular expression, in which + $ ( and ) have a meaning, and"
                + " the policy reads it literally: nothing matches both, and callers get 403 or"
                + " 404")
        .help("use {*} for the segment")
        .cause(RuleConflict.cause(index));
  }

  private Finding.Builder shadowed(ApiRuleView view, Sequence rules, int index, int earlier) {
    String path = rules.mapping(index).findText("path").orElse("");
    String other = rules.mapping(earlier).findText("path").orElse("");
    return at(view.resource(), RULES.child(index).child("path"))
        .message(
            "no request reaches \"%s\": rules[%d], \"%s\", takes all of them"
                .formatted(path, earlier, other))
        .why("the first rule that matches answers; this one's access and Service are never used")
        .help(
            other.equals(path)
                ? "merge the two rules"
                : "put the rule before rules[%d], or remove it".formatted(earlier))
        .cause(RuleConflict.cause(index));
  }
}
