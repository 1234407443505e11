package dev.portside.istio;

import dev.portside.platform.Section;
import dev.portside.platform.Version;
import java.util.List;
import org.immutables.value.Value;

/**
 * What Istio is assumed to be on a platform. Every default is today's profile's, with its source in
 * {@code META-INF/portside/istio/profiles.yaml}.
 */
@Value.Immutable
public abstract class IstioMesh {

  /** The key of this section of a platform: {@code istio}. */
  public static final Section<IstioMesh> SECTION = new IstioSection();

  /** What becomes of connections to destinations that the mesh does not know. */
  public enum OutboundPolicy {
    /** They pass through unchanged. */
    ALLOW_ANY,
    /** They are closed. */
    REGISTRY_ONLY
  }

  IstioMesh() {}

  static ImmutableIstioMesh.Builder builder() {
    return ImmutableIstioMesh.builder();
  }

  /** Returns the release. */
  public abstract Version version();

  /** Returns whether pods are injected in namespaces and under labels that say nothing. */
  public abstract boolean injectsByDefault();

  /**
   * Returns the names by which labels pick an installed revision: revisions and their tags, {@code
   * default} for the one without a name; empty when they are not known, and any name will do.
   */
  public abstract List<String> revisions();

  /** Returns the mesh-wide outbound policy. */
  public abstract OutboundPolicy outboundPolicy();

  /** Returns whether clients in the mesh use mTLS towards servers in the mesh unasked. */
  public abstract boolean autoMtls();

  /** Returns whether sidecars are native ones, which run before the containers of a pod start. */
  public abstract boolean nativeSidecars();

  /** Returns the namespace whose policies without selector hold for the whole mesh. */
  public abstract String rootNamespace();

  /** Returns the mesh-wide list of captured inbound ports, {@code *} for all. */
  public abstract String includeInboundPorts();

  /** Returns the mesh-wide list of inbound ports that are left alone. */
  public abstract String excludeInboundPorts();

  /** Returns the mesh-wide list of outbound ports that are captured whatever their address. */
  public abstract String includeOutboundPorts();

  /** Returns the mesh-wide list of outbound ports that are left alone. */
  public abstract String excludeOutboundPorts();

  /** Returns the mesh-wide list of captured outbound address ranges, {@code *} for all. */
  public abstract String includeIpRanges();

  /** Returns the mesh-wide list of outbound address ranges that are left alone. */
  public abstract String excludeIpRanges();

  /**
   * Returns the roles whose ports derived exclusions name, in both directions; empty for today's
   * way, in which each direction is derived from what bypasses the mesh in it.
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
    return builder().from(this).nativeSidecars(changed).build();
  }

  /** Returns this with pods injected, or not, where no label says anything. */
  public IstioMesh withInjectionByDefault(boolean changed) {
    return builder().from(this).injectsByDefault(changed).build();
  }

  /** Returns the release, and what it does where no label says anything. */
  @Override
  public final String toString() {
    return "Istio " + version() + (injectsByDefault() ? ", injecting by default" : "");
  }
}
