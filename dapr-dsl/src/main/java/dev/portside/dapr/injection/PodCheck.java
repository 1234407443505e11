package dev.portside.dapr.injection;

import dev.portside.platform.GoText;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the API server says to a pod that the injector has changed, of all its checks those that an
 * annotation can fail. Source: kubernetes pkg/apis/core/validation/validation.go @v1.36.
 */
final class PodCheck {

  private static final Pattern LABEL =
      Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]+");
  private static final int LABEL_LENGTH = 63;
  private static final Set<String> PROFILES = Set.of("Localhost", "RuntimeDefault", "Unconfined");

  private final List<String> refusals = new ArrayList<>();
  private final Set<String> volumes = new HashSet<>();

  private PodCheck() {}

  /** Returns why it refuses the pod, each with the field; empty when it takes it. */
  static List<String> refusals(Mapping pod) {
    PodCheck check = new PodCheck();
    check.labels(pod.mapping("metadata").mapping("labels"));
    check.volumes(pod.mapping("spec").sequence("volumes"));
    check.containers("containers", pod.mapping("spec").sequence("containers"));
    check.containers("initContainers", pod.mapping("spec").sequence("initContainers"));
    return check.refusals;
  }

  private void refuse(String field, String reason) {
    refusals.add(field + ": " + reason);
  }

  private void labels(Mapping labels) {
    for (int i = 0; i < labels.size(); i++) {
      String value = String.valueOf(labels.text(labels.key(i)));
      if (value.length() > LABEL_LENGTH) {
        refuse("metadata.labels", "%s: must be no more than 63 characters".formatted(value));
      } else if (!LABEL.matcher(value).matches()) {
        refuse("metadata.labels", "%s: no valid label".formatted(value));
      }
    }
  }

  private void volumes(Sequence list) {
    for (int i = 0; i < list.size(); i++) {
      String name = String.valueOf(list.mapping(i).text("name"));
      if (!volumes.add(name)) {
        refuse("spec.volumes[%d].name".formatted(i), "Duplicate value: " + name);
      }
    }
  }

  private void containers(String list, Sequence containers) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < containers.size(); i++) {
      Mapping container = containers.mapping(i);
      String field = "spec.%s[%d]".formatted(list, i);
      if (!names.add(String.valueOf(container.text("name")))) {
        refuse(field + ".name", "Duplicate value");
      }
      String image = container.text("image");
      if (image == null || image.isEmpty()) {
        refuse(field + ".image", "Required value");
      } else if (!image.equals(GoText.trim(image))) {
        refuse(field + ".image", "must not have leading or trailing whitespace");
      }
      ports(field, container.sequence("ports"));
      env(field, container.sequence("env"));
      mounts(field, container.sequence("volumeMounts"));
      resources(field + ".resources.", container.mapping("resources"));
      seccomp(field, container.mapping("securityContext").mapping("seccompProfile"));
      probe(field + ".livenessProbe.", container.mapping("livenessProbe"));
      probe(field + ".readinessProbe.", container.mapping("readinessProbe"));
    }
  }

  private void ports(String container, Sequence ports) {
    for (int i = 0; i < ports.size(); i++) {
      String field = "%s.ports[%d].containerPort".formatted(container, i);
      long port = number(ports.mapping(i), "containerPort");
      if (port == 0) {
        refuse(field, "Required value");
      } else if (port < 1 || port > 65_535) {
        refuse(field, "Invalid value: %d: must be between 1 and 65535, inclusive".formatted(port));
      }
    }
  }

  private void env(String container, Sequence env) {
    for (int i = 0; i < env.size(); i++) {
      String field = "%s.env[%d]".formatted(container, i);
      Mapping variable = env.mapping(i);
      String name = String.valueOf(variable.text("name"));
      if (name.isEmpty()) {
        refuse(field + ".name", "Required value");
      } else if (!isPrintable(name)) {
        refuse(field + ".name", "Invalid value");
      }
      Mapping secret = variable.mapping("valueFrom").mapping("secretKeyRef");
      if (!secret.isEmpty()) {
        secret(field + ".valueFrom.secretKeyRef", secret);
      }
    }
  }

  /** A name of any printable characters but {@code =}, since Kubernetes 1.34. */
  private static boolean isPrintable(String name) {
    return name.chars().allMatch(c -> c >= ' ' && c < 127 && c != '=');
  }

  private void secret(String field, Mapping secret) {
    String name = String.valueOf(secret.text("name"));
    if (!NAME.matcher(name).matches() || name.length() > 253) {
      refuse(field + ".name", "Invalid value: \"%s\"".formatted(name));
    }
    String key = String.valueOf(secret.text("key"));
    if (key.isEmpty()) {
      refuse(field + ".key", "Required value");
    } else if (!KEY.matcher(key).matches() || key.equals(".") || key.startsWith("..")) {
      refuse(field + ".key", "Invalid value: \"%s\"".formatted(key));
    }
  }

  private void mounts(String container, Sequence mounts) {
    Set<String> paths = new HashSet<>();
    for (int i = 0; i < mounts.size(); i++) {
      String field = "%s.volumeMounts[%d]".formatted(container, i);
      Mapping mount = mounts.mapping(i);
      String name = String.valueOf(mount.text("name"));
      String path = String.valueOf(mount.text("mountPath"));
      if (name.isEmpty()) {
        refuse(field + ".name", "Required value");
      }
      if (!volumes.contains(name)) {
        refuse(field + ".name", "Not found: \"%s\"".formatted(name));
      }
      if (path.isEmpty()) {
        refuse(field + ".mountPath", "Required value");
      }
      if (!paths.add(path)) {
        refuse(field + ".mountPath", "Invalid value: \"%s\": must be unique".formatted(path));
      }
    }
  }

  private void resources(String field, Mapping resources) {
    for (String side : List.of("limits", "requests")) {
      Mapping amounts = resources.mapping(side);
      for (int i = 0; i < amounts.size(); i++) {
        String what = amounts.key(i);
        Quantity amount = Quantity.parse(String.valueOf(amounts.text(what)));
        String place = "%s%s[%s]".formatted(field, side, what);
        if (amount.isNegative()) {
          refuse(place, "Invalid value: must be greater than or equal to 0");
        }
        String limit = resources.mapping("limits").text(what);
        boolean above =
            side.equals("requests")
                && limit != null
                && amount.value().compareTo(Quantity.parse(limit).value()) > 0;
        if (above) {
          refuse(
              field + side,
              "Invalid value: must be less than or equal to %s limit of %s".formatted(what, limit));
        }
      }
    }
  }

  private void seccomp(String container, Mapping profile) {
    String type = profile.text("type");
    String field = container + ".securityContext.seccompProfile.";
    if (type == null) {
      return;
    }
    if (!PROFILES.contains(type)) {
      refuse(field + "type", "Unsupported value: \"%s\"".formatted(type));
    } else if (type.equals("Localhost")) {
      refuse(
          field + "localhostProfile", "Required value: must be set when seccomp type is Localhost");
    }
  }

  private void probe(String field, Mapping probe) {
    for (String what :
        List.of("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "failureThreshold")) {
      if (number(probe, what) < 0) {
        refuse(field + what, "must be greater than or equal to 0");
      }
    }
  }

  /** What is no number is no annotation's doing. */
  private static long number(Mapping mapping, String key) {
    String text = mapping.text(key);
    if (text == null) {
      return 0;
    }
    return Go.numberProblem(text) == null ? Long.parseLong(text) : 1;
  }
}
