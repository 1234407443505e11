package dev.portside.dapr.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.List;
import java.util.Set;

/** The scopes of a resource name no app, or are where Dapr does not read them. */
final class ComponentScopeUnknown extends Rule {

  private static final Set<String> SCOPED =
      Set.of("Component", "HTTPEndpoint", "Resiliency", "Subscription", "MCPServer");
  private static final Pointer SCOPES = Pointer.of("scopes");
  private static final Pointer INSIDE = Pointer.of("spec", "scopes");

  ComponentScopeUnknown() {
    super(
        "dapr-component-scope-unknown",
        Severity.ERROR,
        Rank.SETTING,
        "scopes name an app that the set lacks, or are inside spec");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Resource resource : scene.manifests().resources()) {
      if (resource.ref().group().equals(DaprResources.GROUP) && SCOPED.contains(resource.kind())) {
        misplaced(resource, found);
        unknown(scene, resource, found);
      }
    }
  }

  private void misplaced(Resource resource, Found found) {
    if (resource.tree().at(INSIDE) == null) {
      return;
    }
    boolean free = resource.tree().at(SCOPES) == null;
    Edit.Target target = resource.target();
    found.add(
        at(resource, INSIDE)
            .message("scopes are inside spec")
            .why(
                free
                    ? "Dapr does not read them there: every app of the namespace sees it"
                    : "Dapr does not read them there: only those beside spec count")
            .help(free ? "move them up one level, beside spec" : "remove them")
            .addEdits(
                free
                    ? new Edit.MoveField(target, INSIDE, SCOPES, true)
                    : new Edit.RemoveField(target, INSIDE, true))
            .fieldCause());
  }

  private void unknown(Scene scene, Resource resource, Found found) {
    Sequence scopes = resource.tree().sequence("scopes");
    if (scopes.isEmpty()) {
      return;
    }
    Set<String> known = DaprResources.appIds(scene, resource.namespace());
    for (int i = 0; i < scopes.size(); i++) {
      Tree scope = scopes.get(i);
      if (scope instanceof Scalar id && id.isString() && !known.contains(id.text())) {
        found.add(finding(scene, resource, SCOPES.child(i), id.text(), known));
      }
    }
  }

  private Finding.Builder finding(
      Scene scene, Resource resource, Pointer at, String id, Set<String> known) {
    String near =
        KeyGuess.of(id, List.copyOf(known)).map(name -> "; the nearest is " + name).orElse("");
    return at(resource, at)
        .severity(DaprResources.absent(scene))
        .message(
            "scope \"%s\" is not the app id of any workload in namespace %s%s"
                .formatted(id, resource.namespace(), near))
        .why("only apps that the scopes name see it, and no app has this id")
        .help("write the app id of a workload, as dapr.io/app-id has it")
        .fieldCause();
  }
}
