package dev.portside.dapr;

import dev.portside.manifest.Names;
import java.time.Duration;

/**
 * What Dapr is told of the sidecar's container. Source: dapr/dapr pkg/injector/patcher/sidecar.go,
 * sidecar_container.go and sidecar_volumes.go @v1.18.3.
 *
 * @param <B> the builder itself
 */
abstract class SidecarSettings<B extends SidecarSettings<B>> extends PortSettings<B> {

  SidecarSettings() {}

  /**
   * Sets the sidecar's image ({@code dapr.io/sidecar-image}, since Dapr 1.5); the control plane's
   * choice by default. Ports and annotations stay those of the control plane's release.
   */
  public B sidecarImage(String image) {
    return set("sidecar-image", image);
  }

  /**
   * Sets the CPU that is kept for the sidecar ({@code dapr.io/sidecar-cpu-request}, since Dapr
   * 0.7), as {@code 100m}.
   */
  public B sidecarCpuRequest(String quantity) {
    return set("sidecar-cpu-request", quantity);
  }

  /**
   * Sets the CPU that the sidecar may use ({@code dapr.io/sidecar-cpu-limit}, since Dapr 0.7), as
   * {@code 500m}.
   */
  public B sidecarCpuLimit(String quantity) {
    return set("sidecar-cpu-limit", quantity);
  }

  /**
   * Sets the memory that is kept for the sidecar ({@code dapr.io/sidecar-memory-request}, since
   * Dapr 0.7), as {@code 128Mi}.
   */
  public B sidecarMemoryRequest(String quantity) {
    return set("sidecar-memory-request", quantity);
  }

  /**
   * Sets the memory that the sidecar may use ({@code dapr.io/sidecar-memory-limit}, since Dapr
   * 0.7), as {@code 256Mi}.
   */
  public B sidecarMemoryLimit(String quantity) {
    return set("sidecar-memory-limit", quantity);
  }

  /**
   * Sets which system calls the sidecar may make ({@code dapr.io/sidecar-seccomp-profile-type},
   * since Dapr 1.11).
   */
  public B seccompProfile(SeccompProfile profile) {
    return set("sidecar-seccomp-profile-type", profile.word());
  }

  /**
   * Sets how long the kubelet waits before the first liveness probe ({@code
   * dapr.io/sidecar-liveness-probe-delay-seconds}, since Dapr 0.8), in whole seconds, 0 or more;
   * 180 by default, 3 before Dapr 1.18.
   */
  public B livenessProbeDelay(Duration delay) {
    return setSeconds("sidecar-liveness-probe-delay-seconds", delay);
  }

  /**
   * Sets how long a liveness probe may take ({@code
   * dapr.io/sidecar-liveness-probe-timeout-seconds}, since Dapr 0.8), in whole seconds, 1 or more;
   * 3 by default.
   */
  public B livenessProbeTimeout(Duration timeout) {
    return setSeconds("sidecar-liveness-probe-timeout-seconds", timeout);
  }

  /**
   * Sets the time between liveness probes ({@code dapr.io/sidecar-liveness-probe-period-seconds},
   * since Dapr 0.8), in whole seconds, 1 or more; 10 by default, 6 before Dapr 1.18.
   */
  public B livenessProbePeriod(Duration period) {
    return setSeconds("sidecar-liveness-probe-period-seconds", period);
  }

  /**
   * Sets after how many failed liveness probes the sidecar is restarted ({@code
   * dapr.io/sidecar-liveness-probe-threshold}, since Dapr 0.8), 1 or more; 5 by default, 3 before
   * Dapr 1.18.
   */
  public B livenessProbeThreshold(int failures) {
    return set("sidecar-liveness-probe-threshold", failures);
  }

  /**
   * Sets how long the kubelet waits before the first readiness probe ({@code
   * dapr.io/sidecar-readiness-probe-delay-seconds}, since Dapr 0.7), in whole seconds, 0 or more; 1
   * by default, 3 before Dapr 1.18.
   */
  public B readinessProbeDelay(Duration delay) {
    return setSeconds("sidecar-readiness-probe-delay-seconds", delay);
  }

  /**
   * Sets how long a readiness probe may take ({@code
   * dapr.io/sidecar-readiness-probe-timeout-seconds}, since Dapr 0.7), in whole seconds, 1 or more;
   * 1 by default, 3 before Dapr 1.18.
   */
  public B readinessProbeTimeout(Duration timeout) {
    return setSeconds("sidecar-readiness-probe-timeout-seconds", timeout);
  }

  /**
   * Sets the time between readiness probes ({@code dapr.io/sidecar-readiness-probe-period-seconds},
   * since Dapr 0.7), in whole seconds, 1 or more; 1 by default, 6 before Dapr 1.18.
   */
  public B readinessProbePeriod(Duration period) {
    return setSeconds("sidecar-readiness-probe-period-seconds", period);
  }

  /**
   * Sets after how many failed readiness probes the pod is not ready ({@code
   * dapr.io/sidecar-readiness-probe-threshold}, since Dapr 0.7), 1 or more; 5 by default, 3 before
   * Dapr 1.18.
   */
  public B readinessProbeThreshold(int failures) {
    return set("sidecar-readiness-probe-threshold", failures);
  }

