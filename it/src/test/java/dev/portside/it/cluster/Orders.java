package dev.portside.it.cluster;

/**
 * An app as tests apply it, here and through the command. Each text but the first begins with the
 * line that ends the document before it.
 */
public final class Orders {

  /** Two pods. */
  public static final String APP =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: orders
      spec:
        replicas: 2
        selector:
          matchLabels: {app: orders}
        template:
          metadata:
            labels: {app: orders}
          spec:
            containers:
              - name: orders
                image: registry.example/orders:1.0
      """;

  /** Their Service. */
  public static final String SERVICE =
      """
      ---
      apiVersion: v1
      kind: Service
      metadata:
        name: orders
      spec:
        selector: {app: orders}
        ports: [{name: http, port: 80, targetPort: 3000}]
      """;

  /** A ConfigMap with one entry. */
  public static final String SETTINGS =
      """
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: orders
      data: {level: info}
      """;

  private Orders() {}
}
