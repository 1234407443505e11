package dev.portside.istio.capture;

import dev.portside.istio.gateway.GatewayClaims;
import dev.portside.manifest.Manifests;
import dev.portside.traffic.Capture;
import dev.portside.traffic.PortUse;
import dev.portside.traffic.TrafficSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Istio's capture, and what its routes claim. */
public class IstioTraffic implements TrafficSource {

  /** Called by the extension. */
  protected IstioTraffic() {}

  @Override
  public final String id() {
    return "istio";
  }

  @Override
  public final void claims(Manifests manifests, Consumer<PortUse> claims) {
    GatewayClaims.claims(manifests, claims);
  }

  @Override
  public final Optional<Capture> capture(Manifests manifests) {
    return Optional.of(new IstioCapture(manifests));
  }
}
