package dev.portside.dapr;

import dev.portside.dapr.injection.InjectorSettings;
import dev.portside.platform.Version;

/** Where a sidecar finds the control plane, by the table of ports. */
final class ControlPlaneAddresses {

  private ControlPlaneAddresses() {}

  /** Returns the addresses at a release, where the DNS of the cluster has that domain. */
  static InjectorSettings.Addresses of(Version version, String namespace, String domain) {
    return new InjectorSettings.Addresses(
        domain,
        address(version, "dapr-api", namespace, domain),
        address(version, "dapr-sentry", namespace, domain),
        address(version, "dapr-placement", namespace, domain),
        address(version, "dapr-scheduler", namespace, domain));
  }

  private static String address(Version version, String role, String namespace, String domain) {
    return DaprPorts.at(version).stream()
        .filter(port -> port.role().equals(role))
        .findFirst()
        .map(port -> "%s.%s.svc.%s:%d".formatted(port.service(), namespace, domain, port.port()))
        .orElse("");
  }
}
