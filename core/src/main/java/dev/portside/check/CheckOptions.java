package dev.portside.check;

import java.util.Set;
import java.util.TreeSet;

/**
 * How a set is checked. Immutable.
 *
 * @param strategy what to do with connections that the application side encrypts itself
 * @param only the ids of the rules to run; empty for all
 * @param skipped the ids of the rules not to run
 */
public record CheckOptions(Strategy strategy, Set<String> only, Set<String> skipped) {

  private static final CheckOptions DEFAULTS =
      new CheckOptions(Strategy.EXCLUDE, Set.of(), Set.of());

  /** Copies the ids. */
  public CheckOptions {
    only = Set.copyOf(only);
    skipped = Set.copyOf(skipped);
  }

  /** Returns the defaults: all rules, and the strategy that excludes. */
  public static CheckOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these with another strategy. */
  public CheckOptions with(Strategy changed) {
    return new CheckOptions(changed, only, skipped);
  }

  /** Returns these with one more rule to run; without any, all are. */
  public CheckOptions only(String ruleId) {
    Set<String> more = new TreeSet<>(only);
    more.add(ruleId);
    return new CheckOptions(strategy, more, skipped);
  }

  /** Returns these with one more rule not to run. */
  public CheckOptions skipping(String ruleId) {
    Set<String> more = new TreeSet<>(skipped);
    more.add(ruleId);
    return new CheckOptions(strategy, only, more);
  }

  boolean runs(RuleInfo rule) {
    return (only.isEmpty() || only.contains(rule.id())) && !skipped.contains(rule.id());
  }
}
