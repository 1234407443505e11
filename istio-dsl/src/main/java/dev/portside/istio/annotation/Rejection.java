package dev.portside.istio.annotation;

import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.pod.AnnotationGrammar;
import dev.portside.istio.pod.Templates;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why the injector refuses the pods of a workload that it is to inject: they are not created then.
 * Immutable. Source: istio/istio pkg/kube/inject/{validate,inject,webhook}.go @1.31.
 *
 * @param key the annotation whose value it does not take
 * @param value the value
 * @param reason why, in its own words
 * @param validated whether it says so before it runs any template
 */
public record Rejection(String key, String value, String reason, boolean validated) {

  private static final String FAILED = "failed to run injection template: ";

  /** Returns all of them, in the order of the annotations. */
  public static List<Rejection> of(Workload workload) {
    List<Rejection> rejections = new ArrayList<>();
    Mapping annotations = workload.annotations();
    for (String key : annotations.keys()) {
      String value = annotations.findText(key).orElse("");
      String reason = AnnotationGrammar.of(key).refusal(value);
      if (reason != null) {
        rejections.add(new Rejection(key, value, reason, true));
      }
    }
    for (String key : new String[] {IstioKeys.TEMPLATES, IstioKeys.OVERRIDES}) {
      String value = annotations.text(key);
      String reason =
          value == null
              ? null
              : key.equals(IstioKeys.TEMPLATES) ? Templates.of(workload).refusal() : notJson(value);
      if (value != null && reason != null) {
        rejections.add(new Rejection(key, value, reason, false));
      }
    }
    return rejections;
  }

  /** Istio itself writes this annotation; it is looked at no closer than where it begins. */
  private static @Nullable String notJson(String value) {
    String text = value.trim();
    if (text.isEmpty()) {
      return "unexpected end of JSON input";
    }
    if (text.charAt(0) != '{') {
      return "invalid character '%s' looking for beginning of value".formatted(text.charAt(0));
    }
    String rest = text.substring(1).trim();
    return rest.isEmpty()
        ? "unexpected end of JSON input"
        : rest.charAt(0) == '"' || rest.charAt(0) == '}'
            ? null
            : "invalid character '%s' looking for beginning of object key string"
                .formatted(rest.charAt(0));
  }

  /** Returns the message of the API server, without what it puts before it; empty for none. */
  public static String message(List<Rejection> rejections) {
    List<String> points =
        rejections.stream()
            .filter(Rejection::validated)
            .map(
                each ->
                    "invalid value '%s' for annotation '%s': %s"
                        .formatted(each.value(), each.key(), each.reason()))
            .toList();
    if (points.isEmpty()) {
      return rejections.isEmpty() ? "" : FAILED + rejections.get(0).reason();
    }
    return FAILED + list(points);
  }

  /** Lists errors as Istio does. */
  static String list(List<String> errors) {
    return "%d error%s occurred:\n\t* %s\n\n"
        .formatted(errors.size(), errors.size() == 1 ? "" : "s", String.join("\n\t* ", errors));
  }
}
