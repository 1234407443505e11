package dev.portside.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Writes large sets of manifests to measure the command with: the same arguments write the same
 * bytes.
 *
 * <pre>LargeSets FOLDER DOCUMENTS file|files|crds</pre>
 *
 * <p>{@code file} writes one file, {@code files} one for each document, {@code crds} one file of
 * whose bytes four fifths are CustomResourceDefinitions.
 */
public final class LargeSets {

  private static final long SEED = 20_200_707;

  /** How many documents belong to one namespace: its own, a component, and apps. */
  private static final int NAMESPACE = 200;

  private static final int FILES_PER_FOLDER = 1_000;

  private final Random random = new Random(SEED);

  private LargeSets() {}

  /** Writes a set. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int documents = Integer.parseInt(args[1]);
    LargeSets sets = new LargeSets();
    switch (args[2]) {
      case "file" -> write(folder.resolve("all.yaml"), documents, sets::document);
      case "crds" -> write(folder.resolve("all.yaml"), documents, sets::withDefinitions);
      case "files" -> {
        for (int i = 0; i < documents; i++) {
          Path part = Files.createDirectories(folder.resolve("part-" + i / FILES_PER_FOLDER));
          Files.writeString(part.resolve("%07d.yaml".formatted(i)), sets.document(i));
        }
      }
      default -> throw new IllegalArgumentException(args[2] + ": must be file, files or crds");
    }
  }

  private static void write(Path file, int documents, IntFunction<String> text) throws IOException {
    try (var out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < documents; i++) {
        out.write("---\n");
        out.write(text.apply(i));
      }
    }
  }

  /** A definition is as long as some thirty of the other documents. */
  private String withDefinitions(int index) {
    return index % 11 == 10 ? definition(index) : document(index);
  }

  private String document(int index) {
    String namespace = "team-" + index / NAMESPACE;
    int app = index / 3;
    return switch (index % NAMESPACE) {
      case 0 -> namespace(namespace);
      case 1 -> component(namespace);
      default ->
          switch (index % 3) {
            case 0 -> deployment(namespace, app);
            case 1 -> service(namespace, app);
            default -> configMap(namespace, app);
          };
    };
  }

  private static String namespace(String name) {
    return """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: %s
          labels:
            istio-injection: enabled
        """
        .formatted(name);
  }

  private static String component(String namespace) {
    return """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: statestore
          namespace: %s
        spec:
          type: state.redis
          version: v1
          metadata:
            - name: redisHost
              value: redis-master.data:6379
            - name: redisPassword
              secretKeyRef:
                name: redis
                key: redis-password
        auth:
          secretStore: kubernetes
        """
        .formatted(namespace);
  }

  private static String service(String namespace, int app) {
    return """
        apiVersion: v1
        kind: Service
        metadata:
          name: app-%2$d
          namespace: %1$s
        spec:
          selector:
            app: app-%2$d
          ports:
            - name: http
              port: 80
              targetPort: 3000
        """
        .formatted(namespace, app);
  }

  private String deployment(String namespace, int app) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: app-%2$d
          namespace: %1$s
          labels:
            app: app-%2$d
        spec:
          replicas: %3$d
          selector:
            matchLabels:
              app: app-%2$d
          template:
            metadata:
              labels:
                app: app-%2$d
              annotations:
                dapr.io/enabled: "true"
                dapr.io/app-id: app-%2$d
                dapr.io/app-port: "3000"
                traffic.sidecar.istio.io/excludeOutboundPorts: "443,50002,50005,50006,6379"
                traffic.sidecar.istio.io/excludeInboundPorts: "%4$s"
            spec:
              serviceAccountName: app-%2$d
              containers:
                - name: app
                  image: registry.example/team/app-%2$d:1.%3$d
                  ports:
                    - containerPort: 3000
                      name: http
                  env:
                    - name: LOG_LEVEL
                      value: info
                    - name: STATE_URL
                      value: http://localhost:3500/v1.0/state/statestore
                  resources:
                    requests:
                      cpu: 50m
                      memory: 64Mi
                    limits:
                      memory: 128Mi
        """
        // One in a hundred is not as it should be, so that there is something to find.
        .formatted(namespace, app, random.nextInt(9) + 1, random.nextInt(100) == 0 ? "" : "50002");
  }

  private String configMap(String namespace, int app) {
    StringBuilder data = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      data.append("  setting-%d: \"%x\"\n".formatted(i, random.nextLong()));
    }
    return """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: app-%2$d
          namespace: %1$s
        data:
        """
            .formatted(namespace, app)
        + data;
  }

  private static String definition(int index) {
    StringBuilder text =
        new StringBuilder(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: things%1$d.example.com
            spec:
              group: example.com
              scope: Namespaced
              names:
                kind: Thing%1$d
                plural: things%1$d
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema:
                      type: object
                      properties:
            """
                .formatted(index));
    for (int i = 0; i < 88; i++) {
      text.append(
          """
                        field%1$d:
                          description: What the controller does about field %1$d of a thing.
                          type: array
                          items:
                            type: string
                            maxLength: 253
          """
              .formatted(i));
    }
    return text.toString();
  }
}
