package dev.portside.kyma.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.manifest.Edit;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule v2 has a CORS policy, and a path takes no OPTIONS. Source: kyma-project/api-gateway 3.10.0
 * docs/user/custom-resources/apirule/04-70-changes-in-apirule-v2.md.
 */
final class CorsPreflight extends Rule {

  private static final String OPTIONS = "OPTIONS";

  CorsPreflight() {
    super(
        "kyma-cors-preflight",
        Severity.WARNING,
        Rank.SETTING,
        "an APIRule has a CORS policy, and no rule of a path takes OPTIONS");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (ApiRuleView view : ApiRuleView.in(scene)) {
      Mapping cors = view.spec().mapping("corsPolicy");
      if (view.isAccess() && !cors.sequence("allowOrigins").isEmpty()) {
        check(view, found);
      }
    }
  }

  /**
   * Any rule of a path may take it; a rule that asks for a token does not let preflight through.
   */
  private void check(ApiRuleView view, Found found) {
    Sequence rules = view.spec().sequence("rules");
    Map<String, List<String>> methods = new HashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      String path = rules.mapping(i).findText("path").orElse("");
      methods
          .computeIfAbsent(path, p -> new ArrayList<>())
          .addAll(rules.mapping(i).sequence("methods").texts());
    }
    for (int i = 0; i < rules.size(); i++) {
      String path = rules.mapping(i).findText("path").orElse("");
      List<String> all = methods.getOrDefault(path, List.of());
      if (!all.isEmpty() && !all.contains(OPTIONS)) {
        methods.remove(path);
        Pointer field = Pointer.of("spec", "rules").child(i).child("methods");
        boolean open = "true".equals(rules.mapping(i).text("noAuth"));
        found.add(finding(view, field, path, open));
      }
    }
  }

  private Finding.Builder finding(ApiRuleView view, Pointer field, String path, boolean open) {
    Finding.Builder finding =
        at(view.resource(), field)
            .message("corsPolicy is set, and no rule of path %s takes OPTIONS".formatted(path))
            .why(
                "browsers ask with OPTIONS before they call across origins: the gateway has no"
                    + " route for it, answers 404, and the call is not made")
            .help(
                open
                    ? "add OPTIONS to the methods"
                    : "add a rule of the path with methods [OPTIONS] and noAuth: true: browsers"
                        + " send no token with it")
            .addCauses(Cause.field(view.resource(), field));
    if (open) {
      finding.addEdits(
          new Edit.AddToList(
              view.resource().target(), field, Edit.ListForm.SEQUENCE, List.of(OPTIONS), true));
    }
    return finding;
  }
}
