package dev.portside.dapr.injection;

import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.List;
import java.util.Optional;

/**
 * What comes of the annotations of pods that ask for a sidecar.
 *
 * @param values what the sidecar is made of; the defaults where none comes to be
 * @param ignored the annotations whose values are ignored, with a line in the injector's log
 * @param exit what daprd says when it exits with its arguments; empty where it starts
 * @param refusals why the API server refuses the pods with their sidecar; empty when it takes them
 */
public record SidecarVerdict(
    SidecarValues values, List<String> ignored, Optional<String> exit, List<String> refusals) {

  private static final String SIDECAR = "daprd";

  /** Copies the lists. */
  public SidecarVerdict {
    ignored = List.copyOf(ignored);
    refusals = List.copyOf(refusals);
  }

  /** Returns what comes of annotations on the pods of a workload that ask for a sidecar. */
  public static SidecarVerdict of(DaprRelease release, Workload workload, Mapping annotations) {
    AnnotationTable table = AnnotationTable.at(release);
    SidecarValues values = SidecarValues.of(table, annotations);
    SidecarValues none = SidecarValues.of(table, Mapping.empty());
    Mapping spec = workload.podSpec();
    if (hasSidecar(release, spec)) {
      return new SidecarVerdict(none, List.of(), Optional.empty(), List.of());
    }
    boolean refused =
        release.is(Fact.APP_ID_CHECKED)
            && AppId.problem(values.appId(AppId.ofPods(workload))).isPresent();
    return refused
        ? new SidecarVerdict(none, values.ignored(), Optional.empty(), List.of())
        : new SidecarVerdict(
            values,
            values.ignored(),
            DaprdExit.of(values),
            SidecarRefusals.of(values, release, field(release, values, spec), spec));
  }

  /** Returns the field where the sidecar comes to stand. */
  static String field(DaprRelease release, SidecarValues values, Mapping spec) {
    String list =
        values.flag("enable-native-sidecar") && release.is(Fact.NATIVE_SIDECAR)
            ? "initContainers"
            : "containers";
    return "spec.%s[%d]".formatted(list, spec.sequence(list).size());
  }

  /** Returns whether the sidecar is another one by what an annotation sets. */
  public boolean differsFrom(SidecarVerdict other, Annotation annotation) {
    String concept = annotation.concept();
    boolean unused =
        concept.equals("app-health-check-path") && !values.flag("enable-app-health-check");
    boolean told =
        annotation.reads().isOptional()
            && values.isPassed(concept) != other.values.isPassed(concept);
    return !unused
        && (told
            || values.flag(concept) != other.values.flag(concept)
            || !values.text(concept).equals(other.values.text(concept)));
  }

  /** Returns whether a pod has a sidecar already, which stops the injection. */
  static boolean hasSidecar(DaprRelease release, Mapping spec) {
    return isNamed(spec.sequence("containers"))
        || release.is(Fact.INIT_CONTAINERS_LOOKED_AT) && isNamed(spec.sequence("initContainers"));
  }

  private static boolean isNamed(Sequence containers) {
    for (int i = 0; i < containers.size(); i++) {
      if (SIDECAR.equals(containers.mapping(i).text("name"))) {
        return true;
      }
    }
    return false;
  }
}
