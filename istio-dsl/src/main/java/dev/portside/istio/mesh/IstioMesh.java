package dev.portside.istio.mesh;

import dev.portside.platform.Section;
import dev.portside.platform.Version;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * Istio as assumed on a platform. Every default comes from today's profile, with its source in
 * {@code META-INF/portside/istio/profiles.yaml}.
 */
@Value.Immutable
public abstract class IstioMesh {

  /** The key of this section of a platform: {@code istio}. */
  public static final Section<IstioMesh> SECTION = new IstioSection();

  /** What happens to connections to destinations that the mesh does not know. */
  public enum OutboundPolicy {
    /** They pass through unchanged. */
    ALLOW_ANY,
    /** They are closed. */
    REGISTRY_ONLY
  }

  /** How connections are captured where a pod does not say. */
  public enum InterceptionMode {
    /** By redirecting them. */
    REDIRECT,
    /** By redirecting outbound connections, and capturing inbound ones transparently (TPROXY). */
    TPROXY,
    /** Not at all. */
    NONE
  }

  /** Whether sidecars are native ones, which run before the containers of a pod start. */
  public enum NativeSidecars {
    /** As the release does by default; {@code release-defaults.txt} says what. */
    DEFAULT,
    /** Where the pod's node, or every node while it has none, runs a kubelet of 1.33 or newer. */
    AUTO,
    /** Always. */
    TRUE,
    /** Never. */
    FALSE
  }

  private static final Version NATIVE_NODE = Version.of("1.33");
  private static final Pattern KUBELET = Pattern.compile("v?(\\d{1,6}\\.\\d{1,6})\\b.*");

  IstioMesh() {}

  /** Returns a builder on which everything must be set; {@code from} copies another one. */
  public static Builder builder() {
    return new Builder();
  }

  /** An external authorizer that is asked with gRPC, about any connection. */
  public static final String GRPC = "grpc";

  /** An external authorizer that is asked with HTTP, about requests alone. */
  public static final String HTTP = "http";

  /** Collects the assumptions about Istio. */
  public static final class Builder extends ImmutableIstioMesh.Builder {
    Builder() {}
  }

  /** Returns the release. */
  public abstract Version version();

  /** Returns whether pods are injected in namespaces and under labels that say nothing. */
  public abstract boolean injectsByDefault();

  /**
   * Returns the names by which labels select an installed revision: revisions and their tags,
   * {@code default} for the one without a name; empty when they are not known, and any name will
   * do.
   */
  public abstract List<String> revisions();

  /** Returns the tags, each with the revision it stands for. */
  public abstract Map<String, String> tags();

  /**
   * Returns the injector's policy: {@code enabled} injects what is selected, {@code disabled} only
   * pods that ask for it themselves; anything else injects nothing.
   */
  public abstract String autoInject();

  /** Returns selectors of pods that are not injected unless they ask for it themselves. */
  public abstract List<String> neverInjectSelector();

  /** Returns selectors of pods that are injected although the policy is {@code disabled}. */
  public abstract List<String> alwaysInjectSelector();

  /** Returns whether Istio's CNI plugin writes the rules, not a container in the pod. */
  public abstract boolean cni();

  /** Returns whether the rules are written with nft, not with iptables. */
  public abstract boolean nativeNftables();

  /** Returns how connections are captured where a pod does not say. */
  public abstract InterceptionMode interceptionMode();

  /** Returns the environment that all proxies get. */
  public abstract Map<String, String> proxyMetadata();

  /** Returns the proxies' port for outbound connections, 1 to 65535. */
  public abstract int proxyListenPort();

  /** Returns the proxies' port for inbound connections, 1 to 65535. */
  public abstract int proxyInboundListenPort();

  /** Returns the status port as the injector excludes it; 0 for none. */
  public abstract int statusPort();

  /** Returns the status port as rewritten probes use it. */
  public abstract int agentStatusPort();

  /** Returns whether probes of the app go through the sidecar. */
  public abstract boolean rewriteAppHttpProbe();

  /** Returns whether announced metrics of the app are scraped from the sidecar. */
  public abstract boolean mergesMetrics();

  /** Returns whether the app's containers wait for the proxy unless their pod says otherwise. */
  public abstract boolean holdsApplication();

  /** Returns whether the app's containers wait for the proxy whatever their pod says. */
  public abstract boolean holdsApplicationAlways();

  /** Returns whether the agent of ambient mode captures DNS where a pod does not say. */
  public abstract boolean ambientDnsCapture();

