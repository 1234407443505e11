package dev.portside.traffic;

import dev.portside.manifest.Source;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A claim: this process of this party dials or listens on a port, to this peer, protected by this.
 * Made by whoever knows the process; it says nothing of meshes but what it needs of one.
 */
@Value.Immutable
public interface PortUse {

  /** Returns whose process it is. */
  Party party();

  /** Returns the process, by its container's or program's name: {@code daprd}, {@code app}. */
  String process();

  /** Returns the other end. */
  Peer peer();

  /** Returns when it is needed; {@link Phase#RUN} by default. */
  @Value.Default
  default Phase phase() {
    return Phase.RUN;
  }

  /** Returns how the processes protect it themselves. */
  Protection protection();

  /**
   * Returns what the processes speak inside of that protection; {@link Protocol#UNKNOWN} by
   * default.
   */
  @Value.Default
  default Protocol protocol() {
    return Protocol.UNKNOWN;
  }

  /** Returns what it asks of a mesh; {@link Need#ANY} by default. */
  @Value.Default
  default Need need() {
    return Need.ANY;
  }

  /** Returns what it is for, by a stable name of the claimant's, such as {@code dapr-internal}. */
  String role();

  /** Returns the family its role belongs to, such as {@code control-plane} or {@code component}. */
  String group();

  /** Returns the id of the extension that claims it. */
  String claimant();

  /** Returns, in a sentence without a period, what the connection carries. */
  String purpose();

  /** Returns where the fact comes from: project, file, version. */
  String fact();

  /** Returns where a manifest decides the port or its peer, where one does. */
  Optional<Source> written();

  /** Returns which way the connection is opened. Kept at hand, since every rule asks every end. */
  @Value.Derived
  @Value.Auxiliary
  default Direction direction() {
    return peer().direction();
  }

  /**
   * Returns the claim of another process of the pod that is asked in this one's stead, over plain
   * HTTP.
   *
   * @param process the process
   * @param callers who ask, and the port at which they do
   */
  default PortUse relayedBy(String process, Peer.Callers callers) {
    return ((ImmutablePortUse) ImmutablePortUse.copyOf(this))
        .withProcess(process)
        .withPeer(callers)
        .withProtection(Protection.plaintext())
        .withProtocol(Protocol.HTTP1);
  }

  /** Returns a builder. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects a claim; {@code build()} fails naming what is missing. */
  final class Builder extends ImmutablePortUse.Builder {}
}
