package dev.portside.kyma.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.kyma.ApiRuleVersion;
import dev.portside.kyma.model.PathTrie;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two rules that the operator refuses together: one path and method, as it reads paths. */
final class RuleConflict extends Rule {

  private static final Pointer RULES = Pointer.of("spec", "rules");

  RuleConflict() {
    super(
        "kyma-rule-conflict",
        Severity.ERROR,
        Rank.SETTING,
        "an earlier rule of an APIRule covers the path and method of a later one");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (ApiRuleView view : ApiRuleView.in(scene)) {
      new Search(view, found).run();
    }
  }

  /** Returns the cause of a conflict, which is no shadow as well. */
  static String cause(int rule) {
    return "rule " + rule + " is taken";
  }

  /** One way through the rules of one APIRule. */
  private final class Search {

    private final ApiRuleView view;
    private final Sequence rules;
    private final Found found;

    /** What has been seen of each method, in order of the rules. */
    private final Map<String, PathTrie> tries = new LinkedHashMap<>();

    Search(ApiRuleView view, Found found) {
      this.view = view;
      this.found = found;
      this.rules = view.spec().sequence("rules");
    }

    void run() {
      for (int i = 0; i < rules.size(); i++) {
        Mapping rule = rules.mapping(i);
        String path = rule.findText("path").orElse("");
        List<String> methods = rule.sequence("methods").texts();
        List<String> taken = new ArrayList<>();
        int twice = -1;
        for (int k = 0; k < methods.size(); k++) {
          boolean again = methods.subList(0, k).contains(methods.get(k));
          twice = again && twice < 0 ? k : twice;
          if (!again && collides(methods.get(k), path)) {
            taken.add(methods.get(k));
          }
        }
        if (!taken.isEmpty()) {
          found.add(conflict(i, path, taken));
        } else if (twice >= 0 && isRefusedTwice()) {
          found.add(twice(i, twice, methods.get(twice)));
        }
      }
    }

    /** Older operators compare texts; those of 2020 did without methods. */
    private boolean collides(String method, String path) {
      boolean alpha = view.version() == ApiRuleVersion.V1ALPHA1;
      if (view.isAccess()) {
        return tries.computeIfAbsent(method, m -> new PathTrie()).collides(path);
      }
      String key = alpha ? path : method + " " + path;
      // A rule of several methods is one path to the operators of 2020.
      return tries.putIfAbsent(key, new PathTrie()) != null && !(alpha && isSameRule(path));
    }

    private boolean isSameRule(String path) {
      long before = 0;
      for (int i = 0; i < rules.size(); i++) {
        before += path.equals(rules.mapping(i).text("path")) ? 1 : 0;
      }
      return before == 1;
    }

    private boolean isRefusedTwice() {
      return view.isAccess() || view.version() == ApiRuleVersion.V1BETA1 && rules.size() > 1;
    }

    private Finding.Builder conflict(int index, String path, List<String> methods) {
      int earlier = earlier(index, path, methods.get(0));
      String other = rules.mapping(earlier).findText("path").orElse("");
      return builder(RULES.child(index).child("path"), index)
          .message(
              "an earlier rule covers %s %s: rules[%d], \"%s\""
                  .formatted(String.join(", ", methods), path, earlier, other))
          .help(
              other.equals(path)
                  ? "merge the two rules, or give each its own methods"
                  : isOneThenAny(other, path)
                      ? "write \"%s/{**}\" for deeper paths: {*} takes any one segment, {**} too"
                          .formatted(other)
                      : "put the rule before rules[%d]".formatted(earlier));
    }

    private static boolean isOneThenAny(String earlier, String later) {
      return earlier.endsWith("/{*}")
          && (later.equals("/*") && earlier.equals("/{*}")
              || later.equals(earlier.substring(0, earlier.length() - 3) + "{**}"));
    }

    private int earlier(int index, String path, String method) {
      for (int i = 0; i < index; i++) {
        PathTrie alone = new PathTrie();
        String other = rules.mapping(i).findText("path").orElse("");
        boolean same =
            view.version() == ApiRuleVersion.V1ALPHA1
                || rules.mapping(i).sequence("methods").texts().contains(method);
        alone.collides(other);
        if (same && (view.isAccess() ? alone.collides(path) : other.equals(path))) {
          return i;
        }
      }
      return Math.max(0, index - 1);
    }

    private Finding.Builder twice(int index, int method, String name) {
      return builder(RULES.child(index).child("methods").child(method), index)
          .message("method %s is listed twice in one rule".formatted(name))
          .help("remove the second");
    }

    private Finding.Builder builder(Pointer field, int index) {
      return at(view.resource(), field)
          .why("the operator refuses the rule: it ends in Error, and nothing is exposed")
          .cause(RuleConflict.cause(index));
    }
  }
}
