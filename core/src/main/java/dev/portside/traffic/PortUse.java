package dev.portside.traffic;

import dev.portside.manifest.Source;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A claim: this process of this party dials or listens on a port, to this peer, protected by this.
 * Made by whoever knows the process; it says nothing of meshes but what it needs of one. Immutable.
 *
 * <p>Thousands of claims of a set differ in little but their party: what they have in common is
 * kept once, where they are made of each other.
 */
public final class PortUse {

  /** The claimant of what Kubernetes' own resources say. */
  public static final String KUBERNETES = "kubernetes";

  /** What a claim says but for who makes it to whom. */
  private record Topic(
      String process,
      Phase phase,
      Protection protection,
      Protocol protocol,
      Need need,
      String role,
      String group,
      String claimant,
      String purpose,
      String fact) {}

  private final Party party;
  private final Peer peer;
  private final Direction direction;
  private final Topic topic;
  private final @Nullable Source written;

  private PortUse(Party party, Peer peer, Topic topic, @Nullable Source written) {
    this.party = party;
    this.peer = peer;
    this.direction = peer.direction();
    this.topic = topic;
    this.written = written;
  }

  /** Returns whose process it is. */
  public Party party() {
    return party;
  }

  /** Returns the process, by its container's or program's name: {@code daprd}, {@code app}. */
  public String process() {
    return topic.process();
  }

  /** Returns the other end. */
  public Peer peer() {
    return peer;
  }

  /** Returns which way the connection is opened. */
  public Direction direction() {
    return direction;
  }

  /** Returns when it is needed; {@link Phase#RUN} by default. */
  public Phase phase() {
    return topic.phase();
  }

  /** Returns how the processes protect it themselves. */
  public Protection protection() {
    return topic.protection();
  }

  /**
   * Returns what the processes speak inside of that protection; {@link Protocol#UNKNOWN} by
   * default.
   */
  public Protocol protocol() {
    return topic.protocol();
  }

  /** Returns what it asks of a mesh; {@link Need#ANY} by default. */
  public Need need() {
    return topic.need();
  }

  /** Returns what it is for, by a stable name of the claimant's, such as {@code dapr-internal}. */
  public String role() {
    return topic.role();
  }

  /** Returns the family its role belongs to, such as {@code control-plane} or {@code component}. */
  public String group() {
    return topic.group();
  }

  /** Returns the id of the extension that claims it, or {@link #KUBERNETES}. */
  public String claimant() {
    return topic.claimant();
  }

  /** Returns, in a sentence without a period, what the connection carries. */
  public String purpose() {
    return topic.purpose();
  }

  /** Returns where the fact comes from: project, file, version. */
  public String fact() {
    return topic.fact();
  }

  /** Returns where a manifest decides the port or its peer, where one does. */
  public Optional<Source> written() {
    return Optional.ofNullable(written);
  }

  /** Returns the same claim of another party. */
  public PortUse of(Party other) {
    return of(other, peer, written);
  }

  /** Returns the same claim of another party, to another peer, decided elsewhere or nowhere. */
  public PortUse of(Party other, Peer to, @Nullable Source where) {
    return new PortUse(other, to, topic, where);
  }

  /**
   * Returns the claim of another process of the pod that is asked instead of this one, over plain
   * HTTP.
   *
   * @param process the process
   * @param callers who ask, and the port at which they do
   */
  public PortUse relayedBy(String process, Peer.Callers callers) {
    return new PortUse(
        party, callers, spoken(process, Protocol.HTTP1, Protection.plaintext()), written);
  }

  /** Returns the claim as it would be if the processes spoke that protocol, in plaintext. */
  PortUse ifSpoken(Protocol protocol) {
    return new PortUse(
        party, peer, spoken(topic.process(), protocol, Protection.plaintext()), written);
  }

  private Topic spoken(String process, Protocol protocol, Protection protection) {
    return new Topic(
        process,
        topic.phase(),
        protection,
        protocol,
        topic.need(),
        topic.role(),
        topic.group(),
        topic.claimant(),
        topic.purpose(),
        topic.fact());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PortUse use
        && party.equals(use.party)
        && peer.equals(use.peer)
        && topic.equals(use.topic)
        && Objects.equals(written, use.written);
  }

  @Override
  public int hashCode() {
    return Objects.hash(party, peer, topic, written);
  }

  /** Returns {@code party process -> peer (role)}, or {@code <-} for one that listens. */
  @Override
  public String toString() {
    String way = direction == Direction.INBOUND ? "<-" : "->";
    return "%s %s %s %s (%s)".formatted(party, topic.process(), way, peer, topic.role());
  }

  /** Returns a builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects a claim; {@code build()} fails naming what is missing. */
  public static final class Builder {

    private @Nullable Party party;
    private @Nullable Peer peer;
    private @Nullable Source written;
    private @Nullable String process;
    private Phase phase = Phase.RUN;
    private @Nullable Protection protection;
    private Protocol protocol = Protocol.UNKNOWN;
    private Need need = Need.ANY;
    private @Nullable String role;
    private @Nullable String group;
    private @Nullable String claimant;
    private @Nullable String purpose;
    private @Nullable String fact;

    private Builder() {}

    /** Sets whose process it is. */
    public Builder party(Party party) {
      this.party = party;
      return this;
    }

    /** Sets the other end. */
    public Builder peer(Peer peer) {
      this.peer = peer;
      return this;
    }

    /** Sets where a manifest decides the port or its peer; nowhere by default. */
    public Builder written(@Nullable Source written) {
      this.written = written;
      return this;
    }

    /** Sets the process. */
    public Builder process(String process) {
      this.process = process;
      return this;
    }

    /** Sets when it is needed. */
    public Builder phase(Phase phase) {
      this.phase = phase;
      return this;
    }

    /** Sets how the processes protect it themselves. */
    public Builder protection(Protection protection) {
      this.protection = protection;
      return this;
    }

    /** Sets what the processes speak inside of that protection. */
    public Builder protocol(Protocol protocol) {
      this.protocol = protocol;
      return this;
    }

    /** Sets what it asks of a mesh. */
    public Builder need(Need need) {
      this.need = need;
      return this;
    }

    /** Sets what it is for. */
    public Builder role(String role) {
      this.role = role;
      return this;
    }

    /** Sets the family of its role. */
    public Builder group(String group) {
      this.group = group;
      return this;
    }

    /** Sets the id of the extension that claims it. */
    public Builder claimant(String claimant) {
      this.claimant = claimant;
      return this;
    }

    /** Sets what the connection carries. */
    public Builder purpose(String purpose) {
      this.purpose = purpose;
      return this;
    }

    /** Sets where the fact comes from. */
    public Builder fact(String fact) {
      this.fact = fact;
      return this;
    }

    /**
     * Returns the claim.
     *
     * @throws NullPointerException if something is missing that has no default; it names it
     */
    public PortUse build() {
      Topic topic =
          new Topic(
              given("process", process),
              phase,
              given("protection", protection),
              protocol,
              need,
              given("role", role),
              given("group", group),
              given("claimant", claimant),
              given("purpose", purpose),
              given("fact", fact));
      return new PortUse(given("party", party), given("peer", peer), topic, written);
    }

    private static <T> T given(String name, @Nullable T value) {
      return Objects.requireNonNull(value, () -> "a claim needs " + name);
    }
  }
}
