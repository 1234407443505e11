package dev.portside.benchmarks;

import dev.portside.Extensions;
import dev.portside.Portside;
import dev.portside.check.CheckOptions;
import dev.portside.check.Finding;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.manifest.Manifests;
import dev.portside.traffic.Traffic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What each rule costs on two sets, the dearest of the second first: a rule whose cost grows with
 * the square of a set shows here, long before it shows in a whole check.
 *
 * <pre>RuleScaling SMALLER LARGER</pre>
 */
public final class RuleScaling {

  private static final int ROUNDS = 7;

  /** What a rule found: kept, so that no compiler leaves the work out. */
  private static final AtomicReference<List<Finding>> FINDINGS = new AtomicReference<>();

  private record Cost(String rule, double small, double large) {}

  private RuleScaling() {}

  /** Reads two folders of manifests, and prints a line for each rule. */
  public static void main(String[] args) {
    Scene small = scene(Path.of(args[0]));
    Scene large = scene(Path.of(args[1]));
    double growth = Math.log((double) size(large) / size(small));
    List<Cost> costs = new ArrayList<>();
    for (Rule rule : Portside.rules(Extensions.found())) {
      costs.add(new Cost(rule.info().id(), least(rule, small), least(rule, large)));
    }
    costs.sort(Comparator.comparingDouble(cost -> -cost.large()));
    print("%-36s %10s %10s %9s%n", "rule", "smaller ms", "larger ms", "exponent");
    for (Cost cost : costs) {
      double exponent = Math.log(cost.large() / cost.small()) / growth;
      print("%-36s %10.2f %10.2f %9.2f%n", cost.rule(), cost.small(), cost.large(), exponent);
    }
  }

  private static int size(Scene scene) {
    return scene.manifests().resources().size();
  }

  private static Scene scene(Path folder) {
    Manifests set = Portside.read(folder);
    Traffic traffic = Portside.traffic(set);
    return new Scene(traffic, CheckOptions.defaults().strategy());
  }

  /** The first rounds warm up, and work out what rules share. */
  private static double least(Rule rule, Scene scene) {
    double least = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      List<Finding> findings = new ArrayList<>();
      rule.check(scene, finding -> findings.add(finding.build()));
      FINDINGS.set(findings);
      least = Math.min(least, (System.nanoTime() - start) / 1e6);
    }
    return least;
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
