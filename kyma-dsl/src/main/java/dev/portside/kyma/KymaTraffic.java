package dev.portside.kyma;

import dev.portside.Internal;
import dev.portside.manifest.Manifests;
import dev.portside.traffic.Need;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.PortUse;
import dev.portside.traffic.Protection;
import dev.portside.traffic.TrafficSource;
import java.util.function.Consumer;

/** What APIRules claim: the gateway dials the Service, and proxies ask authorizers. */
@Internal
public class KymaTraffic implements TrafficSource {

  /** The claimant of Kyma's claims. */
  public static final String ID = "kyma";

  private static final Party GATEWAY =
      new Party.Outside(Party.Kind.GATEWAY, "istio-system", "istio-ingressgateway");

  /** Called by the extension. */
  protected KymaTraffic() {}

  @Override
  public final String id() {
    return ID;
  }

  @Override
  public final void claims(Manifests manifests, Consumer<PortUse> claims) {
    for (ExposedService exposed : ExposedService.in(manifests)) {
      claims.accept(
          PortUse.builder()
              .party(GATEWAY)
              .process("gateway")
              .peer(new Peer.Service(exposed.namespace(), exposed.name(), exposed.port()))
              .protection(Protection.plaintext())
              .need(Need.CAPTURE)
              .role("apirule")
              .group("ingress")
              .claimant(ID)
              .purpose("requests from outside by " + exposed.rule())
              .fact("kyma-project/api-gateway 3.10.0, internal/processing")
              .written(exposed.rule().source(exposed.field()))
              .build());
    }
    AuthorizerClaims.claims(manifests, claims);
  }
}
