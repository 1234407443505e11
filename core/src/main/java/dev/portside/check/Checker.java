package dev.portside.check;

import dev.portside.Internal;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Runs rules over a scene: each on its own, one defect reported once, in a fixed order. */
@Internal
public final class Checker {

  private static final RuleInfo INTERNAL_ERROR =
      new RuleInfo(
          "internal-error", Severity.ERROR, Rank.SETTING, "a rule failed; the other rules ran");

  /** From this size on the rules of a set run on all cores. */
  private static final int LARGE = 500;

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::source)
          .thenComparing(Finding::resource)
          .thenComparing(Finding::field)
          .thenComparing(finding -> finding.rule().id())
          .thenComparing(Finding::message);

  private Checker() {}

  /** Returns the rules that belong to the checker itself. */
  public static List<RuleInfo> own() {
    return List.of(INTERNAL_ERROR, Suppressions.UNUSED, Suppressions.WITHOUT_REASON);
  }

  /**
   * Returns what the rules find.
   *
   * @throws IllegalArgumentException if the options name a rule that is not among them
   */
  public static Findings check(Scene scene, List<? extends Rule> rules, CheckOptions options) {
    refuseUnknown(rules, options);
    List<? extends Rule> running =
        rules.stream().filter(rule -> options.runs(rule.info())).toList();
    boolean large = scene.manifests().resources().size() >= LARGE;
    Stream<? extends Rule> stream = large ? running.parallelStream() : running.stream();
    List<List<Finding>> found = stream.map(rule -> run(scene, rule)).toList();
    Map<Rank, List<Finding>> byRank = new EnumMap<>(Rank.class);
    for (int i = 0; i < running.size(); i++) {
      byRank
          .computeIfAbsent(running.get(i).info().rank(), r -> new ArrayList<>())
          .addAll(found.get(i));
    }
    return findings(scene, reportedOnce(byRank), options);
  }

  private static void refuseUnknown(List<? extends Rule> rules, CheckOptions options) {
    if (options.only().isEmpty() && options.skipped().isEmpty()) {
      return;
    }
    Set<String> known = new TreeSet<>();
    rules.forEach(rule -> known.add(rule.info().id()));
    own().forEach(info -> known.add(info.id()));
    Set<String> named = new TreeSet<>(options.only());
    named.addAll(options.skipped());
    named.removeAll(known);
    for (String id : named) {
      throw new IllegalArgumentException(
          "rule \"%s\": unknown; the nearest is %s".formatted(id, Nearest.of(id, known)));
    }
  }

  private static List<Finding> run(Scene scene, Rule rule) {
    try {
      List<Finding> findings = new ArrayList<>();
      rule.check(scene, finding -> findings.add(finding.build()));
      return findings;
    } catch (RuntimeException e) {
      return scene.manifests().resources().stream()
          .limit(1)
          .map(resource -> internalError(resource, rule, e))
          .toList();
    }
  }

  /** A finding yields to one of a higher rank that reports the same defect. */
  private static List<Finding> reportedOnce(Map<Rank, List<Finding>> byRank) {
    List<Finding> reported = new ArrayList<>();
    Set<Cause> causes = new HashSet<>();
    Rank[] ranks = Rank.values();
    for (int i = ranks.length - 1; i >= 0; i--) {
      List<Finding> kept = new ArrayList<>();
      for (Finding finding : byRank.getOrDefault(ranks[i], List.of())) {
        if (finding.causes().stream().noneMatch(causes::contains)) {
          kept.add(finding);
        }
      }
      kept.forEach(finding -> causes.addAll(finding.causes()));
      reported.addAll(kept);
    }
    return reported;
  }

  private static Findings findings(Scene scene, List<Finding> all, CheckOptions options) {
    Suppressions suppressions = new Suppressions(scene, options);
    List<Finding> reported = new ArrayList<>();
    List<Finding> suppressed = new ArrayList<>();
    for (Finding finding : all) {
      (suppressions.covers(finding) ? suppressed : reported).add(finding);
    }
    reported.addAll(suppressions.findings());
    reported.sort(ORDER);
    suppressed.sort(ORDER);
    return new Findings(reported, suppressed);
  }

  private static Finding internalError(Resource resource, Rule rule, RuntimeException e) {
    return Finding.of(INTERNAL_ERROR, resource, Pointer.root())
        .message("rule %s failed: %s".formatted(rule.info().id(), e.getClass().getSimpleName()))
        .why("it is not known what this rule would find in the set; all other rules ran")
        .help("please report it, with the manifests that show it")
        .build();
  }
}
