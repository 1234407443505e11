package dev.portside.dapr;

import dev.portside.dapr.injection.AnnotationTable;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Template;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Tree;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A workload that somebody else wrote, as an app. All that Portside does not know of it stays as it
 * is.
 */
final class ExistingApp {

  private final Workload workload;

  /**
   * @throws IllegalArgumentException if the resource has no pod template
   */
  ExistingApp(Resource resource) {
    this.workload =
        Workload.of(resource)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s has no pod template: it cannot become a Dapr app".formatted(resource)));
  }

  Workload workload() {
    return workload;
  }

  /** Returns its app id; its name where it has none. */
  String appId() {
    return said().getOrDefault("app-id", workload.resource().name());
  }

  /**
   * Returns what an annotation sets, under its newest name; empty where it is not Dapr's to read.
   */
  private static String concept(String key) {
    String newest = AnnotationTable.renamed(key).orElse(key);
    return ConceptSettings.NEWEST.find(newest) == null
        ? ""
        : newest.substring(AnnotationTable.PREFIX.length());
  }

  /** Returns what Dapr is to be told: what it is, and what makes it an app. */
  ConceptSettings settings() {
    Map<String, String> settings = said();
    settings.putIfAbsent("enabled", "true");
    settings.putIfAbsent("app-id", appId());
    return ConceptSettings.of(settings);
  }

  /** Returns what Dapr is told, by concept: of two names of one concept the newer one counts. */
  private Map<String, String> said() {
    Map<String, String> settings = new LinkedHashMap<>();
    Mapping annotations = workload.annotations();
    for (int i = 0; i < annotations.size(); i++) {
      String key = annotations.key(i);
      String concept = concept(key);
      String value = annotations.text(key);
      boolean old = AnnotationTable.renamed(key).isPresent();
      boolean superseded = old && annotations.has(AnnotationTable.PREFIX + concept);
      if (!concept.isEmpty() && value != null && !superseded) {
        settings.put(concept, value);
      }
    }
    return settings;
  }

  /** Returns the other annotations of its pods. */
  Map<String, String> annotations() {
    Map<String, String> others = new LinkedHashMap<>();
    Mapping annotations = workload.annotations();
    for (int i = 0; i < annotations.size(); i++) {
      String value = annotations.text(annotations.key(i));
      if (concept(annotations.key(i)).isEmpty() && value != null) {
        others.put(annotations.key(i), value);
      }
    }
    return others;
  }

  /** Returns the labels by which its pods are found. */
  Map<String, String> labels() {
    Mapping selector =
        workload.resource().tree().mapping("spec").mapping("selector").mapping("matchLabels");
    Mapping labels = selector.isEmpty() ? workload.labels() : selector;
    Map<String, String> texts = new LinkedHashMap<>();
    labels.keys().forEach(key -> labels.findText(key).ifPresent(value -> texts.put(key, value)));
    return texts;
  }

  /**
   * Returns the workload with those annotations: each where it stood, under whatever name, new ones
   * at the end.
   *
   * @param spelled Dapr's, by key
   * @param others the pod's further annotations
   */
  Mapping with(
      Map<String, String> spelled,
      Map<String, String> others,
      List<Consumer<PodTemplateSpecBuilder>> changes) {
    Mapping annotations = annotations(spelled, others);
    Tree tree = workload.resource().tree();
    Pointer field = workload.templateField().resolve(Pointer.of("metadata", "annotations"));
    Tree old = tree.at(field);
    if (!annotations.isEmpty() && !annotations.equals(old)) {
      tree = tree.with(field, annotations);
    }
    for (Consumer<PodTemplateSpecBuilder> change : changes) {
      Mapping template =
          tree.at(workload.templateField()) instanceof Mapping m ? m : Mapping.empty();
      tree = tree.with(workload.templateField(), Template.changed(template, change));
    }
    return (Mapping) tree;
  }

  private Mapping annotations(Map<String, String> spelled, Map<String, String> others) {
    Map<String, String> byConcept = new LinkedHashMap<>();
    spelled.keySet().forEach(key -> byConcept.put(concept(key), key));
    Mapping before = workload.annotations();
    Mapping.Builder after = Mapping.builder();
    Set<String> done = new HashSet<>();
    for (int i = 0; i < before.size(); i++) {
      String key = before.key(i);
      String now = byConcept.get(concept(key));
      if (now == null || !now.equals(key) && before.has(now)) {
        done.add(key);
        put(after, key, others.get(key), before.value(i));
      } else if (done.add(now)) {
        put(after, now, spelled.get(now), before.value(i));
      }
    }
    spelled.forEach((key, value) -> appendUnless(done, after, key, value));
    others.forEach((key, value) -> appendUnless(done, after, key, value));
    return after.build();
  }

  /** A value that says the same stays as it is written. */
  private static void put(Mapping.Builder after, String key, @Nullable String value, Tree before) {
    Mapping old = Mapping.of(key, before);
    if (value == null || value.equals(old.text(key))) {
      after.put(key, before);
    } else {
      after.put(key, value);
    }
  }

  private static void appendUnless(
      Set<String> done, Mapping.Builder after, String key, String value) {
    if (done.add(key)) {
      after.put(key, value);
    }
  }
}
