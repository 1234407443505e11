package dev.portside.istio.extension;

import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.mesh.PathNormalization;
import dev.portside.istio.pod.AnnotationGrammar;
import dev.portside.lifecycle.LookUp;
import dev.portside.manifest.ResourceRef;
import dev.portside.platform.Platform;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * What a cluster tells about Istio, as far as the revision without a name goes.
 *
 * <p>Sources: istio/istio 1.31 manifests/charts/istio-control/istio-discovery/templates/
 * configmap.yaml, istiod-injector-configmap.yaml and deployment.yaml; pilot/pkg/features.
 */
final class IstioLookUps {

  private static final String NAMESPACE = "istio-system";

  private IstioLookUps() {}

  /** Returns them; nodes come first, since istiod's own word beats what they suggest. */
  public static List<LookUp> all() {
    return List.of(
        LookUp.ofAll("v1", "Node", IstioLookUps::node),
        LookUp.of(named("apps/v1", "Deployment", "istiod"), IstioLookUps::istiod),
        ofData("istio", "mesh", IstioLookUps::meshConfig),
        ofData("istio-sidecar-injector", "values", IstioLookUps::injectorValues));
  }

  private static ResourceRef named(String apiVersion, String kind, String name) {
    return new ResourceRef(apiVersion, kind, NAMESPACE, name);
  }

  /** Both ConfigMaps hold a text of their own, in YAML or JSON. */
  private static LookUp ofData(
      String name, String key, BiFunction<Platform, Mapping, Platform> learned) {
    return LookUp.of(
        named("v1", "ConfigMap", name),
        (platform, live) -> learned.apply(platform, LookUp.parsed(live.mapping("data").text(key))));
  }

  private static Platform node(Platform platform, Mapping live) {
    String name = live.mapping("metadata").findText("name").orElse("");
    String kubelet =
        live.mapping("status").mapping("nodeInfo").findText("kubeletVersion").orElse("");
    if (name.isEmpty() || kubelet.isEmpty()) {
      return platform;
    }
    IstioMesh mesh = platform.get(IstioMesh.SECTION);
    return platform.with(
        IstioMesh.SECTION, IstioMesh.builder().from(mesh).putKubelets(name, kubelet).build());
  }

  private static Platform istiod(Platform platform, Mapping deployment) {
    IstioMesh mesh = platform.get(IstioMesh.SECTION);
    Optional<Version> release = LookUp.release(deployment, "discovery");
    if (release.isPresent()) {
      mesh = mesh.withVersion(release.get().toString());
    }
    String wanted = variable(LookUp.container(deployment, "discovery"), "ENABLE_NATIVE_SIDECARS");
    if (wanted.equals("true") || wanted.equals("false")) {
      mesh = mesh.withNativeSidecars(wanted.equals("true"));
    }
    return platform.with(IstioMesh.SECTION, mesh);
  }

  private static String variable(Mapping container, String name) {
    for (Tree each : container.sequence("env")) {
      if (each instanceof Mapping variable && name.equals(variable.text("name"))) {
        return variable.findText("value").orElse("");
      }
    }
    return "";
  }

  private static Platform meshConfig(Platform platform, Mapping config) {
    IstioMesh.Builder mesh = IstioMesh.builder().from(platform.get(IstioMesh.SECTION));
    config
        .mapping("outboundTrafficPolicy")
        .findText("mode")
        .flatMap(IstioLookUps::policy)
        .ifPresent(mesh::outboundPolicy);
    flag(config, "enableAutoMtls", mesh::autoMtls);
    flag(config, "enablePrometheusMerge", mesh::mergesMetrics);
    config.findText("rootNamespace").filter(name -> !name.isEmpty()).ifPresent(mesh::rootNamespace);
    identities(config, mesh);
    port(config, "proxyListenPort", mesh::proxyListenPort);
    port(config, "proxyInboundListenPort", mesh::proxyInboundListenPort);
    Mapping proxies = config.mapping("defaultConfig");
    port(proxies, "statusPort", mesh::agentStatusPort);
    flag(proxies, "holdApplicationUntilProxyStarts", mesh::holdsApplication);
    for (IstioMesh.InterceptionMode mode : IstioMesh.InterceptionMode.values()) {
      if (mode.name().equals(proxies.text("interceptionMode"))) {
        mesh.interceptionMode(mode);
      }
    }
    Mapping metadata = proxies.mapping("proxyMetadata");
    metadata
        .keys()
        .forEach(
            key -> metadata.findText(key).ifPresent(value -> mesh.putProxyMetadata(key, value)));
    return platform.with(IstioMesh.SECTION, mesh.build());
  }

