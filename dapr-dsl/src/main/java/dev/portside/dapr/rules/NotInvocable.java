package dev.portside.dapr.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprAnnotations;
import dev.portside.dapr.injection.Fact;
import dev.portside.dapr.injection.SidecarService;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Others name an app whose kind of workload gets no Service from Dapr. */
final class NotInvocable extends Rule {

  /** How programs name the app that they invoke by their sidecar's HTTP API. */
  private static final Pattern INVOCATION =
      Pattern.compile("/v1\\.0/invoke/([-a-z0-9]+)(\\.[-a-z0-9]+)?/");

  /** Kinds whose scopes say for whom they hold, or who is sent to, and nothing of callees. */
  private static final Set<String> NO_CALLEES = Set.of("Resiliency", "Subscription");

  /**
   * Where somebody else's controller makes Deployments of a workload, which the operator then sees
   * with its annotations: Knative Serving does of its Services.
   */
  private static final Set<String> MAKERS_OF_DEPLOYMENTS = Set.of("serving.knative.dev");

  private record App(String namespace, String id) {}

  /** Who names an app; whether that means calling it, or may mean no more than what it may see. */
  private record Mention(String by, boolean calls) {}

  NotInvocable() {
    super(
        "dapr-not-invocable",
        Severity.WARNING,
        Rank.SETTING,
        "others name an app that has no Service to invoke it by");
  }

  @Override
  public void check(Scene scene, Found found) {
    DaprAnnotations known = Keys.known(scene);
    Map<App, Workload> lone = lone(scene, known);
    Map<App, Mention> mentions = lone.isEmpty() ? Map.of() : mentions(scene);
    mentions.forEach(
        (app, mention) -> {
          Workload workload = lone.get(app);
          if (workload != null) {
            found.add(finding(known, workload, app, mention));
          }
        });
  }

  private static Map<App, Workload> lone(Scene scene, DaprAnnotations known) {
    Map<App, Workload> lone = new HashMap<>();
    Set<App> served = new HashSet<>();
    for (Workload workload : scene.manifests().workloads()) {
      String id = known.hasSidecar(workload) ? known.value(workload, "app-id") : null;
      if (id != null) {
        App app = new App(workload.namespace(), id);
        lone.putIfAbsent(app, workload);
        if (isServed(known, workload)
            || scene.manifests().service(app.namespace(), id + "-dapr").isPresent()) {
          served.add(app);
        }
      }
    }
    // Whoever shares an id with one that has the Service is found by it too.
    lone.keySet().removeAll(served);
    return lone;
  }

  private static boolean isServed(DaprAnnotations known, Workload workload) {
    String kind = workload.kind();
    if (MAKERS_OF_DEPLOYMENTS.contains(workload.resource().ref().group())) {
      return true;
    }
    boolean old = kind.equals("StatefulSet") && !known.release().is(Fact.STATEFUL_SETS_SERVED);
    return !old && SidecarService.isServed(kind, true);
  }

  private static Map<App, Mention> mentions(Scene scene) {
    Map<App, Mention> mentions = new HashMap<>();
    for (Resource resource : scene.manifests().resources()) {
      String namespace = resource.namespace();
      if (resource.is("dapr.io", "Resiliency")) {
        Mapping apps = resource.tree().mapping("spec").mapping("targets").mapping("apps");
        apps.keys().forEach(id -> add(mentions, new App(namespace, id), resource, true));
      }
      if (resource.ref().group().equals("dapr.io") && !NO_CALLEES.contains(resource.kind())) {
        resource
            .tree()
            .sequence("scopes")
            .texts()
            .forEach(id -> add(mentions, new App(namespace, id), resource, false));
      }
    }
    for (Workload workload : scene.manifests().workloads()) {
      invocations(workload, mentions);
    }
    return mentions;
  }

  private static void add(Map<App, Mention> mentions, App app, Resource by, boolean calls) {
    Mention mention = new Mention(by.toString(), calls);
    mentions.merge(app, mention, (old, added) -> old.calls() ? old : added);
  }

  private static void invocations(Workload workload, Map<App, Mention> mentions) {
    Sequence containers = workload.containers();
    for (int i = 0; i < containers.size(); i++) {
      Sequence env = containers.mapping(i).sequence("env");
      for (int j = 0; j < env.size(); j++) {
        Matcher invoked = INVOCATION.matcher(env.mapping(j).findText("value").orElse(""));
        while (invoked.find()) {
          String namespace =
              invoked.group(2) == null ? workload.namespace() : invoked.group(2).substring(1);
          add(mentions, new App(namespace, invoked.group(1)), workload.resource(), true);
        }
      }
    }
  }

  private Finding.Builder finding(
      DaprAnnotations known, Workload workload, App app, Mention mention) {
    String key = String.valueOf(known.written(workload, "app-id"));
    return at(workload, key)
        .severity(mention.calls() ? Severity.WARNING : Severity.INFO)
        .message(
            "%s names app \"%s\", a %s, for which Dapr makes no Service"
                .formatted(mention.by(), app.id(), workload.kind()))
        .why(
            "other sidecars find an app by the name %s-dapr, which only Deployments, StatefulSets and"
                    .formatted(app.id())
                + " Rollouts get from the operator")
        .help(
            "add a headless Service %s-dapr that selects its pods, if others should invoke it"
                .formatted(app.id()))
        .addAllAssumed(Keys.assumed(known))
        .cause("invocable");
  }
}
