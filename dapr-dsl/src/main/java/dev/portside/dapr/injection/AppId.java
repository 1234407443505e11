package dev.portside.dapr.injection;

import dev.portside.manifest.Workload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an app id may be. Source: dapr/dapr pkg/validation/kubernetes.go @v1.18.3. */
public final class AppId {

  /** So that the sidecars' Service {@code <app-id>-dapr} has at most 63 characters. */
  private static final int LENGTH = 58;

  private static final int LABEL_LENGTH = 63;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

  private AppId() {}

  /**
   * Returns the name that the pods of a workload have when the injector sees them, which is their
   * app id where they name none; empty for kinds whose pods are named later.
   */
  public static String ofPods(Workload workload) {
    return switch (workload.kind()) {
      case "Pod" -> workload.resource().name();
      case "StatefulSet" -> workload.resource().name() + "-0";
      default -> "";
    };
  }

  /** Returns whether a text is an app id that all of Dapr and Kubernetes take. */
  public static boolean isValid(String text) {
    return text.length() <= LENGTH && LABEL.matcher(text).matches();
  }

  /** Returns why Dapr refuses an app id, in its words. A dash at the end passes. */
  public static Optional<String> problem(String appId) {
    if (appId.isEmpty()) {
      return Optional.of("value for the dapr.io/app-id annotation is empty");
    }
    String service = appId + "-dapr";
    List<String> problems = new ArrayList<>();
    if (service.getBytes(StandardCharsets.UTF_8).length > LABEL_LENGTH) {
      problems.add("must be no more than 63 characters");
    }
    if (!LABEL.matcher(service).matches()) {
      problems.add(
          "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-',"
              + " and must start and end with an alphanumeric character (e.g. 'my-name',  or"
              + " '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");
    }
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "invalid app id (input: '%s', service: '%s'): %s"
                .formatted(appId, service, String.join(",", problems)));
  }
}