  /**
   * Adds an environment variable to the sidecar ({@code dapr.io/env}, since Dapr 1.1). A value in
   * which a comma, a name and {@code =} follow one another would end there, and is refused.
   */
  public B sidecarEnv(String name, String value) {
    if (value.matches("(?s).*,\\s*[A-Za-z_][A-Za-z0-9_]*=.*") || !value.equals(value.strip())) {
      throw new IllegalArgumentException(
          "sidecar environment variable %s: must hold no comma before a name and =, nor blanks around"
              .formatted(name));
    }
    return add("env", name + "=" + value);
  }

  /**
   * Adds an environment variable of the sidecar whose value is in a Secret of the app's namespace
   * ({@code dapr.io/env-from-secret}, since Dapr 1.15).
   */
  public B sidecarEnvFromSecret(String name, SecretKey secret) {
    return add("env-from-secret", name + "=" + secret.secret() + ":" + secret.key());
  }

  /**
   * Mounts a volume of the pod in the sidecar, to read ({@code dapr.io/volume-mounts}, since Dapr
   * 1.8). Volumes that the pod does not have are passed over.
   */
  public B volumeMount(String volume, String path) {
    return add("volume-mounts", mount(volume, path));
  }

  /**
   * Mounts a volume of the pod in the sidecar, to read and write ({@code dapr.io/volume-mounts-rw},
   * since Dapr 1.8).
   */
  public B volumeMountReadWrite(String volume, String path) {
    return add("volume-mounts-rw", mount(volume, path));
  }

  private static String mount(String volume, String path) {
    refuseCommas("path", path);
    return Names.label("volume", volume) + ":" + path;
  }

  /**
   * Sets how much the sidecar logs ({@code dapr.io/log-level}, since Dapr 0.1); {@code info} by
   * default.
   */
  public B logLevel(LogLevel level) {
    return set("log-level", level.word());
  }

  /** Makes the sidecar log JSON ({@code dapr.io/log-as-json}, since Dapr 0.5); off by default. */
  public B logAsJson(boolean on) {
    return set("log-as-json", on);
  }

  /**
   * Logs the calls of the sidecar's APIs, or not ({@code dapr.io/enable-api-logging}, since Dapr
   * 1.7); what its Configuration says by default.
   */
  public B apiLogging(boolean on) {
    return set("enable-api-logging", on);
  }

  /**
   * Sets how long the sidecar may take to end ({@code dapr.io/graceful-shutdown-seconds}, since
   * Dapr 1.6), in whole seconds, 0 or more; 5 by default.
   */
  public B gracefulShutdown(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("graceful shutdown %s: must be 0 or more".formatted(time));
    }
    return setSeconds("graceful-shutdown-seconds", time);
  }

  /**
   * Sets how long the sidecar goes on serving when it is asked to end, unless the app is unwell
   * earlier ({@code dapr.io/block-shutdown-duration}, since Dapr 1.13); it does not by default.
   */
  public B blockShutdown(Duration time) {
    return set("block-shutdown-duration", time);
  }

  /**
   * Limits the body of requests ({@code dapr.io/max-body-size}, since Dapr 1.14; as whole mebibytes
   * {@code dapr.io/http-max-request-size} before), whole bytes as {@code 16Mi} or {@code 16M}; 4Mi
   * by default.
   */
  public B maxBodySize(String quantity) {
    return set("max-body-size", quantity);
  }

  /**
   * Limits the headers of requests ({@code dapr.io/read-buffer-size}, since Dapr 1.14; as whole
   * kibibytes {@code dapr.io/http-read-buffer-size} before), whole bytes as {@code 8Ki}; 4Ki by
   * default.
   */
  public B readBufferSize(String quantity) {
    return set("read-buffer-size", quantity);
  }

  /**
   * Takes away the secret store {@code kubernetes} that every sidecar has ({@code
   * dapr.io/disable-builtin-k8s-secret-store}, since Dapr 1.8).
   */
  public B disableBuiltinK8sSecretStore(boolean on) {
    return set("disable-builtin-k8s-secret-store", on);
  }

  /**
   * Makes the sidecar an init container that keeps running ({@code dapr.io/enable-native-sidecar},
   * since Dapr 1.18), which a Job needs to end; what the control plane is set to by default.
   */
  public B nativeSidecar(boolean on) {
    return set("enable-native-sidecar", on);
  }

  /**
   * Names the containers of the pod that are components, and no apps ({@code
   * dapr.io/pluggable-components}, since Dapr 1.10).
   */
  public B pluggableComponents(String... containers) {
    for (String container : containers) {
      Names.label("container name", container);
    }
    return set("pluggable-components", String.join(",", containers));
  }

  /**
   * Sets the folder of the components' sockets ({@code
   * dapr.io/pluggable-components-sockets-folder}, since Dapr 1.10); {@code
   * /tmp/dapr-components-sockets} by default.
   */
  public B pluggableComponentsSocketsFolder(String path) {
    return set("pluggable-components-sockets-folder", path);
  }

  /**
   * Adds the containers that Components of the namespace bring along ({@code
   * dapr.io/inject-pluggable-components}, since Dapr 1.11); off by default.
   */
  public B injectPluggableComponents(boolean on) {
    return set("inject-pluggable-components", on);
  }

  /**
   * Adds an annotation to the Service that Dapr's operator makes for the app ({@code
   * dapr.io/sidecar-svc-annotations}, since Dapr 1.17). Those that the operator sets itself stay.
   */
  public B sidecarServiceAnnotation(String key, String value) {
    refuseCommas("annotation", key + value);
    return add("sidecar-svc-annotations", Names.text("annotation", key) + "=" + value);
  }
}
