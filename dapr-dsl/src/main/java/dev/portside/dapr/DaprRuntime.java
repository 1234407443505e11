package dev.portside.dapr;

import dev.portside.platform.Section;
import dev.portside.platform.Version;

/**
 * What Dapr is assumed to be on a platform.
 *
 * @param version the control plane's release, whose injector decides annotations and ports
 * @param namespace where the control plane runs
 * @param mtls whether sidecars encrypt calls among themselves
 */
public record DaprRuntime(Version version, String namespace, boolean mtls) {

  /** The key of this section of a platform: {@code dapr}. */
  public static final Section<DaprRuntime> SECTION = new DaprSection();

  /** Returns this with another release. */
  public DaprRuntime withVersion(String changed) {
    return new DaprRuntime(Version.of(changed), namespace, mtls);
  }

  /** Returns this with sidecar-to-sidecar encryption on or off. */
  public DaprRuntime withMtls(boolean changed) {
    return new DaprRuntime(version, namespace, changed);
  }

  @Override
  public String toString() {
    return "Dapr " + version + " in " + namespace + (mtls ? "" : " without mTLS");
  }
}
