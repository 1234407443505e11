package dev.portside.dapr.extension;

import dev.portside.Extension;
import dev.portside.check.FieldTable;
import dev.portside.check.Rule;
import dev.portside.dapr.DaprTraffic;
import dev.portside.dapr.rules.DaprRules;
import dev.portside.lifecycle.ApplyPhase;
import dev.portside.lifecycle.Lifecycle;
import dev.portside.lifecycle.LookUp;
import java.util.List;

/** What Portside knows of Dapr. */
public final class DaprExtension extends DaprTraffic implements Extension {

  private static final List<FieldTable> FIELDS =
      List.of(FieldTable.of(DaprTraffic.class, "fields.txt", List.of("dapr.io")));

  /** Called by the service loader. */
  public DaprExtension() {}

  @Override
  public List<Rule> rules() {
    return DaprRules.all();
  }

  @Override
  public List<LookUp> lookUps() {
    return DaprLookUps.all();
  }

  @Override
  public List<FieldTable> fields() {
    return FIELDS;
  }

  /** A sidecar reads its configuration and its components when it starts. */
  @Override
  public List<Lifecycle> lifecycles() {
    return List.of(Lifecycle.of("dapr.io", Lifecycle.ANY, ApplyPhase.CONFIGURATION));
  }
}
