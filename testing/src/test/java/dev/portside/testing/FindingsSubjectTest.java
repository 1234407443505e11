package dev.portside.testing;

import static com.google.common.truth.ExpectFailure.assertThat;
import static com.google.common.truth.ExpectFailure.expectFailureAbout;
import static dev.portside.testing.FindingsSubject.assertThat;
import static dev.portside.testing.FindingsSubject.findings;

import com.google.common.truth.ExpectFailure.SimpleSubjectBuilderCallback;
import dev.portside.Portside;
import dev.portside.check.Findings;
import dev.portside.manifest.Manifests;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import org.junit.jupiter.api.Test;

final class FindingsSubjectTest {

  private static final ConfigMap MAP =
      new ConfigMapBuilder().withNewMetadata().withName("settings").endMetadata().build();
  private static final Findings NONE = Portside.check(Manifests.in("shop").add(MAP).build());
  private static final Findings DUPLICATE =
      Portside.check(Manifests.in("shop").add(MAP, MAP).build());

  private static AssertionError failure(
      SimpleSubjectBuilderCallback<FindingsSubject, Findings> assertion) {
    return expectFailureAbout(findings(), assertion);
  }

  @Test
  void hasNoErrors() {
    assertThat(NONE).hasNoErrors();
    assertThat(failure(that -> that.that(DUPLICATE).hasNoErrors()))
        .factValue("but found")
        .contains("[manifest-duplicate]");
  }

  @Test
  void contains() {
    assertThat(DUPLICATE).contains("manifest-duplicate");
    assertThat(failure(that -> that.that(NONE).contains("manifest-duplicate")))
        .factValue("but found")
        .isEqualTo("nothing");
  }

  @Test
  void doesNotContain() {
    assertThat(DUPLICATE).doesNotContain("flow-broken");
    assertThat(failure(that -> that.that(DUPLICATE).doesNotContain("manifest-duplicate")))
        .factValue("expected no finding of")
        .isEqualTo("manifest-duplicate");
  }
}