  /** What AuthorizationPolicies depend on. */
  private static void identities(Mapping config, IstioMesh.Builder mesh) {
    config.findText("trustDomain").filter(name -> !name.isEmpty()).ifPresent(mesh::trustDomain);
    if (config.has("trustDomainAliases")) {
      mesh.trustDomainAliases(config.sequence("trustDomainAliases").texts());
    }
    for (PathNormalization each : PathNormalization.values()) {
      if (each.name().equals(config.mapping("pathNormalization").text("normalization"))) {
        mesh.pathNormalization(each);
      }
    }
    Sequence providers = config.sequence("extensionProviders");
    for (int i = 0; i < providers.size(); i++) {
      Mapping provider = providers.mapping(i);
      String asked =
          provider.has("envoyExtAuthzHttp")
              ? IstioMesh.HTTP
              : provider.has("envoyExtAuthzGrpc") ? IstioMesh.GRPC : "";
      if (!asked.isEmpty()) {
        provider.findText("name").ifPresent(name -> mesh.putExtensionProviders(name, asked));
      }
    }
  }

  private static Optional<IstioMesh.OutboundPolicy> policy(String mode) {
    for (IstioMesh.OutboundPolicy policy : IstioMesh.OutboundPolicy.values()) {
      if (policy.name().equals(mode.toUpperCase(Locale.ROOT))) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }

  private static Platform injectorValues(Platform platform, Mapping values) {
    IstioMesh.Builder mesh = IstioMesh.builder().from(platform.get(IstioMesh.SECTION));
    flag(
        values.mapping("sidecarInjectorWebhook"),
        "enableNamespacesByDefault",
        mesh::injectsByDefault);
    flag(
        values.mapping("sidecarInjectorWebhook"), "rewriteAppHTTPProbe", mesh::rewriteAppHttpProbe);
    flag(values.mapping("pilot").mapping("cni"), "enabled", mesh::cni);
    flag(values.mapping("global"), "nativeNftables", mesh::nativeNftables);
    Mapping proxy = values.mapping("global").mapping("proxy");
    flag(proxy, "holdApplicationUntilProxyStarts", mesh::holdsApplicationAlways);
    proxy.findText("autoInject").ifPresent(mesh::autoInject);
    port(proxy, "statusPort", mesh::statusPort);
    proxy.findText("includeInboundPorts").ifPresent(mesh::includeInboundPorts);
    proxy.findText("excludeInboundPorts").ifPresent(mesh::excludeInboundPorts);
    proxy.findText("includeOutboundPorts").ifPresent(mesh::includeOutboundPorts);
    proxy.findText("excludeOutboundPorts").ifPresent(mesh::excludeOutboundPorts);
    proxy.findText("includeIPRanges").ifPresent(mesh::includeIpRanges);
    proxy.findText("excludeIPRanges").ifPresent(mesh::excludeIpRanges);
    return platform.with(IstioMesh.SECTION, mesh.build());
  }

  /** What is no port says nothing. */
  private static void port(Mapping mapping, String key, IntConsumer consumer) {
    String text = mapping.findText(key).orElse("");
    if (AnnotationGrammar.PORT.refusal(text) == null) {
      consumer.accept(Integer.parseInt(text.trim()));
    }
  }

  /** What is no truth value says nothing. */
  private static void flag(Mapping mapping, String key, Consumer<Boolean> consumer) {
    String text = mapping.get(key) instanceof Scalar scalar ? scalar.text() : "";
    if (text.equals("true") || text.equals("false")) {
      consumer.accept(text.equals("true"));
    }
  }
}
