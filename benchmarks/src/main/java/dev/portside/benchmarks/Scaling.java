package dev.portside.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.portside.Portside;
import dev.portside.dapr.DaprApp;
import dev.portside.dapr.DaprAppBuilder;
import dev.portside.dapr.DaprComponent;
import dev.portside.istio.IstioNamespace;
import dev.portside.istio.IstioPortCapture;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import dev.portside.traffic.Traffic;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How the cost of working out and checking connections grows with the set: apps with a Service
 * each, and two components that all of them see. A cost exponent of 1 is linear.
 */
public final class Scaling {

  private static final int[] SIZES = {1_000, 10_000, 20_000};
  private static final int WARM_UPS = 60;
  private static final int ROUNDS = 9;
  private static final int APPS_A_ROUND = 40_000;

  /** So that the ports of 20,000 apps are ports, and none is a port of Dapr's or the app's. */
  private static final int FIRST_PORT = 10_000;

  /** CPU time of all threads, the collector's too: other processes of the machine do not count. */
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static final Map<String, String> OUTSIDE = Map.of("istio-injection", "disabled");

  /** What the sets of one row of measurements have in common. */
  private enum Shape {
    /** All sidecars listen on Dapr's default port for each other: one meeting of all with all. */
    SAME_PORT("one internal port", true),
    /** Every sidecar listens on a port of its own: as many meetings as apps. */
    OWN_PORTS("own internal ports", true),
    /** Nothing is excluded, so that every app has findings. */
    NOT_DERIVED("nothing excluded", false);

    private final String words;
    private final boolean derived;

    Shape(String words, boolean derived) {
      this.words = words;
      this.derived = derived;
    }

    Manifests set(int apps) {
      Manifests.Builder set =
          Manifests.in("shop")
              .on(
                  Platform.today()
                      .withNamespace("dapr-system", OUTSIDE)
                      .withNamespace("data", OUTSIDE))
              .add(IstioNamespace.injected("shop"))
              .add(DaprComponent.redisState("statestore").host("redis.data:6379").build())
              .add(DaprComponent.redisPubSub("messagebus").host("redis.data:6379").build());
      for (int i = 0; i < apps; i++) {
        DaprAppBuilder app =
            DaprApp.named("app-" + i).image("registry.example/app:1.0").appPort(3000).service(80);
        if (this == OWN_PORTS) {
          int port = FIRST_PORT + i;
          app.sidecarPorts(p -> p.internalGrpc(port));
        }
        set.add(app.build());
      }
      return derived ? set.with(IstioPortCapture.excludingDapr()).build() : set.build();
    }
  }

  private Scaling() {}

  /** Prints a table for each shape of set. */
  public static void main(String[] args) {
    for (Shape shape : Shape.values()) {
      measure(shape);
    }
  }

  private static void measure(Shape shape) {
    Manifests small = shape.set(SIZES[0]);
    for (int i = 0; i < WARM_UPS; i++) {
      flows(small);
      findings(small);
    }
    print("%n%s%n", shape.words);
    print(
        "%8s %16s %16s %8s %10s %14s%n",
        "apps", "traffic ms", "check ms", "flows", "findings", "retained MiB");
    double[] before = {};
    for (int apps : SIZES) {
      List<Manifests> sets =
          Stream.generate(() -> shape.set(apps)).limit(APPS_A_ROUND / apps).toList();
      Manifests set = sets.get(0);
      double[] medians = {median(sets, Scaling::flows), median(sets, Scaling::findings)};
      print(
          "%8d %16s %16s %8d %10d %14.1f%n",
          apps,
          text(medians, before, 0, apps),
          text(medians, before, 1, apps),
          flows(set),
          findings(set),
          retained(set));
      before = new double[] {medians[0], medians[1], apps};
    }
  }

  private static int flows(Manifests set) {
    return Portside.traffic(fresh(set)).flows().size();
  }

  private static int findings(Manifests set) {
    return Portside.check(fresh(set)).all().size();
  }

  /** A set keeps what it has worked out of itself, so each round gets one that has not. */
  private static Manifests fresh(Manifests set) {
    return set.on(set.platform());
  }

  /**
   * Each round works through as many apps, whatever the size, since CPU clocks are coarse; and
   * through different sets, since one small set again and again would be measured from the cache,
   * where no user's set is.
   */
  private static double median(List<Manifests> sets, Consumer<Manifests> work) {
    double[] millis = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      System.gc();
      long start = SYSTEM.getProcessCpuTime();
      sets.forEach(work);
      millis[round] = (SYSTEM.getProcessCpuTime() - start) / 1e6 / sets.size();
    }
    Arrays.sort(millis);
    return millis[ROUNDS / 2];
  }

  /** The median, and the exponent of its growth since the size before. */
  private static String text(double[] medians, double[] before, int column, int apps) {
    if (before.length == 0) {
      return "%.1f".formatted(medians[column]);
    }
    double exponent =
        Math.log(medians[column] / before[column]) / Math.log(apps / before[medians.length]);
    return "%.1f (^%.2f)".formatted(medians[column], exponent);
  }

  /** What the traffic of a set holds in memory beside the set. */
  private static double retained(Manifests set) {
    Manifests own = fresh(set);
    long before = used();
    Traffic traffic = Portside.traffic(own);
    int flows = traffic.flows().size();
    long after = used();
    return flows == 0 ? 0 : (after - before) / (1024.0 * 1024.0);
  }

  private static long used() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  private static void print(String format, Object... values) {
    System.out.print(String.format(Locale.ROOT, format, values));
  }
}
