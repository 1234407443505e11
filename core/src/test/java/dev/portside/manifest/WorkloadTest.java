package dev.portside.manifest;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.platform.Table;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadTest {

  private static final List<Table.Row> KINDS = Table.read(Kinds.class, "kinds.txt");

  private static Resource resource(String apiVersion, String kind, Pointer field) {
    Mapping tree =
        Mapping.builder()
            .put("apiVersion", apiVersion)
            .put("kind", kind)
            .put("metadata", Mapping.of("name", "a"))
            .build();
    return Resource.made("test", 0, (Mapping) tree.with(field, Scalar.of("v")), "shop");
  }

  private static String apiVersion(Table.Row row) {
    return row.get("group").isEmpty() ? "v1" : row.get("group") + "/v1";
  }

  private static Pointer template(Table.Row row) {
    String template = row.get("template");
    return template.equals("/") ? Pointer.root() : Pointer.parse(template);
  }

  @Test
  void everyKindWithATemplate_isOne() {
    List<Table.Row> rows = KINDS.stream().filter(row -> !row.get("template").isEmpty()).toList();
    assertThat(rows.size()).isAtLeast(12);
    for (Table.Row row : rows) {
      String kind = row.get("kind");
      Pointer field = template(row).resolve(Pointer.of("metadata", "annotations", "k/x"));
      Workload workload = Workload.of(resource(apiVersion(row), kind, field)).orElseThrow();

      assertWithMessage(kind).that(workload.annotation("k/x")).isEqualTo("v");
      assertWithMessage(kind).that(workload.annotationField("k/x")).isEqualTo(field);
      assertWithMessage(kind).that(workload.toString()).isEqualTo(kind + "/shop/a");
      assertWithMessage(kind)
          .that(workload.containersField())
          .isEqualTo(template(row).resolve(Pointer.of("spec", "containers")));
    }
  }

  @Test
  void everyOtherKind_isNone() {
    for (Table.Row row : KINDS) {
      Resource resource = resource(apiVersion(row), row.get("kind"), Pointer.of("spec", "x"));
      assertWithMessage(row.get("kind"))
          .that(Workload.of(resource).isPresent())
          .isEqualTo(!row.get("template").isEmpty());
      assertWithMessage(row.get("kind"))
          .that(resource.namespace())
          .isEqualTo(row.get("scope").equals("cluster") ? "" : "shop");
    }
    assertThat(Workload.of(resource("v1", "Service", Pointer.of("spec", "x")))).isEmpty();
    assertThat(Workload.of(resource("example.org/v1", "Deployment", Pointer.of("x")))).isEmpty();
  }

  @Test
  void oldVersions_areWorkloadsAsWell() {
    for (String version : new String[] {"extensions/v1beta1", "apps/v1beta2", "apps/v1"}) {
      assertThat(Workload.of(resource(version, "Deployment", Pointer.of("spec", "x")))).isPresent();
    }
    assertThat(Workload.of(resource("batch/v1beta1", "CronJob", Pointer.of("spec", "x"))))
        .isPresent();
  }

  @Test
  void broken_template_isEmpty() {
    Workload workload =
        Workload.of(resource("apps/v1", "Deployment", Pointer.of("spec", "template")))
            .orElseThrow();

    assertThat(workload.annotations().isEmpty()).isTrue();
    assertThat(workload.containers().isEmpty()).isTrue();
    assertThat(workload.annotation("x")).isNull();
  }

  @Test
  void declaresPort() {
    Workload workload =
        Sets.read(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: a}
                spec:
                  containers:
                  - ports: [{containerPort: 3000}, {containerPort: 53, protocol: UDP}]
                  - ports: [{containerPort: 9090, protocol: TCP}]
                  - name: none
                  initContainers:
                  - restartPolicy: Always
                    ports: [{containerPort: 7000}]
                  - ports: [{containerPort: 8000}]
                """)
            .workloads()
            .get(0);

    assertThat(workload.declaresPort(3000)).isTrue();
    assertThat(workload.declaresPort(9090)).isTrue();
    assertThat(workload.declaresPort(7000)).isTrue();
    assertThat(workload.declaresPort(8000)).isFalse();
    assertThat(workload.declaresPort(53)).isFalse();
    assertThat(workload.declaresPort(300)).isFalse();
  }

  @Test
  void annotationSource_isWhereItIsOrWouldBe() {
    Workload workload =
        Sets.read(
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: a
                  annotations:
                    x: y
                """)
            .workloads()
            .get(0);

    assertThat(workload.annotationSource("x").toString()).isEqualTo("test.yaml:6:5");
    assertThat(workload.annotationSource("z").toString()).isEqualTo("test.yaml:5:3");
  }
}
