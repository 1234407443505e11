package dev.portside.dapr.spec;

import dev.portside.manifest.Names;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.time.Duration;
import java.util.Map;

/** What sidecars measure: {@code spec.metrics}. Source: dapr/dapr pkg/config/configuration.go. */
public final class Metrics extends SpecPart {

  private Metrics(Mapping tree) {
    super(tree);
  }

  /** Returns metrics on or off; they are on where a Configuration says nothing. */
  public static Metrics enabled(boolean on) {
    return new Metrics(Mapping.builder().put("enabled", on).build());
  }

  private Metrics with(Tree value, String... path) {
    return new Metrics((Mapping) tree().with(Pointer.of(path), value));
  }

  /** Returns this with a series for each path of a call; on by default. */
  public Metrics increasedCardinality(boolean on) {
    return with(Scalar.of(on), "http", "increasedCardinality");
  }

  /** Returns this with one more path whose calls count as one, such as {@code /orders/{id}}. */
  public Metrics matchedPath(String path) {
    Sequence paths = tree().mapping("http").sequence("pathMatching");
    Scalar item = Scalar.of(Names.text("path", path));
    return with(appended(paths, item), "http", "pathMatching");
  }

  /** Returns this without the verbs of calls in the series; with them by default. */
  public Metrics excludedVerbs(boolean on) {
    return with(Scalar.of(on), "http", "excludeVerbs");
  }

  /** Returns this with the error codes of Dapr's API counted; since Dapr 1.15, off by default. */
  public Metrics recordedErrorCodes(boolean on) {
    return new Metrics(with("recordErrorCodes", on));
  }

  /** Returns this with the upper ends of the latency histograms, in milliseconds. */
  public Metrics latencyBuckets(int... milliseconds) {
    return with(buckets(milliseconds), "latencyDistributionBuckets");
  }

  /**
   * Returns this with the upper ends of the histograms of workflows, in a unit of their own; after
   * Dapr 1.18.
   */
  public Metrics workflowLatencyBuckets(Duration unit, int... buckets) {
    Scalar units = Scalar.of(DurationText.text("unit", unit));
    return with(buckets(buckets), "workflow", "latencyDistributionBuckets")
        .with(units, "workflow", "latencyDistributionUnits");
  }

  private static Sequence buckets(int... numbers) {
    Sequence.Builder buckets = Sequence.builder();
    for (int number : numbers) {
      if (number < 1) {
        throw new IllegalArgumentException("bucket %d: must be 1 or more".formatted(number));
      }
      buckets.add(Scalar.of(number));
    }
    return buckets.build();
  }

  /**
   * Returns this with a label of a metric rewritten.
   *
   * @param replacements what a value becomes, and the regular expression that it matches
   */
  public Metrics rewrittenLabel(String metric, String label, Map<String, String> replacements) {
    Mapping.Builder regex = Mapping.builder();
    replacements.forEach(regex::put);
    Mapping item =
        Mapping.builder()
            .put("name", Names.text("label", label))
            .put("regex", regex.build())
            .build();
    Mapping rule =
        Mapping.builder()
            .put("name", Names.text("metric", metric))
            .put("labels", Sequence.of(item))
            .build();
    return new Metrics(withItem("rules", rule));
  }
}
