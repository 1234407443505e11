package dev.portside.kyma.rules;

import dev.portside.kyma.ApiRuleVersion;
import dev.portside.kyma.KymaCluster;
import dev.portside.kyma.conversion.GatewayNames;
import dev.portside.kyma.operator.Gateways;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A host that an APIRule claims.
 *
 * @param field where it stands
 * @param written the host as it is written
 * @param whole the host with its domain, as far as that is known
 */
record ClaimedHost(Pointer field, String written, String whole) {

  /** Returns the hosts of a rule. */
  static List<ClaimedHost> of(ApiRuleView view, Manifests manifests) {
    List<ClaimedHost> hosts = new ArrayList<>();
    Mapping spec = view.spec();
    if (view.isAccess()) {
      List<String> texts = spec.sequence("hosts").texts();
      for (int i = 0; i < texts.size(); i++) {
        hosts.add(of(view, manifests, Pointer.of("spec", "hosts").child(i), texts.get(i)));
      }
      return hosts;
    }
    boolean alpha = view.version() == ApiRuleVersion.V1ALPHA1;
    Pointer field = alpha ? Pointer.of("spec", "service", "host") : Pointer.of("spec", "host");
    (alpha ? spec.mapping("service") : spec)
        .findText("host")
        .ifPresent(host -> hosts.add(of(view, manifests, field, host)));
    return hosts;
  }

  private static ClaimedHost of(ApiRuleView view, Manifests manifests, Pointer field, String host) {
    return new ClaimedHost(field, host, whole(view, manifests, host));
  }

  /** Old rules take the domain of Kyma's own Gateway, whichever they name. */
  private static String whole(ApiRuleView view, Manifests manifests, String host) {
    if (host.indexOf('.') >= 0) {
      return host;
    }
    KymaCluster kyma = manifests.platform().get(KymaCluster.SECTION);
    String gateway = view.isAccess() ? gateway(view) : kyma.gateway();
    String domain =
        gatewayOf(manifests, gateway)
            .map(Gateways::domain)
            .orElse(gateway.equals(kyma.gateway()) ? kyma.domain() : gateway);
    return domain.isEmpty() ? host : host + "." + domain;
  }

  /**
   * Returns the Gateway that a rule names, as {@code namespace/name}; empty where it names none.
   */
  static String gateway(ApiRuleView view) {
    String named = view.spec().findText("gateway").orElse("");
    if (view.isAccess()) {
      return named.isEmpty()
          ? view.spec().findText("externalGateway").map(Gateways::generated).orElse("")
          : named;
    }
    return GatewayNames.translated(named, view.resource().namespace()).orElse("");
  }

  static Optional<Resource> gatewayOf(Manifests manifests, String name) {
    return Gateways.find(manifests, name);
  }
}
