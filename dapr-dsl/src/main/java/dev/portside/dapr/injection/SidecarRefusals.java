package dev.portside.dapr.injection;

import dev.portside.value.GoText;
import dev.portside.value.Quantity;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Why the API server refuses a pod for the sidecar's container that annotations made, of all its
 * checks those that an annotation can fail. Sources: dapr/dapr
 * pkg/injector/patcher/sidecar_container.go @v1.18.3 for what becomes of each value, kubernetes
 * pkg/apis/core/validation/validation.go @v1.36 for what is taken.
 */
final class SidecarRefusals {

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*+");
  private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]+");
  private static final Set<String> PROFILES = Set.of("Localhost", "RuntimeDefault", "Unconfined");

  /** The variables that each sidecar has before those of its annotations. */
  private static final int OWN_VARIABLES = 5;

  private final SidecarValues values;
  private final String container;
  private final List<String> refusals = new ArrayList<>();

  private SidecarRefusals(SidecarValues values, String container) {
    this.values = values;
    this.container = container;
  }

  /**
   * Returns the refusals, each with its field.
   *
   * @param container the field of the sidecar's container, such as {@code spec.containers[1]}
   * @param spec the pod's spec before the sidecar is in it
   */
  static List<String> of(
      SidecarValues values, DaprRelease release, String container, Mapping spec) {
    SidecarRefusals check = new SidecarRefusals(values, container);
    check.image();
    check.ports();
    check.variables(release, spec);
    check.mounts(spec);
    check.resources();
    check.seccomp();
    check.probes();
    return check.refusals;
  }

  private void refuse(String field, String reason) {
    refusals.add("%s.%s: %s".formatted(container, field, reason));
  }

  private void image() {
    String image = values.text("sidecar-image");
    if (image.isEmpty() && values.has("sidecar-image")) {
      refuse("image", "Required value");
    } else if (!image.equals(GoText.trim(image))) {
      refuse("image", "must not have leading or trailing whitespace");
    }
  }

  private void ports() {
    // The first is the HTTP API's, which nothing moves.
    port(1, "grpc-port");
    port(2, "internal-grpc-port");
    port(3, "metrics-port");
    if (values.flag("enable-debug")) {
      port(4, "debug-port");
    }
  }

  private void port(int index, String concept) {
    String field = "ports[%d].containerPort".formatted(index);
    long port = values.number(concept);
    if (port == 0) {
      refuse(field, "Required value");
    } else if (port < 1 || port > 65_535) {
      refuse(field, "Invalid value: %d: must be between 1 and 65535, inclusive".formatted(port));
    }
  }

  private void variables(DaprRelease release, Mapping spec) {
    int index = OWN_VARIABLES;
    if (!values.text("scheduler-host-address").isEmpty() && !release.is(Fact.SCHEDULER_ARGUMENT)) {
      index += 2;
    }
    EnvEntries plain = EnvEntries.parse(values.text("env"), false);
    EnvEntries secret = EnvEntries.parse(values.text("env-from-secret"), true);
    for (EnvEntries.Variable variable : plain.variables()) {
      variable(index++, variable);
    }
    for (EnvEntries.Variable variable : secret.variables()) {
      variable(index, variable);
      secret(index++, variable.secret(), variable.value());
    }
    index += plain.keys().isEmpty() && secret.keys().isEmpty() ? 0 : 1;
    List<String> pluggable = List.of(values.text("pluggable-components").split(",", -1));
    index += names(spec.sequence("containers")).stream().anyMatch(pluggable::contains) ? 1 : 0;
    for (String concept : List.of("api-token-secret", "app-token-secret")) {
      if (!values.text(concept).isEmpty()) {
        secret(index++, values.text(concept), "token");
      }
    }
  }

  private void variable(int index, EnvEntries.Variable variable) {
    String field = "env[%d].name".formatted(index);
    if (variable.name().isEmpty()) {
      refuse(field, "Required value");
    } else if (!isPrintable(variable.name())) {
      refuse(field, "Invalid value");
    }
  }

  /** A name of any printable characters but {@code =}, since Kubernetes 1.34. */
  private static boolean isPrintable(String name) {
    return name.chars().allMatch(c -> c >= ' ' && c < 127 && c != '=');
  }

  private void secret(int index, String name, String key) {
    String field = "env[%d].valueFrom.secretKeyRef.".formatted(index);
    if (name.length() > 253 || !NAME.matcher(name).matches()) {
      refuse(field + "name", "Invalid value: \"%s\"".formatted(name));
    }
    if (key.isEmpty()) {
      refuse(field + "key", "Required value");
    } else if (!KEY.matcher(key).matches() || key.equals(".") || key.startsWith("..")) {
      refuse(field + "key", "Invalid value: \"%s\"".formatted(key));
    }
  }

  private void mounts(Mapping spec) {
    List<String> volumes = names(spec.sequence("volumes"));
    List<String> paths = new ArrayList<>();
    for (String concept : List.of("volume-mounts", "volume-mounts-rw")) {
      for (String item : values.text(concept).split(",", -1)) {
        String[] parts = GoText.trim(item).split(":", -1);
        // The injector passes over what is no pair, and volumes that the pod has not.
        if (parts.length == 2 && volumes.contains(parts[0])) {
          paths.add(parts[1]);
        }
      }
    }
    if (!values.text("unix-domain-socket-path").isEmpty()) {
      paths.add("/var/run/dapr-sockets");
    }
    paths.add("/var/run/secrets/dapr.io/sentrytoken");
    for (int i = 0; i < paths.size(); i++) {
      String field = "volumeMounts[%d].mountPath".formatted(i);
      if (paths.get(i).isEmpty()) {
        refuse(field, "Required value");
      }
      if (paths.indexOf(paths.get(i)) < i) {
        refuse(field, "Invalid value: \"%s\": must be unique".formatted(paths.get(i)));
      }
    }
  }

  private static List<String> names(Sequence list) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      names.add(list.mapping(i).findText("name").orElse(""));
    }
    return names;
  }

  private void resources() {
    List<String> four =
        List.of(
            "sidecar-cpu-limit",
            "sidecar-memory-limit",
            "sidecar-cpu-request",
            "sidecar-memory-request");
    // One text that is no quantity, and the injector sets none of the four.
    if (four.stream()
        .map(values::text)
        .anyMatch(text -> !text.isEmpty() && Quantity.parse(text).problem() != null)) {
      return;
    }
    for (String side : List.of("limit", "request")) {
      for (String what : List.of("cpu", "memory")) {
        amount(what, side);
      }
    }
  }

  private void amount(String what, String side) {
    String text = values.text("sidecar-%s-%s".formatted(what, side));
    String most = values.text("sidecar-%s-limit".formatted(what));
    if (text.isEmpty()) {
      return;
    }
    Quantity amount = Quantity.parse(text);
    if (amount.isNegative()) {
      refuse(
          "resources.%ss[%s]".formatted(side, what),
          "Invalid value: must be greater than or equal to 0");
    }
    if (side.equals("request")
        && !most.isEmpty()
        && amount.value().compareTo(Quantity.parse(most).value()) > 0) {
      refuse(
          "resources.requests",
          "Invalid value: must be less than or equal to %s limit of %s"
              .formatted(what, Quantity.parse(most)));
    }
  }

  private void seccomp() {
    String type = values.text("sidecar-seccomp-profile-type");
    String field = "securityContext.seccompProfile.";
    if (!type.isEmpty() && !PROFILES.contains(type)) {
      refuse(field + "type", "Unsupported value: \"%s\"".formatted(type));
    } else if (type.equals("Localhost")) {
      refuse(
          field + "localhostProfile", "Required value: must be set when seccomp type is Localhost");
    }
  }

  private void probes() {
    probe("liveness");
    probe("readiness");
  }

  private void probe(String kind) {
    String concept = "sidecar-%s-probe-".formatted(kind);
    number(kind + "Probe.initialDelaySeconds", concept + "delay-seconds");
    number(kind + "Probe.timeoutSeconds", concept + "timeout-seconds");
    number(kind + "Probe.periodSeconds", concept + "period-seconds");
    number(kind + "Probe.failureThreshold", concept + "threshold");
  }

  private void number(String field, String concept) {
    if (values.number(concept) < 0) {
      refuse(field, "must be greater than or equal to 0");
    }
  }
}
