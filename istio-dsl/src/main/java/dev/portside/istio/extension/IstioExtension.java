package dev.portside.istio.extension;

import dev.portside.Extension;
import dev.portside.check.Rule;
import dev.portside.istio.IstioTraffic;
import dev.portside.istio.rules.IstioRules;
import java.util.List;

/** What Portside knows of Istio. Public for the service loader only. */
public final class IstioExtension extends IstioTraffic implements Extension {

  /** Called by the service loader. */
  public IstioExtension() {}

  @Override
  public List<Rule> rules() {
    return IstioRules.all();
  }
}
