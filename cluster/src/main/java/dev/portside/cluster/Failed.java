package dev.portside.cluster;

import dev.portside.manifest.ResourceRef;

/**
 * Why one resource is not as the set wants it.
 *
 * @param resource its name
 * @param source where it is written
 * @param reason why, in a sentence without a period
 */
public record Failed(ResourceRef resource, String source, String reason) {

  /** Returns {@code source: Kind/namespace/name: reason}. */
  @Override
  public String toString() {
    return "%s: %s: %s".formatted(source, resource, reason);
  }
}
