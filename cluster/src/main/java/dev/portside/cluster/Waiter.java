package dev.portside.cluster;

import dev.portside.lifecycle.ApplyPhase;
import dev.portside.lifecycle.Lifecycle;
import dev.portside.lifecycle.Readiness;
import dev.portside.manifest.ResourceRef;
import dev.portside.yaml.Mapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asks again and again how far live objects have come, until all are ready or one never will be.
 */
final class Waiter {

  /** What is waited for, and where it is written. */
  record Awaited(ResourceRef ref, String source) {}

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Cluster cluster;
  private final Lifecycles lifecycles;
  private final PodReasons pods;
  private final Consumer<Applied> listener;

  Waiter(Cluster cluster, Lifecycles lifecycles, Consumer<Applied> listener) {
    this.cluster = cluster;
    this.lifecycles = lifecycles;
    this.pods = new PodReasons(cluster);
    this.listener = listener;
  }

  void await(List<Awaited> all, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<Awaited> waiting = new ArrayList<>(all);
    while (true) {
      List<Failed> late = round(waiting);
      if (waiting.isEmpty()) {
        return;
      }
      if (System.nanoTime() >= deadline) {
        throw new ApplyException("not ready after %d s".formatted(timeout.toSeconds()), told(late));
      }
      pause(PAUSE);
    }
  }

  /** Asks for each once, drops those that are ready, and returns the others with their reasons. */
  private List<Failed> round(List<Awaited> waiting) {
    List<Failed> late = new ArrayList<>();
    for (Awaited each : List.copyOf(waiting)) {
      Mapping live = cluster.get(each.ref());
      Readiness readiness = live == null ? Readiness.waiting("it is gone") : readiness(each, live);
      switch (readiness.state()) {
        case READY -> {
          waiting.remove(each);
          listener.accept(new Applied(each.ref(), Applied.Action.READY));
        }
        case WAITING -> late.add(failed(each, readiness));
        case FAILED ->
            throw new ApplyException("it does not become ready", List.of(failed(each, readiness)));
      }
    }
    return late;
  }

  private Readiness readiness(Awaited each, Mapping live) {
    Lifecycle lifecycle = lifecycles.of(each.ref());
    Readiness own = lifecycle.readiness().apply(live);
    boolean runs = lifecycle.phase() == ApplyPhase.WORKLOAD && !own.isReady();
    return runs ? pods.explain(each.ref(), live, own) : own;
  }

  /** Events are asked for once, when they are needed. */
  private List<Failed> told(List<Failed> late) {
    List<Failed> told = new ArrayList<>();
    for (Failed each : late) {
      String event = pods.lastWarning(each.resource());
      told.add(
          event.isEmpty()
              ? each
              : new Failed(
                  each.resource(), each.source(), each.reason() + "; last warning: " + event));
    }
    return told;
  }

  private static Failed failed(Awaited each, Readiness readiness) {
    return new Failed(each.ref(), each.source(), readiness.reason());
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while waiting", true, e);
    }
  }
}
