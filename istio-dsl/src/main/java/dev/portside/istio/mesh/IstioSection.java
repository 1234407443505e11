package dev.portside.istio.mesh;

import dev.portside.Internal;
import dev.portside.platform.Section;
import dev.portside.platform.Settings;
import dev.portside.platform.Version;

/** Reads the section {@code istio} of a platform. */
@Internal
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
        .tags(settings.pairs("tags"))
        .autoInject(settings.text("autoInject"))
        .neverInjectSelector(settings.texts("neverInjectSelector"))
        .alwaysInjectSelector(settings.texts("alwaysInjectSelector"))
        .cni(settings.flag("cni"))
        .nativeNftables(settings.flag("nativeNftables"))
        .interceptionMode(settings.choice("interceptionMode", IstioMesh.InterceptionMode.class))
        .proxyMetadata(settings.pairs("proxyMetadata"))
        .proxyListenPort(settings.port("proxyListenPort", 1))
        .proxyInboundListenPort(settings.port("proxyInboundListenPort", 1))
        .statusPort(settings.port("statusPort", 0))
        .agentStatusPort(settings.port("agentStatusPort", 1))
        .rewriteAppHttpProbe(settings.flag("rewriteAppHTTPProbe"))
        .mergesMetrics(settings.flag("enablePrometheusMerge"))
        .holdsApplication(settings.flag("holdApplicationUntilProxyStarts"))
        .holdsApplicationAlways(settings.flag("holdsApplicationAlways"))
        .ambientDnsCapture(settings.flag("ambientDnsCapture"))
        .outboundPolicy(settings.choice("outboundPolicy", IstioMesh.OutboundPolicy.class))
        .autoMtls(settings.flag("autoMtls"))
        .nativePolicy(settings.choice("nativeSidecars", IstioMesh.NativeSidecars.class))
        .kubelets(settings.pairs("kubelets"))
        .rootNamespace(settings.text("rootNamespace"))
        .trustDomain(settings.text("trustDomain"))
        .trustDomainAliases(settings.texts("trustDomainAliases"))
        .pathNormalization(settings.choice("pathNormalization", PathNormalization.class))
        .numTrustedProxies(settings.port("numTrustedProxies", 0))
        .extensionProviders(settings.pairs("extensionProviders"))
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
