package dev.portside.kyma.extension;

import dev.portside.kyma.KymaCluster;
import dev.portside.lifecycle.LookUp;
import dev.portside.manifest.ResourceRef;
import dev.portside.platform.Platform;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import java.util.List;
import java.util.Optional;

/**
 * What a cluster tells about Kyma. Sources: kyma-project/api-gateway 3.10.0
 * config/manager/manager.yaml, internal/reconciliations/gateway/kyma_gateway.go and gardener.go;
 * kyma-project/kyma 1.14.0 components/xip-patch/xip-patch.sh,
 * resources/core/charts/gateway/templates/gateway.yaml.
 */
final class KymaLookUps {

  private static final String WILDCARD = "*.";

  private KymaLookUps() {}

  /** The Gateway is asked last: its hosts are what requests have to name. */
  static List<LookUp> all() {
    return List.of(
        LookUp.of(
            new ResourceRef(
                "apps/v1", "Deployment", "kyma-system", "api-gateway-controller-manager"),
            KymaLookUps::operator),
        LookUp.of(
            new ResourceRef("v1", "ConfigMap", "kube-system", "shoot-info"),
            (platform, live) -> domain(platform, live.mapping("data").findText("domain"))),
        LookUp.of(
            new ResourceRef("v1", "ConfigMap", "kyma-installer", "net-global-overrides"),
            (platform, live) ->
                domain(platform, live.mapping("data").findText("global.ingress.domainName"))),
        LookUp.of(KymaLookUps::gateway, (platform, live) -> domain(platform, servedDomain(live))));
  }

  /** Every release of Istio since 2018 serves this version of Gateways. */
  private static ResourceRef gateway(Platform platform) {
    String gateway = platform.get(KymaCluster.SECTION).gateway();
    int slash = gateway.indexOf('/');
    return new ResourceRef(
        "networking.istio.io/v1alpha3",
        "Gateway",
        gateway.substring(0, Math.max(0, slash)),
        gateway.substring(slash + 1));
  }

  private static Platform operator(Platform platform, Mapping deployment) {
    KymaCluster kyma = platform.get(KymaCluster.SECTION);
    return LookUp.release(deployment, "manager")
        .map(Version::toString)
        .map(release -> platform.with(KymaCluster.SECTION, kyma.withVersion(release)))
        .orElse(platform);
  }

  private static Platform domain(Platform platform, Optional<String> domain) {
    KymaCluster kyma = platform.get(KymaCluster.SECTION);
    return domain
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(text -> platform.with(KymaCluster.SECTION, kyma.withDomain(text)))
        .orElse(platform);
  }

  /** A host may be limited to a namespace: {@code shop/*.example.com}. */
  private static Optional<String> servedDomain(Mapping gateway) {
    return gateway.mapping("spec").sequence("servers").size() == 0
        ? Optional.empty()
        : gateway.mapping("spec").sequence("servers").mapping(0).sequence("hosts").texts().stream()
            .findFirst()
            .map(host -> host.substring(host.indexOf('/') + 1))
            .filter(host -> host.startsWith(WILDCARD))
            .map(host -> host.substring(WILDCARD.length()));
  }
}
