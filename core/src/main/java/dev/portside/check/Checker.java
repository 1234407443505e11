package dev.portside.check;

import dev.portside.manifest.Resource;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs rules over a scene: each on its own, one defect reported once, in a fixed order. */
public final class Checker {

  private static final RuleInfo INTERNAL_ERROR =
      new RuleInfo(
          "internal-error", Severity.ERROR, Rank.SETTING, "a rule failed; the other rules went on");

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::source)
          .thenComparing(Finding::resource)
          .thenComparing(Finding::field)
          .thenComparing(finding -> finding.rule().id())
          .thenComparing(Finding::message);

  private Checker() {}

  /** Returns what the rules find. */
  public static Findings check(Scene scene, List<? extends Rule> rules) {
    Map<Rank, List<Finding>> byRank = new EnumMap<>(Rank.class);
    for (Rule rule : rules) {
      List<Finding> own = byRank.computeIfAbsent(rule.info().rank(), r -> new ArrayList<>());
      try {
        rule.check(scene).forEach(own::add);
      } catch (RuntimeException e) {
        internalError(scene, rule, e).ifPresent(own::add);
      }
    }
    List<Finding> findings = reportedOnce(byRank);
    findings.sort(ORDER);
    return new Findings(findings);
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

  private static Optional<Finding> internalError(Scene scene, Rule rule, RuntimeException e) {
    return scene.manifests().resources().stream()
        .findFirst()
        .map(resource -> internalError(resource, rule, e));
  }

  private static Finding internalError(Resource resource, Rule rule, RuntimeException e) {
    return Finding.of(INTERNAL_ERROR, resource, Pointer.root())
        .message("rule %s failed: %s".formatted(rule.info().id(), e.getClass().getSimpleName()))
        .why("what this rule would find in the set is not known; all other rules were run")
        .help("please report it, with the manifests that show it")
        .build();
  }
}
