package dev.portside.it;

import dev.portside.Portside;
import dev.portside.manifest.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A namespace in the mesh with one app, whose own port its pods keep from their proxies. */
final class Shop {

  private static final String APP =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {istio-injection: enabled}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: shop}
      spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata:
            labels: {app: web}
            annotations: {traffic.sidecar.istio.io/excludeInboundPorts: "8080"}
          spec: {containers: [{name: web, image: "web:1"}]}
      ---
      """;

  private Shop() {}

  /** Returns the set of it and more documents, written to a file of the folder and read. */
  static Manifests with(String documents, Path folder) throws IOException {
    Path file = folder.resolve("set.yaml");
    Files.writeString(file, APP + documents);
    return Portside.read(file);
  }
}
