package dev.portside.dapr;

import dev.portside.manifest.Names;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * The sidecar of an app. Immutable. Source: dapr/dapr pkg/injector/patcher/sidecar.go,
 * sidecar_container.go and sidecar_volumes.go @v1.18.3.
 */
public final class DaprSidecar {

  final ConceptSettings settings;

  DaprSidecar(ConceptSettings settings) {
    this.settings = settings;
  }

  private DaprSidecar set(String concept, Object value) {
    return new DaprSidecar(settings.set(concept, value));
  }

  /**
   * Returns this with its image ({@code dapr.io/sidecar-image}, since Dapr 1.5); the control
   * plane's choice by default. Ports and annotations stay those of the control plane's release.
   */
  public DaprSidecar image(String image) {
    return set("sidecar-image", image);
  }

  /**
   * Returns this with the CPU that is kept for the sidecar ({@code dapr.io/sidecar-cpu-request},
   * since Dapr 0.7), as {@code 100m}.
   */
  public DaprSidecar cpuRequest(String quantity) {
    return set("sidecar-cpu-request", quantity);
  }

  /**
   * Returns this with the CPU that the sidecar may use ({@code dapr.io/sidecar-cpu-limit}, since
   * Dapr 0.7), as {@code 500m}.
   */
  public DaprSidecar cpuLimit(String quantity) {
    return set("sidecar-cpu-limit", quantity);
  }

  /**
   * Returns this with the memory that is kept for the sidecar ({@code
   * dapr.io/sidecar-memory-request}, since Dapr 0.7), as {@code 128Mi}.
   */
  public DaprSidecar memoryRequest(String quantity) {
    return set("sidecar-memory-request", quantity);
  }

  /**
   * Returns this with the memory that the sidecar may use ({@code dapr.io/sidecar-memory-limit},
   * since Dapr 0.7), as {@code 256Mi}.
   */
  public DaprSidecar memoryLimit(String quantity) {
    return set("sidecar-memory-limit", quantity);
  }

  /**
   * Returns this with the system calls that it may make ({@code
   * dapr.io/sidecar-seccomp-profile-type}, since Dapr 1.11).
   */
  public DaprSidecar seccompProfile(SeccompProfile profile) {
    return set("sidecar-seccomp-profile-type", profile.word());
  }

  /** Returns this with its liveness probe changed, by which the sidecar is restarted. */
  public DaprSidecar livenessProbe(UnaryOperator<SidecarProbe> change) {
    return probe("sidecar-liveness-probe-", change);
  }

  /** Returns this with its readiness probe changed, without which the pod is not ready. */
  public DaprSidecar readinessProbe(UnaryOperator<SidecarProbe> change) {
    return probe("sidecar-readiness-probe-", change);
  }

  private DaprSidecar probe(String prefix, UnaryOperator<SidecarProbe> change) {
    return new DaprSidecar(change.apply(new SidecarProbe(settings, prefix)).settings);
  }

  /**
   * Returns this with one more environment variable ({@code dapr.io/env}, since Dapr 1.1). A value
   * in which a comma, a name and {@code =} follow one another would end there, and is refused.
   */
  public DaprSidecar env(String name, String value) {
    if (value.matches("(?s).*,\\s*[A-Za-z_][A-Za-z0-9_]*=.*") || !value.equals(value.strip())) {
      throw new IllegalArgumentException(
          "sidecar environment variable %s: must not hold a comma before a name and =, or blanks at its start or end"
              .formatted(name));
    }
    return new DaprSidecar(settings.add("env", Objects.requireNonNull(name) + "=" + value));
  }

  /**
   * Returns this with one more environment variable whose value is in a Secret of the app's
   * namespace ({@code dapr.io/env-from-secret}, since Dapr 1.15).
   */
  public DaprSidecar envFromSecret(String name, SecretKey secret) {
    return new DaprSidecar(
        settings.add(
            "env-from-secret",
            Objects.requireNonNull(name) + "=" + secret.secret() + ":" + secret.key()));
  }

  /**
   * Returns this with a volume of the pod mounted, to read ({@code dapr.io/volume-mounts}, since
   * Dapr 1.8). Volumes that the pod does not have are skipped.
   */
  public DaprSidecar volumeMount(String volume, String path) {
    return new DaprSidecar(settings.add("volume-mounts", mount(volume, path)));
  }

  /**
   * Returns this with a volume of the pod mounted, to read and write ({@code
   * dapr.io/volume-mounts-rw}, since Dapr 1.8).
   */
  public DaprSidecar volumeMountReadWrite(String volume, String path) {
    return new DaprSidecar(settings.add("volume-mounts-rw", mount(volume, path)));
  }

  private static String mount(String volume, String path) {
    return Names.label("volume", volume) + ":" + ConceptSettings.withoutComma("path", path);
  }

