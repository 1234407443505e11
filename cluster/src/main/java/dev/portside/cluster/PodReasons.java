package dev.portside.cluster;

import dev.portside.lifecycle.Readiness;
import dev.portside.manifest.ResourceRef;
import dev.portside.platform.Table;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why the pods of a workload do not run: what their containers wait for, and what events tell. */
final class PodReasons {

  /** The reasons that do not pass by themselves. */
  private static final Set<String> FINAL = load();

  private final Cluster cluster;

  PodReasons(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Returns a workload's readiness with the reason of a container that waits, if one does. */
  Readiness explain(ResourceRef ref, Mapping live, Readiness own) {
    for (Mapping pod : pods(ref, live)) {
      for (String kind : List.of("initContainerStatuses", "containerStatuses")) {
        Readiness waiting = waiting(pod, pod.mapping("status").sequence(kind), own);
        if (waiting != null) {
          return waiting;
        }
      }
    }
    return own;
  }

  private static @Nullable Readiness waiting(Mapping pod, Sequence statuses, Readiness own) {
    for (Tree each : statuses) {
      Mapping status = each instanceof Mapping mapping ? mapping : Mapping.empty();
      Mapping waiting = status.mapping("state").mapping("waiting");
      String reason = waiting.text("reason");
      if (reason != null) {
        String message = waiting.text("message");
        String text =
            "%s; container %s of pod %s waits: %s%s"
                .formatted(
                    own.reason(),
                    status.text("name"),
                    pod.mapping("metadata").text("name"),
                    reason,
                    message == null ? "" : " (" + message + ")");
        boolean isFinal = FINAL.contains(reason) || own.state() == Readiness.State.FAILED;
        return isFinal ? Readiness.failed(text) : Readiness.waiting(text);
      }
    }
    return null;
  }

  private List<Mapping> pods(ResourceRef ref, Mapping live) {
    if (ref.kind().equals("Pod")) {
      return List.of(live);
    }
    Mapping labels = live.mapping("spec").mapping("selector").mapping("matchLabels");
    if (labels.isEmpty()) {
      return List.of();
    }
    Map<String, String> selector = new HashMap<>();
    labels.keys().forEach(key -> selector.put(key, String.valueOf(labels.text(key))));
    return cluster.list("v1", "Pod", ref.namespace(), selector);
  }

  /**
   * Returns the newest warning about an object, or about what it made; empty when there is none.
   */
  String lastWarning(ResourceRef ref) {
    String newest = "";
    String text = "";
    for (Mapping event : cluster.list("v1", "Event", ref.namespace(), Map.of())) {
      String about = String.valueOf(event.mapping("involvedObject").text("name"));
      boolean its = about.equals(ref.name()) || about.startsWith(ref.name() + "-");
      String time = time(event);
      if (its && "Warning".equals(event.text("type")) && time.compareTo(newest) >= 0) {
        newest = time;
        text = "%s: %s".formatted(event.text("reason"), event.text("message"));
      }
    }
    return text;
  }

  /** RFC 3339 in UTC, and so in order as text. */
  private static String time(Mapping event) {
    for (String key : List.of("lastTimestamp", "eventTime", "firstTimestamp")) {
      String time = event.text(key);
      if (time != null && !time.equals("null")) {
        return time;
      }
    }
    return "";
  }

  private static Set<String> load() {
    Set<String> reasons = new HashSet<>();
    for (Table.Row row : Table.read(PodReasons.class, "waiting.txt")) {
      if (row.get("final").equals("yes")) {
        reasons.add(row.get("reason"));
      }
    }
    return Set.copyOf(reasons);
  }
}
