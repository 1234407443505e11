package dev.portside.benchmarks;

import dev.portside.Portside;
import dev.portside.check.Findings;
import dev.portside.istio.IstioPortCapture;
import dev.portside.manifest.Manifests;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the recipe costs: by Portside with its exclusions derived and the set checked, and by
 * fabric8 alone, which does neither; then Portside's stages one by one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 25, time = 1)
@Measurement(iterations = 10, time = 1)
public class RecipeBenchmark {

  private final Manifests built = PortsideRecipe.set().build();
  private final Manifests derived = built.with(IstioPortCapture.excludingDapr());

  /** Called by JMH. */
  public RecipeBenchmark() {}

  /** Builds, derives, checks and writes the recipe. */
  @Benchmark
  public String portside() {
    Manifests manifests = PortsideRecipe.set().with(IstioPortCapture.excludingDapr()).build();
    Portside.check(manifests).throwIfErrors();
    return manifests.toYaml();
  }

  /** Builds and writes the same resources by fabric8's builders and its YAML writer. */
  @Benchmark
  public String fabric8() {
    StringBuilder yaml = new StringBuilder(4096);
    for (HasMetadata resource : Fabric8Recipe.resources()) {
      yaml.append(Serialization.asYaml(resource));
    }
    return yaml.toString();
  }

  /** Builds the set, nothing derived. */
  @Benchmark
  public Manifests build() {
    return PortsideRecipe.set().build();
  }

  /** Derives the exclusions. A set keeps what it has worked out, so each call gets a fresh one. */
  @Benchmark
  public Manifests derive() {
    return fresh(built).with(IstioPortCapture.excludingDapr());
  }

  /** Checks the derived set, a fresh one at each call. */
  @Benchmark
  public Findings check() {
    return Portside.check(fresh(derived));
  }

  /** Writes the derived set as YAML. */
  @Benchmark
  public String write() {
    return derived.toYaml();
  }

  private static Manifests fresh(Manifests manifests) {
    return manifests.on(manifests.platform());
  }
}
