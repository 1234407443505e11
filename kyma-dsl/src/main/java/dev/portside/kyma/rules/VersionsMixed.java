package dev.portside.kyma.rules;

import dev.portside.check.Cause;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.kyma.ApiRuleVersion;
import dev.portside.kyma.ExposedService;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Pointer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules of v2 and of an older version expose one workload: the policies of v2 shut the others. */
final class VersionsMixed extends Rule {

  private static final Pointer NAME = Pointer.of("metadata", "name");

  VersionsMixed() {
    super(
        "kyma-versions-mixed",
        Severity.WARNING,
        Rank.SETTING,
        "APIRules of v2 and of an older version expose one workload");
  }

  @Override
  public void check(Scene scene, Found found) {
    Map<Workload, Resource> newer = new HashMap<>();
    List<ExposedService> exposed = ExposedService.in(scene.manifests());
    for (ExposedService one : exposed) {
      if (isAccess(one.rule())) {
        pods(scene.manifests(), one).forEach(pods -> newer.putIfAbsent(pods, one.rule()));
      }
    }
    for (ExposedService one : exposed) {
      if (!isAccess(one.rule())) {
        older(scene.manifests(), one, newer, found);
      }
    }
  }

  private void older(
      Manifests manifests, ExposedService one, Map<Workload, Resource> newer, Found found) {
    for (Workload pods : pods(manifests, one)) {
      Resource other = newer.get(pods);
      if (other != null) {
        report(one.rule(), other, pods, found);
        return;
      }
    }
  }

  private static boolean isAccess(Resource rule) {
    return ApiRuleVersion.of(rule.ref().apiVersion())
        .filter(version -> version.compareTo(ApiRuleVersion.V2ALPHA1) >= 0)
        .isPresent();
  }

  private static List<Workload> pods(Manifests manifests, ExposedService exposed) {
    ServiceView service = manifests.service(exposed.namespace(), exposed.name()).orElse(null);
    return service == null ? List.of() : manifests.selectedBy(service);
  }

  private void report(Resource older, Resource newer, Workload pods, Found found) {
    String version = older.ref().apiVersion();
    found.add(
        at(older, NAME)
            .message(
                "%s is of %s, and %s of v2 exposes %s too"
                    .formatted(older, version.substring(version.indexOf('/') + 1), newer, pods))
            .why(
                "v2 makes policies that let in its own hosts, paths and methods only: requests by"
                    + " the older rule are answered 403")
            .help(
                "write both as v2; until then an AuthorizationPolicy of your own must let the"
                    + " gateway in for the older rule's requests")
            .addCauses(Cause.field(older, NAME)));
  }
}