  /** Returns the mesh-wide outbound policy. */
  public abstract OutboundPolicy outboundPolicy();

  /** Returns whether clients in the mesh use mTLS to servers in the mesh by default. */
  public abstract boolean autoMtls();

  /** Returns when sidecars are native ones where a pod does not say. */
  public abstract NativeSidecars nativePolicy();

  /** Returns whether a pod that neither says so nor has a node yet gets a native sidecar. */
  public final boolean nativeSidecars() {
    return runsNative(null);
  }

  /** Returns the known nodes, each with its kubelet's version. */
  public abstract Map<String, String> kubelets();

  /** Returns the namespace whose policies without a selector apply to the whole mesh. */
  public abstract String rootNamespace();

  /** Returns the trust domain of the certificates that the mesh issues. */
  public abstract String trustDomain();

  /** Returns the trust domains whose certificates count as the mesh's own. */
  public abstract List<String> trustDomainAliases();

  /** Returns what proxies do to paths before policies look at them. */
  public abstract PathNormalization pathNormalization();

  /** Returns the external authorizers by name, each {@code http} or {@code grpc}. */
  public abstract Map<String, String> extensionProviders();

  /** Returns how many proxies in front of the gateways are believed, 0 or more. */
  public abstract int numTrustedProxies();

  /** Returns the trust domains whose certificates proxies accept, the mesh's own first. */
  public final List<String> trustDomains() {
    return Stream.concat(Stream.of(trustDomain()), trustDomainAliases().stream()).toList();
  }

  /** Returns the mesh-wide list of captured inbound ports, {@code *} for all. */
  public abstract String includeInboundPorts();

  /** Returns the mesh-wide list of excluded inbound ports. */
  public abstract String excludeInboundPorts();

  /** Returns the mesh-wide list of outbound ports that are captured whatever their address. */
  public abstract String includeOutboundPorts();

  /** Returns the mesh-wide list of excluded outbound ports. */
  public abstract String excludeOutboundPorts();

  /** Returns the mesh-wide list of captured outbound address ranges, {@code *} for all. */
  public abstract String includeIpRanges();

  /** Returns the mesh-wide list of excluded outbound address ranges. */
  public abstract String excludeIpRanges();

  /**
   * Returns the roles whose ports derived exclusions name, in both directions; empty for today's
   * behaviour, in which each direction is derived from what bypasses the mesh in that direction.
   */
  public abstract List<String> excludedRoles();

  /** Returns this with another release. */
  public IstioMesh withVersion(String changed) {
    return builder().from(this).version(Version.of(changed)).build();
  }

  /** Returns this with another mesh-wide outbound policy. */
  public IstioMesh withOutboundPolicy(OutboundPolicy changed) {
    return builder().from(this).outboundPolicy(changed).build();
  }

  /** Returns this with native sidecars or classic ones. */
  public IstioMesh withNativeSidecars(boolean changed) {
    NativeSidecars always = changed ? NativeSidecars.TRUE : NativeSidecars.FALSE;
    return builder().from(this).nativePolicy(always).build();
  }

  /** Returns this with the rules written by Istio's CNI plugin, or by a container in the pod. */
  public IstioMesh withCni(boolean changed) {
    return builder().from(this).cni(changed).build();
  }

  /** Returns this with pods injected, or not, where no label says anything. */
  public IstioMesh withInjectionByDefault(boolean changed) {
    return builder().from(this).injectsByDefault(changed).build();
  }

  /**
   * Returns whether a pod that does not say gets a native sidecar: by its own node, or by every
   * node while it has none; where no node is known, nodes are assumed to be new enough.
   */
  public final boolean runsNative(@Nullable String node) {
    NativeSidecars policy =
        nativePolicy() == NativeSidecars.DEFAULT
            ? ReleaseDefaults.nativeSidecars(version())
            : nativePolicy();
    if (policy != NativeSidecars.AUTO) {
      return policy == NativeSidecars.TRUE;
    }
    return node != null && !kubelets().isEmpty()
        ? canRunNative(kubelets().getOrDefault(node, ""))
        : kubelets().values().stream().allMatch(IstioMesh::canRunNative);
  }

  private static boolean canRunNative(String kubelet) {
    Matcher matcher = KUBELET.matcher(kubelet);
    return matcher.matches() && Version.of(matcher.group(1)).isAtLeast(NATIVE_NODE);
  }

  /** Returns the release, and what it does where no label says anything. */
  @Override
  public final String toString() {
    return "Istio " + version() + (injectsByDefault() ? ", injecting by default" : "");
  }
}
