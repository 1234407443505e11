package dev.portside.istio;

import dev.portside.manifest.Manifests;
import dev.portside.traffic.Capture;
import dev.portside.traffic.TrafficSource;
import java.util.Optional;

/** Istio's capture. Public for Istio's extension only; no API. */
public class IstioTraffic implements TrafficSource {

  /** Called by the extension. */
  protected IstioTraffic() {}

  @Override
  public final String id() {
    return "istio";
  }

  @Override
  public final Optional<Capture> capture(Manifests manifests) {
    return Optional.of(new IstioCapture(manifests));
  }
}
