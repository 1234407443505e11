package dev.portside.kyma.admission;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.kyma.Recording;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What kube-apiserver 1.36.3 answered when asked by hand, beside the recordings. */
final class AdmissionTest {

  private static final String RULE =
      """
      {apiVersion: gateway.kyma-project.io/v2, kind: %s, metadata: %s, spec: {gateway: %s,
       hosts: [a.example.com], service: {name: orders, port: %s}, corsPolicy: {maxAge: %s},
       rules: [{path: /*, methods: [GET], noAuth: true}]}}
      """;

  private static Admission admit(String version, String text) {
    return Definition.of("3.10.0", version).orElseThrow().admit(Recording.mapping(text));
  }

  private static Admission withMetadata(String metadata) {
    return admit("v2", RULE.formatted("APIRule", metadata, "a/b", 8080, 600));
  }

  private static List<String> violations(Admission admission) {
    return admission.violations().stream()
        .map(one -> one.path() + " " + one.type())
        .sorted()
        .distinct()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "x",
        "{name: 1}",
        "{name: a, uid: 1}",
        "{name: a, resourceVersion: 7}",
        "{name: a, generation: '1'}",
        "{name: a, generation: 1.5}",
        "{name: a, creationTimestamp: yesterday}",
        "{name: a, labels: []}",
        "{name: a, annotations: {a: true}}",
        "{name: a, finalizers: x}",
        "{name: a, finalizers: [1]}",
        "{name: a, ownerReferences: {}}",
        "{name: a, ownerReferences: [{apiVersion: v1, kind: Pod, name: 1, uid: b}]}",
        "{name: a, ownerReferences: [{controller: 'true'}]}",
        "{name: a, managedFields: {}}"
      })
  void metadata_otherType_isUnreadable(String metadata) {
    assertThat(withMetadata(metadata).unreadable()).contains("metadata");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{name: a, uid: x, resourceVersion: '1', generation: 1000}",
        "{name: a, creationTimestamp: null, deletionTimestamp: '2026-01-31T12:00:00Z'}",
        "{name: a, labels: {a: null}, annotations: null}",
        "{name: a, managedFields: [{manager: x}]}",
        "{name: a, ownerReferences: [{apiVersion: v1, kind: Pod, name: a, uid: b}]}",
        "{generateName: orders-}"
      })
  void metadata_asObjectsHaveIt_isAccepted(String metadata) {
    Admission admission = withMetadata(metadata);

    assertWithMessage(metadata).that(violations(admission)).isEmpty();
    assertThat(admission.unreadable()).isEmpty();
  }

  @Test
  void metadata_owners_areChecked() {
    assertThat(violations(withMetadata("{name: a, ownerReferences: [{kind: Pod}]}")))
        .containsExactly(
            "metadata.ownerReferences.apiVersion INVALID",
            "metadata.ownerReferences.name INVALID",
            "metadata.ownerReferences.uid INVALID");
  }

  @Test
  void metadata_finalizersThatContradict() {
    assertThat(violations(withMetadata("{name: a, finalizers: [orphan, foregroundDeletion]}")))
        .containsExactly("metadata.finalizers INVALID");
  }

  @Test
  void metadata_generatedName_isRefusedWithItsPrefix() {
    assertThat(violations(withMetadata("{generateName: Orders-}")))
        .containsExactly("metadata.generateName INVALID", "metadata.name INVALID");
  }

  @Test
  void metadata_empty_isNotStored() {
    Admission admission = withMetadata("{name: a, annotations: {}, finalizers: [], uid: ''}");

    assertThat(admission.stored().mapping("metadata").keys()).containsExactly("name");
  }

  @Test
  void kind_missing_isUnreadable() {
    assertThat(admit("v2", RULE.formatted("null", "{name: a}", "a/b", 1, 1)).unreadable())
        .contains("kind");
  }

  @Test
  void kind_other_onlyCelIsAsked() {
    Admission admission = admit("v2", RULE.formatted("Other", "{name: A}", "q", 0, 1));

    assertThat(violations(admission)).containsExactly("kind INVALID", "spec.gateway INVALID");
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, spec.service.port INVALID|spec.service.port TYPE, true",
    "1.5, spec.service.port TYPE, true",
    "65536.5, spec.service.port INVALID|spec.service.port TYPE, true",
    "9223372036854775808, spec.service.port INVALID|spec.service.port TYPE, true",
    "4294967296, spec.service.port INVALID, true",
    "65536, spec.service.port INVALID, false",
    "80.0, '', false"
  })
  void number_unfit_boundsHoldToo(String port, String fields, boolean skipped) {
    Admission admission = admit("v2", RULE.formatted("APIRule", "{name: a}", "a/b", port, 1));

    assertThat(String.join("|", violations(admission))).isEqualTo(fields);
    assertThat(admission.celSkipped()).isEqualTo(skipped);
  }
}