  /**
   * Returns this with how much it logs ({@code dapr.io/log-level}, since Dapr 0.1); {@code info} by
   * default.
   */
  public DaprSidecar logLevel(LogLevel level) {
    return set("log-level", level.word());
  }

  /**
   * Returns this with logs in JSON, or not ({@code dapr.io/log-as-json}, since Dapr 0.5); off by
   * default.
   */
  public DaprSidecar logAsJson(boolean on) {
    return set("log-as-json", on);
  }

  /**
   * Returns this with the calls of its APIs logged, or not ({@code dapr.io/enable-api-logging},
   * since Dapr 1.7); what its Configuration says by default.
   */
  public DaprSidecar apiLogging(boolean on) {
    return set("enable-api-logging", on);
  }

  /**
   * Returns this with how long it may take to end ({@code dapr.io/graceful-shutdown-seconds}, since
   * Dapr 1.6), in whole seconds, 0 or more; 5 by default.
   */
  public DaprSidecar gracefulShutdown(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("graceful shutdown %s: must be 0 or more".formatted(time));
    }
    return new DaprSidecar(settings.setSeconds("graceful-shutdown-seconds", time));
  }

  /**
   * Returns this with how long it goes on serving when asked to end, unless the app is unwell
   * earlier ({@code dapr.io/block-shutdown-duration}, since Dapr 1.13); it does not by default.
   */
  public DaprSidecar blockedShutdown(Duration time) {
    return new DaprSidecar(settings.set("block-shutdown-duration", time));
  }

  /**
   * Returns this with the Secret of the app's namespace under whose key {@code token} stands what
   * the app must send to its APIs ({@code dapr.io/api-token-secret}, since Dapr 0.8). The health
   * port 3501 asks for no token.
   */
  public DaprSidecar apiTokenSecret(String secret) {
    return set("api-token-secret", secret);
  }

  /**
   * Returns this with a limit to the body of requests ({@code dapr.io/max-body-size}, since Dapr
   * 1.14; as whole mebibytes {@code dapr.io/http-max-request-size} before), whole bytes as {@code
   * 16Mi} or {@code 16M}; 4Mi by default.
   */
  public DaprSidecar maxBodySize(String quantity) {
    return set("max-body-size", quantity);
  }

  /**
   * Returns this with a limit to the headers of requests ({@code dapr.io/read-buffer-size}, since
   * Dapr 1.14; as whole kibibytes {@code dapr.io/http-read-buffer-size} before), whole bytes as
   * {@code 8Ki}; 4Ki by default.
   */
  public DaprSidecar readBufferSize(String quantity) {
    return set("read-buffer-size", quantity);
  }

  /**
   * Returns this without the secret store {@code kubernetes} that every sidecar has ({@code
   * dapr.io/disable-builtin-k8s-secret-store}, since Dapr 1.8).
   */
  public DaprSidecar noKubernetesSecretStore() {
    return set("disable-builtin-k8s-secret-store", true);
  }

  /**
   * Returns this as an init container that keeps running, or not ({@code
   * dapr.io/enable-native-sidecar}, since Dapr 1.18), which a Job needs to end; what the control
   * plane is set to by default.
   */
  public DaprSidecar nativeSidecar(boolean on) {
    return set("enable-native-sidecar", on);
  }

  /**
   * Returns this with the containers of the pod that are components, and no apps ({@code
   * dapr.io/pluggable-components}, since Dapr 1.10).
   */
  public DaprSidecar pluggableComponents(String... containers) {
    for (String container : containers) {
      Names.label("container name", container);
    }
    return set("pluggable-components", String.join(",", containers));
  }

  /**
   * Returns this with the folder of the components' sockets ({@code
   * dapr.io/pluggable-components-sockets-folder}, since Dapr 1.10); {@code
   * /tmp/dapr-components-sockets} by default.
   */
  public DaprSidecar pluggableComponentsFolder(String path) {
    return set("pluggable-components-sockets-folder", path);
  }

  /**
   * Returns this with the containers that Components of the namespace bring along, or not ({@code
   * dapr.io/inject-pluggable-components}, since Dapr 1.11); off by default.
   */
  public DaprSidecar injectedComponents(boolean on) {
    return set("inject-pluggable-components", on);
  }

  /**
   * Returns this with one more annotation of the Service that Dapr's operator makes for the app
   * ({@code dapr.io/sidecar-svc-annotations}, since Dapr 1.17). Those that the operator sets itself
   * stay.
   */
  public DaprSidecar serviceAnnotation(String key, String value) {
    ConceptSettings.withoutComma("annotation", key + Objects.requireNonNull(value));
    return new DaprSidecar(
        settings.add("sidecar-svc-annotations", Names.text("annotation", key) + "=" + value));
  }
}
