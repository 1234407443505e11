package dev.portside.istio.extension;

import dev.portside.Extension;
import dev.portside.check.FieldTable;
import dev.portside.check.Rule;
import dev.portside.istio.IstioNamespace;
import dev.portside.istio.authorization.IstioPermission;
import dev.portside.istio.capture.IstioTraffic;
import dev.portside.istio.rules.IstioRules;
import dev.portside.lifecycle.ApplyPhase;
import dev.portside.lifecycle.Lifecycle;
import dev.portside.lifecycle.LookUp;
import dev.portside.manifest.Manifests;
import dev.portside.traffic.Made;
import dev.portside.traffic.Permission;
import java.util.List;
import java.util.Optional;

/** What Portside knows of Istio. */
public final class IstioExtension extends IstioTraffic implements Extension {

  private static final List<FieldTable> FIELDS =
      List.of(
          FieldTable.of(
              IstioNamespace.class,
              "fields.txt",
              List.of(
                  "extensions.istio.io",
                  "networking.istio.io",
                  "security.istio.io",
                  "telemetry.istio.io")));

  /** Called by the service loader. */
  public IstioExtension() {}

  @Override
  public Optional<Permission> permission(Manifests manifests, List<Made> made) {
    return IstioPermission.of(manifests, made);
  }

  @Override
  public List<Rule> rules() {
    return IstioRules.all();
  }

  @Override
  public List<LookUp> lookUps() {
    return IstioLookUps.all();
  }

  @Override
  public List<FieldTable> fields() {
    return FIELDS;
  }

  /** A route lets requests in; all else of Istio's decides how they are treated. */
  @Override
  public List<Lifecycle> lifecycles() {
    return List.of(
        Lifecycle.of("extensions.istio.io", Lifecycle.ANY, ApplyPhase.POLICY),
        Lifecycle.of("networking.istio.io", Lifecycle.ANY, ApplyPhase.POLICY),
        Lifecycle.of("networking.istio.io", "VirtualService", ApplyPhase.EXPOSURE),
        Lifecycle.of("security.istio.io", Lifecycle.ANY, ApplyPhase.POLICY),
        Lifecycle.of("telemetry.istio.io", Lifecycle.ANY, ApplyPhase.POLICY));
  }
}
