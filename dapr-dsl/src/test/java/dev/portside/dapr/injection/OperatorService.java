package dev.portside.dapr.injection;

import dev.portside.value.GoText;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The headless Service {@code <app-id>-dapr} that Dapr's operator makes of a workload, through
 * which other sidecars find its pods. Source: dapr/dapr pkg/operator/handlers/dapr_handler.go and
 * pkg/operator/meta/meta.go @v1.18.3.
 *
 * @param service the Service, as it is asked for; empty where the operator makes none
 * @param error why there is none though the workload asks for Dapr, in Dapr's words
 * @param refusals why the API server refuses the Service, each with the field: the operator then
 *     tries for ever
 * @param warnings the annotations that the operator keeps to itself and so passes over
 */
public record OperatorService(
    Optional<Mapping> service,
    Optional<String> error,
    List<String> refusals,
    List<String> warnings) {

  private static final Pattern ANNOTATION_NAME =
      Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");

  /** Copies the lists. */
  public OperatorService {
    refusals = List.copyOf(refusals);
    warnings = List.copyOf(warnings);
  }

  private static final OperatorService NONE =
      new OperatorService(Optional.empty(), Optional.empty(), List.of(), List.of());

  /** Returns whether a Service comes to be. */
  public boolean isCreated() {
    return service.isPresent() && refusals.isEmpty();
  }

  /**
   * Returns the Service of a workload.
   *
   * @param kind its kind
   * @param name its name
   * @param annotations those of its pods
   * @param matchLabels the labels by which it selects its pods
   * @param rollouts whether the operator is told to look at Argo's Rollouts
   */
  public static OperatorService of(
      String kind, String name, Mapping annotations, Mapping matchLabels, boolean rollouts) {
    String enabled = annotations.text(AnnotationTable.PREFIX + "enabled");
    if (!SidecarService.isServed(kind, rollouts)
        || enabled == null
        || !AnnotationTable.isTruthy(enabled)) {
      return NONE;
    }
    String appId = annotations.findText(AnnotationTable.PREFIX + "app-id").orElse("");
    Optional<String> problem = AppId.problem(appId);
    if (problem.isPresent()) {
      return new OperatorService(Optional.empty(), problem, List.of(), List.of());
    }
    List<String> warnings = new ArrayList<>();
    Map<String, Long> ports = SidecarService.ports(kind, annotations, rollouts);
    Map<String, String> own = annotations(annotations, appId, ports, warnings);
    Mapping owner =
        Mapping.builder()
            .put("kind", kind)
            .put("name", name)
            .put("controller", true)
            .put("blockOwnerDeletion", true)
            .build();
    Mapping.Builder texts = Mapping.builder();
    own.forEach(texts::put);
    Mapping metadata =
        Mapping.builder()
            .put("name", appId + "-dapr")
            .put("labels", Mapping.of("dapr.io/enabled", "true"))
            .put("annotations", texts.build())
            .put("ownerReferences", Sequence.of(owner))
            .build();
    Mapping spec =
        Mapping.builder()
            .put("clusterIP", "None")
            .put("ports", ports(ports))
            .put("selector", matchLabels)
            .build();
    Mapping service =
        Mapping.builder()
            .put("apiVersion", "v1")
            .put("kind", "Service")
            .put("metadata", metadata)
            .put("spec", spec)
            .build();
    return new OperatorService(
        Optional.of(service), Optional.empty(), refusals(ports, own.keySet()), warnings);
  }

  private static Map<String, String> annotations(
      Mapping annotations, String appId, Map<String, Long> ports, List<String> warnings) {
    Map<String, String> own = new LinkedHashMap<>();
    own.put("dapr.io/app-id", appId);
    String metrics = annotations.text(AnnotationTable.PREFIX + "enable-metrics");
    if (metrics == null || metrics.isEmpty() || AnnotationTable.isTruthy(metrics)) {
      own.put("prometheus.io/probe", "true");
      own.put("prometheus.io/scrape", "true");
      own.put("prometheus.io/port", String.valueOf(ports.get("dapr-metrics")));
      own.put("prometheus.io/path", "/");
    }
    String more = annotations.text(AnnotationTable.PREFIX + "sidecar-svc-annotations");
    for (String pair : more == null ? new String[0] : more.split(",", -1)) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? "" : GoText.trim(pair.substring(0, equals));
      if (!key.isEmpty() && own.putIfAbsent(key, GoText.trim(pair.substring(equals + 1))) != null) {
        warnings.add("Ignoring reserved annotation \"%s\" as it operator-managed".formatted(key));
      }
    }
    return own;
  }

  private static Sequence ports(Map<String, Long> ports) {
    Sequence.Builder list = Sequence.builder();
    ports.forEach(
        (name, port) ->
            list.add(
                Mapping.builder()
                    .put("name", name)
                    .put("port", port)
                    .put(
                        "targetPort",
                        Scalar.of(
                            port == SidecarService.HTTP && name.equals("dapr-http")
                                ? SidecarContainer.HTTP_PORT
                                : port))
                    .put("protocol", "TCP")
                    .build()));
    return list.build();
  }

  private static List<String> refusals(Map<String, Long> ports, Set<String> annotations) {
    List<String> refusals = new ArrayList<>();
    for (String key : annotations) {
      String name = key.substring(key.indexOf('/') + 1);
      if (!ANNOTATION_NAME.matcher(name).matches()) {
        refusals.add("metadata.annotations: Invalid value: \"%s\"".formatted(key));
      }
    }
    Set<Long> taken = new TreeSet<>();
    List<Long> numbers = List.copyOf(ports.values());
    for (int i = 0; i < numbers.size(); i++) {
      long port = numbers.get(i);
      if (port < 1 || port > 65_535) {
        for (String field : List.of("port", "targetPort")) {
          refusals.add(
              "spec.ports[%d].%s: Invalid value: %d: must be between 1 and 65535, inclusive"
                  .formatted(i, field, port));
        }
      }
      if (!taken.add(port)) {
        refusals.add("spec.ports[%d]: Duplicate value: %d".formatted(i, port));
      }
    }
    return refusals;
  }
}
