package dev.portside.kyma.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.kyma.ApiRuleMigration;
import dev.portside.kyma.ApiRuleVersion;
import dev.portside.kyma.KymaCluster;
import dev.portside.manifest.Resource;
import dev.portside.platform.Version;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Position;
import java.util.List;
import java.util.stream.Collectors;

/** An APIRule stands in a version that the platform's Kyma does not accept. */
final class ApiRuleVersionRemoved extends Rule {

  ApiRuleVersionRemoved() {
    super(
        "kyma-apirule-version-removed",
        Severity.ERROR,
        Rank.SETTING,
        "an APIRule uses a version that Kyma does not accept");
  }

  @Override
  public void check(Scene scene, Found found) {
    Version apiGateway = scene.platform().get(KymaCluster.SECTION).version();
    for (Resource resource : scene.manifests().ofKind(ApiRuleVersion.GROUP, "APIRule")) {
      ApiRuleVersion.of(resource.ref().apiVersion())
          .filter(version -> !version.isAcceptedBy(apiGateway))
          .ifPresent(version -> found.add(finding(resource, version, apiGateway)));
    }
  }

  private Finding.Builder finding(Resource resource, ApiRuleVersion version, Version apiGateway) {
    ApiRuleVersion newest = ApiRuleVersion.newest(apiGateway);
    boolean removed = version.compareTo(newest) < 0;
    List<ApiRuleMigration> migration =
        removed ? List.of(ApiRuleMigration.of(resource).to(newest)) : List.of();
    return at(resource, Pointer.of("apiVersion"))
        .message("Kyma's API gateway %s does not accept APIRule %s".formatted(apiGateway, version))
        .why(
            removed
                ? "it was removed in %s; the rule is refused and nothing is exposed"
                    .formatted(version.removedIn())
                : "it came later; the API server does not know that version")
        .help(migration.isEmpty() ? older(newest) : help(migration.get(0), newest))
        .cause("version")
        .edits(migration.stream().flatMap(one -> one.edits().stream()).toList());
  }

  private static String older(ApiRuleVersion newest) {
    return "write it as %s: with accessStrategies and a regular expression as path"
        .formatted(newest);
  }

  /** Says what keeps the rule from being migrated, or what changes when it is. */
  private static String help(ApiRuleMigration migration, ApiRuleVersion newest) {
    List<ApiRuleMigration.Note> notes =
        migration.isExact() ? migration.notes() : migration.refused();
    String said =
        notes.stream()
            .map(note -> note.message() + line(note) + ": " + note.help())
            .collect(Collectors.joining("; "));
    return "write it as %s%s%s"
        .formatted(
            newest,
            migration.isExact() ? "" : "; it cannot be migrated as it is",
            said.isEmpty() ? "" : "; " + said);
  }

  private static String line(ApiRuleMigration.Note note) {
    Position position = note.source().position();
    return position == null ? "" : " (line %d)".formatted(position.line());
  }
}
