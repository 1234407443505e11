package dev.portside.istio.pod;

/**
 * A probe or hook of a container after injection.
 *
 * @param container whose it is
 * @param kind {@code readiness}, {@code liveness}, {@code startup}, {@code preStop} or {@code
 *     postStart}
 * @param handler what the kubelet does: {@code scheme:port/path}, {@code tcp:port}, {@code
 *     grpc:port}, {@code exec}
 * @param path where the sidecar knows the original by; empty when it does not know it, so that a
 *     rewritten probe fails
 * @param rewritten whether it goes by way of the sidecar
 */
public record RewrittenProbe(
    String container, String kind, String handler, String path, boolean rewritten) {}
