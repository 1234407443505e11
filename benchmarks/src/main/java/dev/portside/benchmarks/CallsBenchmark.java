package dev.portside.benchmarks;

import dev.portside.Portside;
import dev.portside.check.CheckOptions;
import dev.portside.check.Findings;
import dev.portside.dapr.DaprApp;
import dev.portside.istio.IstioNamespace;
import dev.portside.istio.IstioPortCapture;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a check costs when all apps may call each other: the exponent between two sizes is {@code
 * log10(time / time)}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 5, time = 2)
public class CallsBenchmark {

  /** How many apps there are. */
  @Param({"100", "1000", "10000"})
  public int apps;

  private Manifests set = Manifests.in("shop").build();

  /** Called by JMH. */
  public CallsBenchmark() {}

  /** Makes the set. */
  @Setup(Level.Trial)
  public void set() {
    Manifests.Builder built =
        Manifests.in("shop")
            .on(
                Platform.today()
                    .withNamespace("dapr-system", Map.of("istio-injection", "disabled")))
            .add(IstioNamespace.injected("shop"));
    for (int i = 0; i < apps; i++) {
      built.add(DaprApp.named("app-" + i).image("app:1").appPort(3000).service(80).build());
    }
    set = built.with(IstioPortCapture.excludingDapr()).build();
  }

  /** Checks the set, its traffic worked out anew. */
  @Benchmark
  public Findings check() {
    return Portside.check(Portside.traffic(set), CheckOptions.defaults());
  }
}
