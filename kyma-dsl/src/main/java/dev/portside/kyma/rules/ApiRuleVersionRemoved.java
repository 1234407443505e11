package dev.portside.kyma.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.kyma.ApiRuleVersion;
import dev.portside.kyma.KymaCluster;
import dev.portside.manifest.Resource;
import dev.portside.platform.Version;
import dev.portside.yaml.Pointer;
import java.util.Optional;
import java.util.stream.Stream;

/** An APIRule stands in a version that the platform's Kyma does not accept. */
final class ApiRuleVersionRemoved implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "kyma-apirule-version-removed",
          Severity.ERROR,
          Rank.SETTING,
          "an APIRule stands in a version that Kyma does not accept");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    Version apiGateway = scene.platform().get(KymaCluster.SECTION).version();
    return scene.manifests().resources().stream()
        .filter(resource -> resource.is(ApiRuleVersion.GROUP, "APIRule"))
        .flatMap(resource -> finding(resource, apiGateway).stream());
  }

  private static Optional<Finding> finding(Resource resource, Version apiGateway) {
    return ApiRuleVersion.of(resource.ref().apiVersion())
        .filter(version -> !version.isAcceptedBy(apiGateway))
        .map(version -> finding(resource, version, apiGateway));
  }

  private static Finding finding(Resource resource, ApiRuleVersion version, Version apiGateway) {
    ApiRuleVersion newest = ApiRuleVersion.newest(apiGateway);
    boolean removed = version.compareTo(newest) < 0;
    return Finding.of(INFO, resource, Pointer.of("apiVersion"))
        .message("Kyma's API gateway %s does not accept APIRule %s".formatted(apiGateway, version))
        .why(
            removed
                ? "it was removed in %s; the rule is refused and nothing is exposed"
                    .formatted(version.removedIn())
                : "it came later; the API server knows no such version")
        .help(
            "write it as %s: %s"
                .formatted(
                    newest,
                    newest.compareTo(ApiRuleVersion.V2ALPHA1) >= 0
                        ? "hosts instead of host, noAuth, jwt or extAuth instead of"
                            + " accessStrategies, path patterns instead of regular expressions"
                        : "with accessStrategies and a regular expression as path"))
        .addCauses(new Cause(resource.target(), "version", 0))
        .build();
  }
}
