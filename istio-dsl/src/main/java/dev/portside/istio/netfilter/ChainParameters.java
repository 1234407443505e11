package dev.portside.istio.netfilter;

import org.immutables.value.Value;

/**
 * What the writer of the rules is told: by the arguments of the container istio-init, or by Istio's
 * CNI plugin, in each case after annotations and mesh-wide defaults were put together. All lists
 * stand as they were written.
 */
@Value.Immutable
public interface ChainParameters {

  /** Returns {@code REDIRECT} or {@code TPROXY}. */
  String mode();

  /** Returns where connections go that the pod opens. */
  int proxyPort();

  /** Returns where connections go that reach the pod. */
  int inboundPort();

  /** Returns the proxy's user. */
  int uid();

  /** Returns the proxy's group. */
  int gid();

  /** Returns the outbound address ranges that are captured, or {@code *}. */
  String includeRanges();

  /** Returns the outbound address ranges that are left. */
  String excludeRanges();

  /** Returns the inbound ports that are captured, or {@code *}. */
  String includeInbound();

  /** Returns the inbound ports that are left. */
  String excludeInbound();

  /** Returns the outbound ports that are captured whatever their address. */
  String includeOutbound();

  /** Returns the outbound ports that are left. */
  String excludeOutbound();

  /** Returns interfaces of virtual machines in the pod, whose traffic counts as outbound. */
  String virtualInterfaces();

  /** Returns interfaces whose traffic is left. */
  String excludeInterfaces();

  /** Returns the range that counts as loopback. */
  String loopback();

  /** Returns the groups whose outbound traffic is captured, or {@code *}. */
  String groups();

  /** Returns the groups whose outbound traffic is left. */
  String excludeGroups();

  /** Returns whether DNS is captured. */
  boolean dns();

  /** Returns whether DNS is captured whatever server it goes to. */
  boolean allDns();

  /** Returns whether IP version 6 has rules beside version 4. */
  boolean dualStack();

  /** Returns what writes the rules. */
  ChainTool tool();

  /** Returns a builder of which everything must be set. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects what the writer is told. */
  final class Builder extends ImmutableChainParameters.Builder {
    Builder() {}
  }
}
