package dev.portside.dapr;

import dev.portside.Internal;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.traffic.KnownService;
import dev.portside.traffic.PortUse;
import dev.portside.traffic.TrafficSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** What Dapr's sidecars and control plane claim. */
@Internal
public class DaprTraffic implements TrafficSource {

  /** The claimant of Dapr's claims. */
  public static final String ID = "dapr";

  /** Called by the extension. */
  protected DaprTraffic() {}

  @Override
  public final String id() {
    return ID;
  }

  @Override
  public final void claims(Manifests manifests, Consumer<PortUse> claims) {
    new DaprClaims(manifests).claims(claims);
  }

  @Override
  public final List<KnownService> services(Platform platform) {
    return DaprPorts.services(platform);
  }

  @Override
  public final Function<Workload, Set<Integer>> lore(Manifests manifests) {
    return new DaprClaims(manifests)::lore;
  }
}
