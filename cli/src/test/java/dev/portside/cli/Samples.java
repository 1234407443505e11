package dev.portside.cli;

/** Small manifests that several tests check. */
final class Samples {

  /** Nothing is found in it. */
  static final String CLEAN =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: settings
      """;

  /** An error, and a finding with three removals from one list. */
  static final String ORDERS =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: orders
        namespace: shop
      spec:
        selector:
          matchLabels: {app: orders}
        template:
          metadata:
            labels: {app: orders}
            annotations:
              dapr.io/enabled: "true"
              dapr.io/app-id: orders
              prometheus.io/scrape: "true"
              traffic.sidecar.istio.io/excludeInboundPorts: "3500,50001,80"
          spec:
            containers:
              - name: orders
                image: orders:1
      """;

  /** Only findings that are worth knowing. */
  static final String INFO =
      ORDERS
          .replace("\"3500,50001,80\"", "\"50002\"")
          .replace(
              "prometheus.io/scrape",
              "traffic.sidecar.istio.io/excludeOutboundPorts: \"50002\"\n"
                  + "        prometheus.io/scrape");

  /** Not even YAML. */
  static final String BROKEN = "apiVersion: v1\nkind: [\n";

  private Samples() {}
}
