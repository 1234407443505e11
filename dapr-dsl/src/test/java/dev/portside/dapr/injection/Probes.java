package dev.portside.dapr.injection;

import dev.portside.yaml.Mapping;

/** What the kubelet asks a sidecar. */
final class Probes {

  private Probes() {}

  static Mapping liveness(DaprRelease release, SidecarValues values) {
    Mapping tcp =
        Mapping.of(
            "tcpSocket", Mapping.builder().put("port", SidecarContainer.PUBLIC_PORT).build());
    return probe(values, "liveness", release.is(Fact.LIVENESS_BY_TCP) ? tcp : healthz(release));
  }

  static Mapping readiness(DaprRelease release, SidecarValues values) {
    return probe(values, "readiness", healthz(release));
  }

  private static Mapping healthz(DaprRelease release) {
    int port =
        release.is(Fact.PUBLIC_PORT) ? SidecarContainer.PUBLIC_PORT : SidecarContainer.HTTP_PORT;
    Mapping get = Mapping.builder().put("path", "/v1.0/healthz").put("port", port).build();
    return Mapping.of("httpGet", get);
  }

  private static Mapping probe(SidecarValues values, String kind, Mapping handler) {
    String concept = "sidecar-%s-probe-".formatted(kind);
    return Mapping.builder()
        .putAll(handler)
        .put("initialDelaySeconds", values.number(concept + "delay-seconds"))
        .put("timeoutSeconds", values.number(concept + "timeout-seconds"))
        .put("periodSeconds", values.number(concept + "period-seconds"))
        .put("failureThreshold", values.number(concept + "threshold"))
        .build();
  }
}
