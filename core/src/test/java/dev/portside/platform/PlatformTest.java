package dev.portside.platform;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.platform.SampleSection.Mode;
import dev.portside.platform.SampleSection.Sample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlatformTest {

  private static final Sample TODAY =
      new Sample(Version.of("1.31"), true, Mode.ALLOW_ANY, List.of());

  @Test
  void today() {
    Platform today = Platform.today();

    assertThat(today.profile()).isEqualTo("today");
    assertThat(today.dataplane()).isEqualTo(Dataplane.KUBE_PROXY);
    assertThat(today.isClosedWorld()).isFalse();
    assertThat(today.namespaceLabels("default")).isEmpty();
    assertThat(today.get(SampleSection.SECTION)).isEqualTo(TODAY);
  }

  /** What a profile leaves out, or leaves without a value, is today's. */
  @Test
  void profile_fallsBackToToday() {
    assertThat(Platform.profile("sample-2020").get(SampleSection.SECTION))
        .isEqualTo(new Sample(Version.of("1.4.7"), false, Mode.ALLOW_ANY, List.of("a", "b")));
  }

  @Test
  void profile_unknown_listsTheKnown() {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> Platform.profile("sample-2021"));

    assertThat(e)
        .hasMessageThat()
        .isEqualTo("profile \"sample-2021\": unknown; known are sample-2020, sample-typo, today");
  }

  @Test
  void profile_ofAnotherSection_isToday() {
    assertThat(SampleSection.SECTION.of("known-elsewhere")).isEqualTo(TODAY);
  }

  @Test
  void profile_withUnknownSetting() {
    Platform typo = Platform.profile("sample-typo");
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> typo.get(SampleSection.SECTION));

    assertThat(e)
        .hasMessageThat()
        .isEqualTo(
            "META-INF/portside/sample/profiles.yaml: sample.versoin: unknown;"
                + " known are mode, on, roles, version");
  }

  @Test
  void section_withoutData() {
    Section<String> section =
        new Section<>("missing") {
          @Override
          protected String read(Settings settings) {
            return "";
          }
        };
    Exception e = assertThrows(IllegalStateException.class, () -> Platform.today().get(section));

    assertThat(e).hasMessageThat().startsWith("no META-INF/portside/missing/profiles.yaml beside");
  }

  @Test
  void changes_leaveTheOriginal() {
    Sample other = new Sample(Version.of("2"), false, Mode.REGISTRY_ONLY, List.of());
    Map<String, String> labels = new HashMap<>(Map.of("a", "b"));
    Platform changed =
        Platform.today()
            .with(SampleSection.SECTION, other)
            .with(Dataplane.SOCKET_LEVEL)
            .withNamespace("shop", labels)
            .closedWorld();
    labels.clear();

    assertThat(changed.get(SampleSection.SECTION)).isEqualTo(other);
    assertThat(changed.dataplane()).isEqualTo(Dataplane.SOCKET_LEVEL);
    assertThat(changed.namespaceLabels("shop")).hasValue(Map.of("a", "b"));
    assertThat(changed.isClosedWorld()).isTrue();
    assertThat(Platform.today().get(SampleSection.SECTION)).isEqualTo(TODAY);
    assertThat(Platform.today().isClosedWorld()).isFalse();
    assertThat(Platform.today().namespaceLabels("shop")).isEmpty();
  }

  @Test
  void toString_namesProfileAndSections() {
    assertThat(Platform.today().toString()).isEqualTo("today (sample=" + TODAY + ")");
  }

  @Test
  void over_saysItsOwnAndLeavesTheRestToTheFacts() {
    Sample seen = new Sample(Version.of("1.20"), false, Mode.ALLOW_ANY, List.of());
    Sample said = new Sample(Version.of("1.21"), true, Mode.ALLOW_ANY, List.of("a"));
    Platform facts =
        Platform.today()
            .with(SampleSection.SECTION, seen)
            .with(Dataplane.SOCKET_LEVEL)
            .withNamespace("shop", Map.of("a", "seen"))
            .withNamespace("other", Map.of());

    Platform nothing = Platform.today().over(facts);
    Platform section = Platform.today().with(SampleSection.SECTION, said).over(facts);
    Platform profile = Platform.profile("sample-2020").over(facts);
    Platform namespace = Platform.today().withNamespace("shop", Map.of("a", "said")).over(facts);

    assertThat(nothing.get(SampleSection.SECTION)).isEqualTo(seen);
    assertThat(nothing.dataplane()).isEqualTo(Dataplane.SOCKET_LEVEL);
    assertThat(section.get(SampleSection.SECTION)).isEqualTo(said);
    assertThat(profile.profile()).isEqualTo("sample-2020");
    assertThat(profile.get(SampleSection.SECTION).version()).isEqualTo(Version.of("1.4.7"));
    assertThat(profile.namespaceLabels("other")).isPresent();
    assertThat(namespace.namespaceLabels("shop")).hasValue(Map.of("a", "said"));
    assertThat(namespace.namespaceLabels("other")).isPresent();
  }
}
