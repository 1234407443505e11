package dev.portside.dapr.schema;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.dapr.Recordings;
import dev.portside.dapr.Shared;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DaprSchemaTest {

  private static final DaprSchema TODAY = DaprSchema.at(Version.of("1.18.3"));

  private static List<SchemaViolation> violations(String kind, String spec) {
    String text = "{apiVersion: dapr.io/v1alpha1, kind: %s, metadata: {name: x}, spec: %s}";
    return TODAY.violations(Recordings.mapping(text.formatted(kind, spec)));
  }

  @Test
  void schema_isCurrent() throws IOException {
    String text = SchemaWriter.text(Shared.file("crds/dapr"));
    if ("write".equals(System.getProperty("portside.golden"))) {
      Files.writeString(SchemaWriter.file(), text);
    }

    assertWithMessage("-Dportside.golden=write writes it anew")
        .that(Files.readString(SchemaWriter.file()))
        .isEqualTo(text);
  }

  @Test
  void violations_areThoseOfAnApiServer() {
    Recordings.judge(
        Recordings.json("dapr-crd-admission.jsonl"), DaprSchemaTest::id, DaprSchemaTest::wrong);
  }

  private static String id(Mapping row) {
    return row.text("id") + " on " + row.text("daprVersion");
  }

  private static DaprSchema schema(Mapping row) {
    String version = String.valueOf(row.text("daprVersion"));
    return DaprSchema.at(Version.of(version.startsWith("main") ? "9999" : version));
  }

  private static @Nullable String wrong(Mapping row) {
    List<SchemaViolation> found = schema(row).violations(row.mapping("manifest"));
    boolean accepted = found.stream().noneMatch(SchemaViolation::isRefused);
    if (accepted != "true".equals(row.text("accepted"))) {
      return "accepted is " + accepted + found;
    }
    boolean strictly = found.isEmpty();
    return strictly == "true".equals(row.text("acceptedStrict"))
        ? null
        : "acceptedStrict is " + strictly + found;
  }

  @Test
  void stored_isWhatAnApiServerStores() {
    List<Mapping> rows =
        Recordings.json("dapr-crd-admission.jsonl").stream()
            .filter(row -> row.has("stored") && !isConverted(row))
            .toList();
    Recordings.judge(rows, DaprSchemaTest::id, DaprSchemaTest::wronglyStored);
  }

  /** Recorded without Dapr's conversion: it was stored under the schema of the other version. */
  private static boolean isConverted(Mapping row) {
    return "Subscription".equals(row.text("kind"))
        && "dapr.io/v1alpha1".equals(row.text("apiVersion"));
  }

  private static @Nullable String wronglyStored(Mapping row) {
    Mapping stored = SchemaStore.stored(schema(row), row.mapping("manifest"));
    Object actual = without(stored).toJava();
    Object expected = without(row.mapping("stored")).toJava();
    return String.valueOf(actual).equals(String.valueOf(expected)) || actual.equals(expected)
        ? null
        : actual + ", not " + expected;
  }

  private static Mapping without(Mapping resource) {
    return (Mapping) resource.without(Pointer.of("metadata"));
  }

  @Test
  void violation_isTold() {
    assertThat(violations("Component", "{type: state.redis, version: v1, metadata: {a: b}}"))
        .containsExactly(
            new SchemaViolation(
                SchemaViolation.Kind.TYPE,
                Pointer.of("spec", "metadata"),
                "metadata is a mapping; it must be a list",
                "write each as an item: - …"));
    assertThat(violations("Component", "{type: state.redis, metadata: [{value: 1}]}"))
        .containsExactly(
            new SchemaViolation(
                SchemaViolation.Kind.MISSING,
                Pointer.of("spec", "metadata", "0", "name"),
                "item 0 of metadata has no name",
                "write name"),
            new SchemaViolation(
                SchemaViolation.Kind.MISSING,
                Pointer.of("spec", "version"),
                "spec has no version",
                "write version"));
  }

  @Test
  void kindOfALaterRelease() {
    String text = "{apiVersion: dapr.io/v1alpha1, kind: MCPServer, metadata: {name: x}}";

    assertThat(DaprSchema.at(Version.of("1.17")).violations(Recordings.mapping(text))).hasSize(1);
  }

  /** Whoever names no patch runs the last one. */
  @Test
  void fieldOfALaterPatch() {
    String text =
        "{apiVersion: dapr.io/v1alpha1, kind: Configuration, metadata: {name: x},"
            + " spec: {workflow: {globalMaxConcurrentWorkflowInvocations: 1}}}";
    Mapping configuration = Recordings.mapping(text);

    assertThat(DaprSchema.at(Version.of("1.18")).violations(configuration)).isEmpty();
    assertThat(DaprSchema.at(Version.of("1.18.0")).violations(configuration)).hasSize(1);
    assertThat(DaprSchema.at(Version.of("1.17")).violations(configuration)).hasSize(1);
  }

  @Test
  void setThatHoldsOneTwice() {
    String rule =
        "{rules: [{callers: [{appID: a}], workflows: [{name: w, operations: [get, get]}]}]}";

    assertThat(violations("WorkflowAccessPolicy", rule)).hasSize(1);
  }

  @Test
  void name_missing() {
    Mapping nameless =
        Recordings.mapping("{apiVersion: dapr.io/v1alpha1, kind: Configuration, metadata: {}}");

    assertThat(TODAY.violations(nameless)).hasSize(1);
  }

  @Test
  void nullAmongFreeKeys_isAbsent() {
    assertThat(violations("Resiliency", "{policies: {timeouts: {t: null}}, targets: {}}"))
        .isEmpty();
  }
}
