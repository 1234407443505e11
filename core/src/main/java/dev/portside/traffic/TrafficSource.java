package dev.portside.traffic;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** What an extension knows of connections. All of it is optional, and pure. */
public interface TrafficSource {

  /** Returns the extension's id, the claimant of its claims: lower-case, stable. */
  String id();

  /** Hands out its claims about a set, in the order of the set. */
  default void claims(Manifests manifests, Consumer<PortUse> claims) {}

  /** Returns its capture of a set, when it is a mesh. */
  default Optional<Capture> capture(Manifests manifests) {
    return Optional.empty();
  }

  /** Returns the policies that its operators make of a set's resources; none by default. */
  default List<Made> made(Manifests manifests) {
    return List.of();
  }

  /**
   * Returns what policies of a set say, and those that operators make of it; none by default.
   *
   * @param made what all extensions' operators make
   */
  default Optional<Permission> permission(Manifests manifests, List<Made> made) {
    return Optional.empty();
  }

  /** Returns the Services that it knows without seeing them. */
  default List<KnownService> services(Platform platform) {
    return List.of();
  }

  /**
   * Returns, for the workloads of a set, the port numbers that belong to it, in whatever direction
   * and release: the lore by which an exclusion of one that it never uses that way is told from the
   * app's own.
   */
  default Function<Workload, Set<Integer>> lore(Manifests manifests) {
    return workload -> Set.of();
  }
}
