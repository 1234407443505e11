package dev.portside.dapr.injection;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.dapr.DaprInjection;
import dev.portside.dapr.DaprRuntime;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said of one annotation is what the injector makes of the whole pod. */
class SidecarVerdictTest {

  private static final Mapping PLAIN =
      Mapping.builder().put("dapr.io/enabled", "true").put("dapr.io/app-id", "orders").build();

  /** Whether there is a sidecar at all, and whose, is asked elsewhere. */
  private static final Set<String> OTHERS = Set.of("enabled", "app-id");

  private static final List<String> VALUES = List.of("", "-7", "-70", "70000", "on", "x:y", " ");

  @Test
  void verdict_isTheInjectors() {
    List<String> differ = new ArrayList<>();
    int judged = 0;
    for (Version version : DaprRelease.known()) {
      Platform platform =
          Platform.today()
              .with(
                  DaprRuntime.SECTION,
                  Platform.today().get(DaprRuntime.SECTION).withVersion(version.toString()));
      AnnotationTable table = AnnotationTable.at(version);
      for (String key : table.keys()) {
        if (OTHERS.contains(table.find(key).concept())) {
          continue;
        }
        for (String value : VALUES) {
          judged++;
          compare(table, platform, table.find(key), value, differ);
        }
      }
    }
    assertWithMessage("differ").that(differ).isEmpty();
    assertThat(judged).isGreaterThan(3_000);
  }

  private static void compare(
      AnnotationTable table,
      Platform platform,
      Annotation annotation,
      String value,
      List<String> differ) {
    Workload plain = workload(PLAIN);
    Workload set = workload((Mapping) PLAIN.with(Pointer.of(annotation.key()), Scalar.of(value)));
    SidecarVerdict verdict = SidecarVerdict.of(table.release(), set, set.annotations());
    Injection injection = DaprInjection.at(platform).inject(set);
    boolean same =
        verdict.ignored().equals(injection.ignored())
            && verdict.refusals().equals(injection.refusals())
            && verdict.exit().equals(injection.start().flatMap(DaprdStart::failure));
    SidecarVerdict without = SidecarVerdict.of(table.release(), plain, plain.annotations());
    Injection before = DaprInjection.at(platform).inject(plain);
    boolean changes = !injection.pod().mapping("spec").equals(before.pod().mapping("spec"));
    boolean asked =
        value.isEmpty()
            && annotation.form().problem(value).isPresent()
            && verdict.ignored().isEmpty()
            && verdict.refusals().isEmpty();
    if (!same || asked && changes != verdict.differsFrom(without, annotation)) {
      differ.add("%s %s=\"%s\"".formatted(table.release().asked(), annotation.key(), value));
    }
  }

  private static Workload workload(Mapping annotations) {
    Mapping container = Mapping.builder().put("name", "app").put("image", "i").build();
    Mapping pod =
        Mapping.builder()
            .put("apiVersion", "v1")
            .put("kind", "Pod")
            .put(
                "metadata",
                Mapping.builder().put("name", "orders").put("annotations", annotations).build())
            .put("spec", Mapping.of("containers", Sequence.of(container)))
            .build();
    Resource resource = Resource.made("test", 0, pod, "shop");
    return Manifests.of("shop", Platform.today(), List.of(resource)).workloads().get(0);
  }
}
