package dev.portside.kyma;

import dev.portside.Internal;
import dev.portside.platform.Section;
import dev.portside.platform.Settings;
import dev.portside.platform.Version;

/** Reads the section {@code kyma} of a platform. */
@Internal
public final class KymaSection extends Section<KymaCluster> {

  /** Called by the service loader. */
  public KymaSection() {
    super("kyma");
  }

  @Override
  protected KymaCluster read(Settings settings) {
    return new KymaCluster(
        Version.of(settings.text("version")), settings.text("gateway"), settings.text("domain"));
  }
}
