package dev.portside.platform;

import java.util.List;

/** A section as an extension would have it. Found by the service loader. */
public final class SampleSection extends Section<SampleSection.Sample> {

  static final SampleSection SECTION = new SampleSection();

  enum Mode {
    ALLOW_ANY,
    REGISTRY_ONLY
  }

  record Sample(Version version, boolean on, Mode mode, List<String> roles) {}

  /** Called by the service loader. */
  public SampleSection() {
    super("sample");
  }

  @Override
  protected Sample read(Settings settings) {
    return new Sample(
        Version.of(settings.text("version")),
        settings.flag("on"),
        settings.choice("mode", Mode.class),
        settings.texts("roles"));
  }
}
