package dev.portside.lifecycle;

import dev.portside.Internal;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Tree;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How far objects of Kubernetes' own kinds have come, as {@code kubectl rollout status} and {@code
 * kubectl wait} tell it. Source: kubernetes/kubectl pkg/polymorphichelpers/rollout_status.go, 1.36.
 */
@Internal
public final class KubernetesReadiness {

  private KubernetesReadiness() {}

  /** Returns the function of that name in the table. */
  public static Function<Mapping, Readiness> named(String name) {
    return switch (name) {
      case "applied" -> live -> Readiness.ready();
      case "conditions" -> KubernetesReadiness::ofConditions;
      case "namespace" -> KubernetesReadiness::namespace;
      case "definition" -> KubernetesReadiness::definition;
      case "deployment" -> KubernetesReadiness::deployment;
      case "statefulset" -> KubernetesReadiness::statefulSet;
      case "daemonset" -> KubernetesReadiness::daemonSet;
      case "replicas" -> KubernetesReadiness::replicas;
      case "job" -> KubernetesReadiness::job;
      case "pod" -> KubernetesReadiness::pod;
      default -> throw new IllegalArgumentException("readiness " + name + ": unknown");
    };
  }

  /** An object without status or conditions is ready as soon as it is there. */
  public static Readiness ofConditions(Mapping live) {
    if (!isObserved(live)) {
      return Readiness.waiting("its controller has not seen it yet");
    }
    Mapping stalled = condition(live, "Stalled");
    if (is(stalled, "True")) {
      return Readiness.failed(text(stalled));
    }
    for (String type : new String[] {"Ready", "Available"}) {
      Mapping condition = condition(live, type);
      if (condition != null && !is(condition, "True")) {
        return Readiness.waiting(text(condition));
      }
    }
    return Readiness.ready();
  }

  private static Readiness namespace(Mapping live) {
    String phase = live.mapping("status").text("phase");
    return "Terminating".equals(phase)
        ? Readiness.failed("it is being deleted")
        : Readiness.ready();
  }

  private static Readiness definition(Mapping live) {
    Mapping names = condition(live, "NamesAccepted");
    if (is(names, "False")) {
      return Readiness.failed(text(names));
    }
    return is(condition(live, "Established"), "True")
        ? Readiness.ready()
        : Readiness.waiting("it is not established");
  }

  private static Readiness deployment(Mapping live) {
    if (!isObserved(live)) {
      return Readiness.waiting("its controller has not seen it yet");
    }
    Mapping progress = condition(live, "Progressing");
    if (progress != null && "ProgressDeadlineExceeded".equals(progress.text("reason"))) {
      return Readiness.failed(text(progress));
    }
    Mapping status = live.mapping("status");
    long wanted = number(live.mapping("spec"), "replicas", 1);
    long updated = number(status, "updatedReplicas", 0);
    if (updated < wanted) {
      Mapping failure = condition(live, "ReplicaFailure");
      String why = is(failure, "True") ? ": " + text(failure) : "";
      return Readiness.waiting("%d of %d pods are new%s".formatted(updated, wanted, why));
    }
    long old = number(status, "replicas", 0) - updated;
    if (old > 0) {
      return Readiness.waiting("%d old %s left".formatted(old, old == 1 ? "pod is" : "pods are"));
    }
    return counted(number(status, "availableReplicas", 0), wanted, "available");
  }

  private static Readiness statefulSet(Mapping live) {
    if (!isObserved(live)) {
      return Readiness.waiting("its controller has not seen it yet");
    }
    Mapping spec = live.mapping("spec");
    Mapping status = live.mapping("status");
    long wanted = number(spec, "replicas", 1);
    Mapping strategy = spec.mapping("updateStrategy");
    if (!"OnDelete".equals(strategy.text("type"))) {
      long kept = number(strategy.mapping("rollingUpdate"), "partition", 0);
      long updated = number(status, "updatedReplicas", 0);
      if (updated < wanted - kept) {
        return counted(updated, wanted - kept, "new");
      }
    }
    return counted(number(status, "readyReplicas", 0), wanted, "ready");
  }

  private static Readiness daemonSet(Mapping live) {
    if (!isObserved(live)) {
      return Readiness.waiting("its controller has not seen it yet");
    }
    Mapping status = live.mapping("status");
    long wanted = number(status, "desiredNumberScheduled", 0);
    long updated = number(status, "updatedNumberScheduled", 0);
    boolean rolls = !"OnDelete".equals(live.mapping("spec").mapping("updateStrategy").text("type"));
    return rolls && updated < wanted
        ? counted(updated, wanted, "new")
        : counted(number(status, "numberAvailable", 0), wanted, "available");
  }

  private static Readiness replicas(Mapping live) {
    if (!isObserved(live)) {
      return Readiness.waiting("its controller has not seen it yet");
    }
    long wanted = number(live.mapping("spec"), "replicas", 1);
    return counted(number(live.mapping("status"), "readyReplicas", 0), wanted, "ready");
  }

  private static Readiness job(Mapping live) {
    Mapping failed = condition(live, "Failed");
    if (is(failed, "True")) {
      return Readiness.failed(text(failed));
    }
    boolean suspended = "true".equals(live.mapping("spec").text("suspend"));
    return suspended || is(condition(live, "Complete"), "True")
        ? Readiness.ready()
        : Readiness.waiting("it is not complete");
  }

  private static Readiness pod(Mapping live) {
    Mapping status = live.mapping("status");
    String phase = status.text("phase");
    if ("Failed".equals(phase)) {
      String message = status.text("message");
      return Readiness.failed(message == null ? "it has failed" : message);
    }
    if ("Succeeded".equals(phase) || is(condition(live, "Ready"), "True")) {
      return Readiness.ready();
    }
    return Readiness.waiting("it is " + (phase == null ? "not scheduled" : phase));
  }

  private static Readiness counted(long there, long wanted, String word) {
    return there >= wanted
        ? Readiness.ready()
        : Readiness.waiting("%d of %d pods are %s".formatted(there, wanted, word));
  }

  /**
   * Kubernetes' own controllers tell what they have seen; a new object's status is a duplicate,
   * with nothing but zeros. Other kinds that do not tell are taken at their word.
   */
  private static boolean isObserved(Mapping live) {
    long generation = number(live.mapping("metadata"), "generation", 0);
    boolean tells = String.valueOf(live.text("apiVersion")).startsWith("apps/");
    return number(live.mapping("status"), "observedGeneration", tells ? 0 : generation)
        >= generation;
  }

  /** Returns the condition of a type; null where there is none. */
  public static @Nullable Mapping condition(Mapping live, String type) {
    for (Tree each : live.mapping("status").sequence("conditions")) {
      if (each instanceof Mapping condition && type.equals(condition.text("type"))) {
        return condition;
      }
    }
    return null;
  }

  private static boolean is(@Nullable Mapping condition, String status) {
    return condition != null && status.equals(condition.text("status"));
  }

  private static String text(@Nullable Mapping condition) {
    if (condition == null) {
      return "";
    }
    String message = condition.text("message");
    String reason = condition.text("reason");
    return message != null && !message.isEmpty()
        ? message
        : String.valueOf(reason == null ? condition.text("type") : reason);
  }

  private static long number(Mapping mapping, String key, long absent) {
    String text = mapping.text(key);
    return text == null ? absent : Long.parseLong(text);
  }
}
