package dev.portside.istio.netfilter;

import dev.portside.traffic.Tri;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule: what a packet must be like, and what becomes of it. Immutable. A condition that is null
 * or empty asks nothing.
 *
 * @param chain the chain that it stands in
 * @param six the IP version whose packets see it: true for 6, false for 4, null for both
 * @param in the interface that it enters by
 * @param out the interface that it leaves by; after {@code !}, the one that it does not
 * @param protocol {@code tcp}, {@code udp} or empty
 * @param ports the ports that it goes to
 * @param butPorts ports that it does not go to
 * @param source the range that it comes from
 * @param destination the range that it goes to
 * @param uid whose process sends it
 * @param gid whose group sends it
 * @param butGroups groups that do not send it
 * @param mark the mark that it carries
 * @param target {@link #RETURN}, {@link #ACCEPT}, {@link #MARK}, a chain to go to, or {@code :} and
 *     the port that takes it
 * @param reason which of Istio's settings put it there
 */
public record ChainRule(
    String chain,
    @Nullable Boolean six,
    String in,
    String out,
    String protocol,
    @Nullable Ports ports,
    Set<Integer> butPorts,
    @Nullable Ranged source,
    @Nullable Ranged destination,
    @Nullable Id uid,
    @Nullable Id gid,
    Set<Integer> butGroups,
    @Nullable Id mark,
    String target,
    String reason) {

  /** Goes back to the chain that it came from. */
  static final String RETURN = "RETURN";

  /** Ends the walk. */
  static final String ACCEPT = "ACCEPT";

  /** Marks the packet and goes on. */
  static final String MARK = "MARK";

  /** A range of ports, both included. */
  public record Ports(int first, int last) {}

  /** A range of addresses, or all others. */
  record Ranged(IpAddress.Range range, boolean negated) {}

  /** A number, or any other; under a mask for marks. */
  record Id(int value, boolean negated) {

    Tri is(int other) {
      return Tri.of((value == other) != negated);
    }
  }

  private static final int MARK_MASK = 0xfff;
  private static final List<String> BUILT_IN = List.of("PREROUTING", "OUTPUT");

  boolean isBuiltIn() {
    return BUILT_IN.contains(chain);
  }

  /** Returns whether a packet is like that; unknown where it hangs on what is not known of it. */
  Tri matches(Packet packet) {
    boolean known =
        (six == null || six == packet.six())
            && (in.isEmpty() || in.equals(packet.in()))
            && leaves(packet.out())
            && (protocol.isEmpty() || protocol.equals("tcp") == packet.tcp())
            && (uid == null || uid.is(packet.uid()) == Tri.YES)
            && (gid == null || gid.is(packet.gid()) == Tri.YES)
            && !butGroups.contains(packet.gid())
            && (mark == null || mark.is(packet.mark() & MARK_MASK) == Tri.YES);
    return known ? both(port(packet.port()), addresses(packet)) : Tri.NO;
  }

  private boolean leaves(String by) {
    return out.isEmpty() || (out.charAt(0) == '!' ? !out.substring(1).equals(by) : out.equals(by));
  }

  private Tri port(int port) {
    if (port == 0 && (ports != null || !butPorts.isEmpty())) {
      return Tri.UNKNOWN;
    }
    boolean within = ports == null || ports.first() <= port && port <= ports.last();
    return Tri.of(within && !butPorts.contains(port));
  }

  private Tri addresses(Packet packet) {
    Tri from =
        source == null
            ? Tri.YES
            : Tri.of(
                (packet.source() != null && source.range().contains(packet.source()))
                    != source.negated());
    return destination == null ? from : both(from, destination(packet));
  }

  private Tri destination(Packet packet) {
    Ranged wanted = destination;
    if (wanted == null) {
      return Tri.YES;
    }
    IpAddress.Range range = wanted.range();
    if (packet.destination() != null) {
      return Tri.of(range.contains(packet.destination()) != wanted.negated());
    }
    if (range.address().isLoopback() || range.address().six() != packet.six()) {
      return Tri.of(wanted.negated());
    }
    return range.bits() == 0 ? Tri.of(!wanted.negated()) : Tri.UNKNOWN;
  }

  private static Tri both(Tri one, Tri other) {
    return one == Tri.NO || other == Tri.NO ? Tri.NO : one == Tri.UNKNOWN ? one : other;
  }

  /** Starts a rule of a chain, which a setting put there. */
  static Builder in(String chain, String reason) {
    return new Builder(chain, reason);
  }

  /** Collects what a packet must be like; the target ends it. */
  static final class Builder {
    private final String chain;
    private final String reason;
    private @Nullable Boolean six;
    private String in = "";
    private String out = "";
    private String protocol = "";
    private @Nullable Ports ports;
    private Set<Integer> butPorts = Set.of();
    private @Nullable Ranged source;
    private @Nullable Ranged destination;
    private @Nullable Id uid;
    private @Nullable Id gid;
    private Set<Integer> butGroups = Set.of();
    private @Nullable Id mark;

    private Builder(String chain, String reason) {
      this.chain = chain;
      this.reason = reason;
    }

    Builder entering(String name) {
      in = name;
      return this;
    }

    Builder leaving(String name) {
      out = name;
      return this;
    }

    Builder tcp() {
      protocol = "tcp";
      return this;
    }

    Builder protocol(String name) {
      protocol = name;
      return this;
    }

    Builder port(int port) {
      return ports(new Ports(port, port));
    }

    Builder ports(Ports firstAndLast) {
      ports = firstAndLast;
      return this;
    }

    Builder butPorts(Set<Integer> others) {
      butPorts = others;
      return this;
    }

    Builder version(boolean isSix) {
      six = isSix;
      return this;
    }

    Builder from(IpAddress.Range range) {
      source = new Ranged(range, false);
      return version(range.address().six());
    }

    Builder to(IpAddress.Range range) {
      destination = new Ranged(range, false);
      return version(range.address().six());
    }

    Builder notTo(IpAddress.Range range) {
      destination = new Ranged(range, true);
      return version(range.address().six());
    }

    Builder user(int id) {
      uid = new Id(id, false);
      return this;
    }

    Builder notUser(int id) {
      uid = new Id(id, true);
      return this;
    }

    Builder group(int id) {
      gid = new Id(id, false);
      return this;
    }

    Builder notGroup(int id) {
      gid = new Id(id, true);
      return this;
    }

    Builder butGroups(Set<Integer> others) {
      butGroups = others;
      return this;
    }

    Builder leavingNot(String name) {
      return leaving("!" + name);
    }

    Builder marked(int value) {
      mark = new Id(value, false);
      return this;
    }

    Builder notMarked(int value) {
      mark = new Id(value, true);
      return this;
    }

    ChainRule then(String target) {
      return new ChainRule(
          chain,
          six,
          in,
          out,
          protocol,
          ports,
          butPorts,
          source,
          destination,
          uid,
          gid,
          butGroups,
          mark,
          target,
          reason);
    }
  }
}
