package dev.portside.dapr.injection;

import dev.portside.yaml.Mapping;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The headless Service {@code <app-id>-dapr} that Dapr's operator makes of a workload, through
 * which other sidecars find its pods. Source: dapr/dapr pkg/operator/handlers/dapr_handler.go and
 * pkg/operator/meta/meta.go @v1.18.3.
 */
public final class SidecarService {

  /** The port of {@code dapr-http}, which no other may have, and which nothing moves. */
  public static final int HTTP = 80;

  private SidecarService() {}

  /** Returns whether the operator looks at workloads of a kind. */
  public static boolean isServed(String kind, boolean rollouts) {
    return switch (kind) {
      case "Deployment", "StatefulSet" -> true;
      case "Rollout" -> rollouts;
      default -> false;
    };
  }

  /** Returns the ports that the operator asks for, by name; none where it makes no Service. */
  public static Map<String, Long> ports(String kind, Mapping annotations, boolean rollouts) {
    Map<String, Long> ports = new LinkedHashMap<>();
    String enabled = annotations.text(AnnotationTable.PREFIX + "enabled");
    String appId = annotations.findText(AnnotationTable.PREFIX + "app-id").orElse("");
    if (isServed(kind, rollouts)
        && enabled != null
        && AnnotationTable.isTruthy(enabled)
        && AppId.problem(appId).isEmpty()) {
      ports.put("dapr-http", (long) HTTP);
      ports.put("dapr-grpc", number(annotations, "grpc-port", 50_001));
      ports.put("dapr-internal", number(annotations, "internal-grpc-port", 50_002));
      ports.put("dapr-metrics", number(annotations, "metrics-port", 9_090));
    }
    return ports;
  }

  /** Unlike the injector, the operator takes no number of more than 32 bits. */
  private static long number(Mapping annotations, String concept, long fallback) {
    String text = annotations.text(AnnotationTable.PREFIX + concept);
    if (text == null || !AnnotationTable.isNumber(text)) {
      return fallback;
    }
    long number = Long.parseLong(text);
    return number == (int) number ? number : fallback;
  }
}
