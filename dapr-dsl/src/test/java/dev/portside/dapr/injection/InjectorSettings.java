package dev.portside.dapr.injection;

import java.util.Map;

/**
 * What an injector is set to.
 *
 * @param release the control plane's release
 * @param namespace where the control plane runs
 * @param trustDomain the control plane's trust domain
 * @param mtls whether sidecars encrypt calls among themselves
 * @param scheduler whether the scheduler is installed
 * @param addresses where a sidecar finds the control plane
 * @param env the injector's environment variables, where the Helm values end up
 */
public record InjectorSettings(
    DaprRelease release,
    String namespace,
    String trustDomain,
    boolean mtls,
    boolean scheduler,
    Addresses addresses,
    Map<String, String> env) {

  /**
   * Where a sidecar finds the control plane, each as {@code host:port}.
   *
   * @param clusterDomain the domain of the cluster's DNS
   * @param operator the operator's API
   * @param sentry Sentry
   * @param placement the placement service
   * @param scheduler the scheduler; empty before Dapr had one
   */
  public record Addresses(
      String clusterDomain, String operator, String sentry, String placement, String scheduler) {}

  /** Copies the environment. */
  public InjectorSettings {
    env = Map.copyOf(env);
  }
}
