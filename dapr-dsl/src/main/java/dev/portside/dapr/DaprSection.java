package dev.portside.dapr;

import dev.portside.Internal;
import dev.portside.platform.Section;
import dev.portside.platform.Settings;
import dev.portside.platform.Version;

/** Reads the section {@code dapr} of a platform. */
@Internal
public final class DaprSection extends Section<DaprRuntime> {

  /** Called by the service loader. */
  public DaprSection() {
    super("dapr");
  }

  @Override
  protected DaprRuntime read(Settings settings) {
    return new DaprRuntime(
        Version.of(settings.text("version")), settings.text("namespace"), settings.flag("mtls"));
  }
}
