package dev.portside.dapr.injection;

import dev.portside.value.GoNumber;
import dev.portside.value.GoText;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.YamlException;
import dev.portside.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the injector is told when it starts: its environment, where the Helm values end up. Source:
 * dapr/dapr pkg/injector/service/config.go and serviceaccountmatcher.go @v1.18.3.
 */
final class InjectorConfig {

  /** The accounts whose pods are injected whatever the settings are. */
  private static final List<String> BUILT_IN =
      List.of(
          "kube-system:replicaset-controller",
          "kube-system:replication-controller",
          "kube-system:deployment-controller",
          "kube-system:cronjob-controller",
          "kube-system:job-controller",
          "kube-system:statefulset-controller",
          "kube-system:daemon-set-controller",
          "openshift-operator-lifecycle-manager:olm-operator-serviceaccount",
          "tekton-pipelines:tekton-pipelines-controller",
          "mirrord:mirrord-operator");

  private static final String ACCOUNT = "system:serviceaccount:";
  private static final String MASTERS = "system:masters";

  private final Map<String, String> env;
  private final List<Pattern> accounts = new ArrayList<>();

  /**
   * @throws InjectorConfigException with Dapr's message if the injector would not start
   */
  InjectorConfig(Map<String, String> env) {
    this.env = Map.copyOf(env);
    for (String name : List.of("ACTORS", "REMINDERS")) {
      checkService(name);
    }
    checkUser("SIDECAR_RUN_AS_USER", "runAsUser");
    checkUser("SIDECAR_RUN_AS_GROUP", "runAsGroup");
    BUILT_IN.forEach(account -> accounts.add(pattern(account)));
    for (String list :
        List.of("ALLOWED_SERVICE_ACCOUNTS", "ALLOWED_SERVICE_ACCOUNTS_PREFIX_NAMES")) {
      for (String account : text(list).split(",", -1)) {
        if (!account.isBlank()) {
          accounts.add(pattern(GoText.trim(account)));
        }
      }
    }
  }

  private void checkService(String prefix) {
    String address = text(prefix + "_SERVICE_ADDRESS");
    boolean custom = !serviceName(prefix).isEmpty() && !serviceName(prefix).equals("default");
    int colon = address.indexOf(':');
    if (custom && (colon <= 0 || !GoNumber.isInt(address.substring(colon + 1)))) {
      String what = prefix.equals("ACTORS") ? "actor" : "reminder";
      throw new InjectorConfigException(
          "failed to parse configuration: invalid value for %s service address:".formatted(what)
              + " service is not in the correct format '<name>:<port>': "
              + address);
    }
  }

  private void checkUser(String key, String field) {
    String id = text(key);
    String problem = id.isEmpty() ? null : GoNumber.intProblem("Atoi", id);
    if (problem != null) {
      throw new InjectorConfigException(
          "failed to parse configuration: failed to parse %s: %s".formatted(field, problem));
    }
  }

  private static Pattern pattern(String account) {
    if (account.chars().filter(c -> c == ':').count() != 1) {
      throw new InjectorConfigException(
          "invalid pattern %s, must contain exactly one ':' separating namespace and name"
              .formatted(GoText.quote(account)));
    }
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < account.length(); i++) {
      char c = account.charAt(i);
      switch (c) {
        case '*' -> regex.append("[^:]*");
        case '?' -> regex.append("[^:]");
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString());
  }

  /** Returns whether pods that somebody creates are injected. */
  boolean allows(String user, List<String> groups) {
    if (groups.contains(MASTERS)) {
      return true;
    }
    return user.startsWith(ACCOUNT)
        && accounts.stream()
            .anyMatch(account -> account.matcher(user.substring(ACCOUNT.length())).matches());
  }

  String text(String key) {
    return env.getOrDefault(key, "");
  }

  boolean flag(String key) {
    return AnnotationTable.isTruthy(text(key));
  }

  boolean flagUnlessOff(String key) {
    return text(key).isEmpty() || flag(key);
  }

  Optional<Long> number(String key) {
    return text(key).isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(text(key)));
  }

  String serviceName(String prefix) {
    return text(prefix + "_SERVICE_NAME");
  }

  /** Returns how images are pulled; a word that Kubernetes does not know is the default. */
  String pullPolicy() {
    return switch (text("SIDECAR_IMAGE_PULL_POLICY")) {
      case "" -> "Always";
      case "Always" -> "Always";
      case "Never" -> "Never";
      default -> "IfNotPresent";
    };
  }

  /** Returns the tolerations that make the command stand in {@code command}. */
  Sequence entrypointTolerations() {
    String text = text("IGNORE_ENTRYPOINT_TOLERATIONS");
    try {
      return text.isEmpty()
          ? Sequence.empty()
          : Mapping.of("list", YamlReader.read(Input.of("tolerations", text)).get(0).root())
              .sequence("list");
    } catch (YamlException e) {
      // The injector logs such a text and goes on without.
      return Sequence.empty();
    }
  }
}
