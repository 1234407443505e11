package dev.portside.kyma.extension;

import dev.portside.lifecycle.ApplyPhase;
import dev.portside.lifecycle.Lifecycle;
import dev.portside.lifecycle.Readiness;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Tree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far an APIRule has come: the two forms of its status. Sources: kyma-project/api-gateway
 * 3.10.0 apis/gateway/v2/apirule_types.go (state, description), apis/gateway/v1beta1 (a code for
 * the rule, its route and its policies); the 2020 form is that of v1alpha1, operator d419f5a4.
 */
final class ApiRuleReadiness {

  /** The lifecycle of every version of APIRule. */
  static final Lifecycle LIFECYCLE =
      new Lifecycle(
          "gateway.kyma-project.io", "APIRule", ApplyPhase.EXPOSURE, ApiRuleReadiness::of);

  private static final List<String> PARTS =
      List.of(
          "APIRuleStatus",
          "virtualServiceStatus",
          "accessRuleStatus",
          "requestAuthenticationStatus",
          "authorizationPolicyStatus");

  private ApiRuleReadiness() {}

  static Readiness of(Mapping rule) {
    Mapping status = rule.mapping("status");
    if (!isProcessed(rule, status)) {
      return Readiness.waiting("Kyma's API gateway has not processed it");
    }
    return status.has("state") ? ofState(status) : ofCodes(status);
  }

  private static Readiness ofState(Mapping status) {
    String description = status.text("description");
    String why = description == null ? "" : description;
    return switch (String.valueOf(status.text("state"))) {
      case "Ready", "Warning" -> Readiness.ready();
      case "Error" -> Readiness.failed(why.isEmpty() ? "its state is Error" : why);
      case "" -> Readiness.waiting("Kyma's API gateway has not processed it");
      default -> Readiness.waiting("its state is " + status.text("state"));
    };
  }

  private static Readiness ofCodes(Mapping status) {
    for (String part : PARTS) {
      Mapping one = status.mapping(part);
      if ("ERROR".equals(one.text("code"))) {
        String why = one.text("desc");
        return Readiness.failed("%s: %s".formatted(part, why == null ? "ERROR" : why));
      }
    }
    return status.mapping("APIRuleStatus").has("code")
        ? Readiness.ready()
        : Readiness.waiting("Kyma's API gateway has not processed it");
  }

  /**
   * A rule that was changed still has the status of its former self. The older versions count
   * generations; v2 only tells when it was processed, to the second.
   */
  private static boolean isProcessed(Mapping rule, Mapping status) {
    String observed = status.text("observedGeneration");
    String generation = rule.mapping("metadata").text("generation");
    if (observed != null && generation != null) {
      return Long.parseLong(observed) >= Long.parseLong(generation);
    }
    String processed = status.text("lastProcessedTime");
    String changed = changed(rule);
    return processed != null && (changed == null || processed.compareTo(changed) >= 0);
  }

  /** Returns when somebody last wrote more of the rule than its status, or null. */
  private static @Nullable String changed(Mapping rule) {
    String latest = null;
    for (Tree each : rule.mapping("metadata").sequence("managedFields")) {
      if (each instanceof Mapping entry && !"status".equals(entry.text("subresource"))) {
        String time = entry.mapping("fieldsV1").has("f:spec") ? entry.text("time") : null;
        latest = latest == null || time != null && time.compareTo(latest) > 0 ? time : latest;
      }
    }
    return latest;
  }
}
