package dev.portside.istio.netfilter;

import dev.portside.traffic.Tri;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one table, and the walk of a packet through them, as the kernel does it. Where a
 * rule hangs on what is not known of a packet, both ways are walked. Immutable.
 */
public final class ChainTable {

  /** A table without rules. */
  static final ChainTable EMPTY = new ChainTable(List.of());

  private final List<ChainRule> lines;
  private final Map<String, List<ChainRule>> chains = new HashMap<>();

  ChainTable(List<ChainRule> lines) {
    this.lines = List.copyOf(lines);
    for (ChainRule line : lines) {
      chains.computeIfAbsent(line.chain(), c -> new ArrayList<>()).add(line);
    }
  }

  /** Returns the rules of all chains, each in its order. */
  List<ChainRule> lines() {
    return lines;
  }

  /**
   * Where a walk may end.
   *
   * @param line the rule that decided; null when the packet fell through all of them
   */
  public record End(@Nullable ChainRule line) {

    private static final End FELL = new End(null);

    /** Returns the port that takes the packet, or 0 when it goes its own way. */
    public int listener() {
      return line == null || line.target().charAt(0) != ':'
          ? 0
          : Integer.parseInt(line.target().substring(1));
    }

    boolean marks() {
      return line != null && line.target().equals(ChainRule.MARK);
    }
  }

  /** Returns all ends that the walk through a built-in chain may have, without doubles. */
  Set<End> walk(String chain, Packet packet) {
    Set<End> ends = new LinkedHashSet<>(2);
    walk(chain, packet, ends, ends);
    return ends;
  }

  /** Walks one chain; {@code returned} gets the ends after which the caller's chain goes on. */
  private void walk(String chain, Packet packet, Set<End> ends, Set<End> returned) {
    Set<End> passed = new LinkedHashSet<>(2);
    for (ChainRule line : chains.getOrDefault(chain, List.of())) {
      Tri matches = line.matches(packet);
      if (matches != Tri.NO
          && !goesOn(line, packet, ends, returned, passed)
          && matches == Tri.YES) {
        return;
      }
    }
    if (passed.isEmpty()) {
      returned.add(End.FELL);
    } else {
      returned.addAll(passed);
    }
  }

  /** Follows a rule that matches, and returns whether the walk may go on after it. */
  private boolean goesOn(
      ChainRule line, Packet packet, Set<End> ends, Set<End> returned, Set<End> passed) {
    if (line.target().equals(ChainRule.RETURN)) {
      returned.add(new End(line));
      return false;
    }
    if (!chains.containsKey(line.target())) {
      ends.add(new End(line));
      return false;
    }
    Set<End> back = new LinkedHashSet<>(2);
    walk(line.target(), packet, ends, back);
    boolean returns = !back.isEmpty();
    back.remove(End.FELL);
    passed.addAll(back);
    return returns;
  }
}
