package dev.portside.kyma.extension;

import dev.portside.Extension;
import dev.portside.check.FieldTable;
import dev.portside.check.Rule;
import dev.portside.kyma.KymaTraffic;
import dev.portside.kyma.rules.KymaRules;
import dev.portside.lifecycle.Lifecycle;
import dev.portside.lifecycle.LookUp;
import dev.portside.lifecycle.PublicUrl;
import dev.portside.manifest.Manifests;
import dev.portside.traffic.Made;
import java.util.List;

/** What Portside knows of Kyma. */
public final class KymaExtension extends KymaTraffic implements Extension {

  private static final List<FieldTable> FIELDS =
      List.of(FieldTable.of(KymaTraffic.class, "fields.txt", List.of("gateway.kyma-project.io")));

  /** Called by the service loader. */
  public KymaExtension() {}

  @Override
  public List<Made> made(Manifests manifests) {
    return MadePolicies.of(manifests);
  }

  @Override
  public List<Rule> rules() {
    return KymaRules.all();
  }

  @Override
  public List<LookUp> lookUps() {
    return KymaLookUps.all();
  }

  @Override
  public List<FieldTable> fields() {
    return FIELDS;
  }

  @Override
  public List<PublicUrl> urls(Manifests manifests) {
    return ApiRuleUrls.of(manifests);
  }

  @Override
  public List<Lifecycle> lifecycles() {
    return List.of(ApiRuleReadiness.LIFECYCLE);
  }
}
