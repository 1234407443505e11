package dev.portside.istio.netfilter;

import dev.portside.istio.netfilter.ChainTable.End;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All rules in a pod, and what they make of a packet. Immutable. */
public final class PodChains {

  /** No rules at all. */
  public static final PodChains NONE =
      new PodChains(ChainTable.EMPTY, ChainTable.EMPTY, six -> false, null);

  private final ChainTable nat;
  private final ChainTable mangle;
  private final Predicate<Boolean> concerned;
  private final @Nullable String problem;

  /** Most pods of a set have the same rules and dial the same ports. */
  private final Map<Packet, Set<End>> walked = new ConcurrentHashMap<>();

  private PodChains(
      ChainTable nat, ChainTable mangle, Predicate<Boolean> concerned, @Nullable String problem) {
    this.nat = nat;
    this.mangle = mangle;
    this.concerned = concerned;
    this.problem = problem;
  }

  public static PodChains of(ChainParameters parameters, PodNetwork network) {
    SidecarChains rules = new SidecarChains(parameters, network);
    return new PodChains(rules.nat(), rules.mangle(), rules::concern, rules.problem());
  }

  /** Returns rules of one table, which packets of IP version 6 see or do not. */
  public static PodChains of(ChainTable nat, boolean six) {
    return new PodChains(nat, ChainTable.EMPTY, version6 -> six || !version6, null);
  }

  /** Returns why the rules cannot be written, in the words of what writes them, or null. */
  public @Nullable String problem() {
    return problem;
  }

  ChainTable nat() {
    return nat;
  }

  ChainTable mangle() {
    return mangle;
  }

  /** Returns whether packets of an IP version see the rules. */
  boolean concern(boolean six) {
    return concerned.test(six);
  }

  /** Returns what may become of a packet: one end when all that decides is known. */
  public Set<End> ends(Packet packet) {
    Set<End> ends = walked.get(packet);
    return ends == null ? walked.computeIfAbsent(packet, this::walk) : ends;
  }

  private Set<End> walk(Packet packet) {
    if (!concern(packet.six())) {
      return Set.of(new End(null));
    }
    return packet.in().isEmpty() ? outbound(packet) : inbound(packet);
  }

  /** The table mangle comes first, and what it takes no other sees. */
  private Set<End> inbound(Packet packet) {
    Set<End> taken = mangle.walk(SidecarChains.PREROUTING, packet);
    if (taken.stream().allMatch(end -> end.listener() == 0)) {
      return nat.walk(SidecarChains.PREROUTING, packet);
    }
    Set<End> ends = new LinkedHashSet<>();
    for (End end : taken) {
      if (end.listener() == 0) {
        ends.addAll(nat.walk(SidecarChains.PREROUTING, packet));
      } else {
        ends.add(end);
      }
    }
    return ends;
  }

  /** What stays in the pod comes back in, where the mark that it got makes mangle take it. */
  private Set<End> outbound(Packet packet) {
    Set<End> ends = nat.walk(SidecarChains.OUTPUT, packet);
    boolean loops = packet.out().equals(Packet.LOOPBACK) && !mangle.lines().isEmpty();
    if (!loops || ends.stream().anyMatch(end -> end.listener() > 0)) {
      return ends;
    }
    if (mangle.walk(SidecarChains.OUTPUT, packet).stream().noneMatch(End::marks)) {
      return ends;
    }
    Set<End> looped = mangle.walk(SidecarChains.PREROUTING, packet.looped(SidecarChains.SELF_MARK));
    return looped.stream().anyMatch(end -> end.listener() > 0) ? looped : ends;
  }
}
