package dev.portside.istio;

import dev.portside.platform.Section;
import dev.portside.platform.Settings;
import dev.portside.platform.Version;

/** Reads the section {@code istio} of a platform. Public for the service loader only. */
public final class IstioSection extends Section<IstioMesh> {

  /** Called by the service loader. */
  public IstioSection() {
    super("istio");
  }

  @Override
  protected IstioMesh read(Settings settings) {
    return IstioMesh.builder()
        .version(Version.of(settings.text("version")))
        .injectsByDefault(settings.flag("injectsByDefault"))
        .revisions(settings.texts("revisions"))
        .outboundPolicy(settings.choice("outboundPolicy", IstioMesh.OutboundPolicy.class))
        .autoMtls(settings.flag("autoMtls"))
        .nativeSidecars(settings.flag("nativeSidecars"))
        .rootNamespace(settings.text("rootNamespace"))
        .includeInboundPorts(settings.text("includeInboundPorts"))
        .excludeInboundPorts(settings.text("excludeInboundPorts"))
        .includeOutboundPorts(settings.text("includeOutboundPorts"))
        .excludeOutboundPorts(settings.text("excludeOutboundPorts"))
        .includeIpRanges(settings.text("includeIPRanges"))
        .excludeIpRanges(settings.text("excludeIPRanges"))
        .excludedRoles(settings.texts("excludedRoles"))
        .build();
  }
}
