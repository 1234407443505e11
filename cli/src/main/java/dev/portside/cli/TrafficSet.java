package dev.portside.cli;

import dev.portside.Portside;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Problem;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.traffic.Flows;
import dev.portside.traffic.Traffic;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The set that a command looks at, and every connection of it.
 *
 * @param traffic the connections of all that was read
 * @param namespace the one to report on; null for all
 */
record TrafficSet(Traffic traffic, @Nullable String namespace) {

  /**
   * Reads files, or a cluster.
   *
   * @param notes takes what the user should know, a sentence each
   */
  static TrafficSet read(
      InputOptions input,
      WorldOptions world,
      ProjectSettings settings,
      Progress progress,
      Consumer<String> notes) {
    if (input.isCluster()) {
      progress.on("reading the cluster");
      LiveSet set = input.readCluster(world::over, notes);
      return of(set.manifests(), set.namespace(), progress);
    }
    Platform platform = world.platform(settings);
    progress.on("reading manifests");
    return of(input.read(platform, settings), null, progress);
  }

  private static TrafficSet of(Manifests manifests, @Nullable String namespace, Progress progress) {
    progress.on("checking %,d resources".formatted(manifests.resources().size()));
    return new TrafficSet(Portside.traffic(manifests), namespace);
  }

  /** Returns the workloads to report on. */
  List<Workload> workloads() {
    return traffic.manifests().workloads().stream()
        .filter(workload -> namespace == null || workload.namespace().equals(namespace))
        .toList();
  }

  /** Returns the flows to report on. */
  Flows flows() {
    return namespace == null ? traffic.flows() : traffic.flows().in(namespace);
  }

  /** Returns whether an input could not be read; the rest was. */
  boolean isBroken() {
    return unreadable().findAny().isPresent();
  }

  /** Returns what could not be read. */
  Stream<Problem> unreadable() {
    return traffic.manifests().problems().stream()
        .filter(problem -> problem.kind() == Problem.Kind.UNREADABLE);
  }
}
