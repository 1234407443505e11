package dev.portside.check;

import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import dev.portside.traffic.Traffic;

/**
 * What a rule looks at.
 *
 * @param traffic the connections of the set
 * @param strategy what to do with connections that the application side encrypts itself
 */
public record Scene(Traffic traffic, Strategy strategy) {

  /** Returns the set. */
  public Manifests manifests() {
    return traffic.manifests();
  }

  /** Returns what the set is meant for. */
  public Platform platform() {
    return manifests().platform();
  }
}
