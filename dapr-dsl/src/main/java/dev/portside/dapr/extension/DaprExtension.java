package dev.portside.dapr.extension;

import dev.portside.Extension;
import dev.portside.check.Rule;
import dev.portside.dapr.DaprTraffic;
import dev.portside.dapr.rules.DaprRules;
import java.util.List;

/** What Portside knows of Dapr. Public for the service loader only. */
public final class DaprExtension extends DaprTraffic implements Extension {

  /** Called by the service loader. */
  public DaprExtension() {}

  @Override
  public List<Rule> rules() {
    return DaprRules.all();
  }
}
