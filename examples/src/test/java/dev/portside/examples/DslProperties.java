package dev.portside.examples;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.Portside;
import dev.portside.check.Finding;
import dev.portside.check.Findings;
import dev.portside.dapr.DaprApp;
import dev.portside.dapr.DaprComponent;
import dev.portside.istio.IstioNamespace;
import dev.portside.istio.IstioPortCapture;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.kyma.KymaApiRule;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.platform.Dataplane;
import dev.portside.platform.Platform;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every set that the DSL can make. */
class DslProperties {

  /** An app as the properties vary it. */
  record App(int appPort, boolean exposed, int internalPort) {}

  /** A set as the properties vary it. */
  record Shape(
      List<App> apps,
      List<Integer> redisPorts,
      boolean sameNamespace,
      int platform,
      boolean keepsHttps) {}

  @Provide
  Arbitrary<Shape> shapes() {
    Arbitrary<App> app =
        Combinators.combine(
                Arbitraries.of(3000, 8080, 80, 9091),
                Arbitraries.of(true, false),
                Arbitraries.of(50002, 50055))
            .as(App::new);
    return Combinators.combine(
            app.list().ofMaxSize(4),
            Arbitraries.of(6379, 6380, 443).list().ofMaxSize(2),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 3),
            Arbitraries.of(true, false))
        .as(Shape::new);
  }

  private static Platform platform(int choice) {
    Platform today = Platform.today();
    IstioMesh mesh = today.get(IstioMesh.SECTION);
    return switch (choice) {
      case 0 -> today;
      case 1 -> today.with(IstioMesh.SECTION, mesh.withNativeSidecars(false));
      case 2 -> today.with(Dataplane.SOCKET_LEVEL);
      default -> today.withNamespace("cache", Map.of("istio-injection", "disabled"));
    };
  }

  private static Manifests set(Shape shape, boolean captured) {
    Manifests.Builder set =
        Manifests.in("shop").on(platform(shape.platform())).add(IstioNamespace.injected("shop"));
    for (int i = 0; i < shape.redisPorts().size(); i++) {
      String host = shape.sameNamespace() ? "redis" : "redis.cache";
      set.add(
          DaprComponent.redisState("state-" + i)
              .host(host + ":" + shape.redisPorts().get(i))
              .build());
    }
    for (int i = 0; i < shape.apps().size(); i++) {
      App app = shape.apps().get(i);
      DaprApp made =
          DaprApp.named("app-" + i)
              .image("app:1")
              .appPort(app.appPort())
              .service(80)
              .sidecarPorts(p -> p.internalGrpc(app.internalPort()))
              .build();
      set.add(made);
      if (app.exposed()) {
        set.add(KymaApiRule.exposing(made).host("app-" + i).get("/*").build());
      }
    }
    IstioPortCapture step = IstioPortCapture.excludingDapr();
    if (!captured) {
      set.with(shape.keepsHttps() ? step.keepingHttpsCaptured() : step);
    }
    return set.build();
  }

  @Property(tries = 300)
  void output_hasNoErrorAndNoWarning(@ForAll("shapes") Shape shape) {
    // Who asks that 443 stays captured is told of a backend on 443 that would rather not.
    Assume.that(!(shape.keepsHttps() && shape.redisPorts().contains(443)));
    Findings findings = Portside.check(set(shape, false));

    assertThat(findings.errors()).isEmpty();
    assertThat(findings.warnings()).isEmpty();
  }

  @Property(tries = 200)
  void deriving_isIdempotent(@ForAll("shapes") Shape shape) {
    Manifests set = set(shape, false);

    assertThat(set.with(IstioPortCapture.excludingDapr()).toYaml())
        .isEqualTo(
            set.with(IstioPortCapture.excludingDapr())
                .with(IstioPortCapture.excludingDapr())
                .toYaml());
  }

  @Property(tries = 200)
  void findings_doNotDependOnTheOrder(@ForAll("shapes") Shape shape, @ForAll long seed) {
    Manifests set = set(shape, true);
    List<Resource> shuffled = new ArrayList<>(set.resources());
    Collections.shuffle(shuffled, new Random(seed));
    Manifests other = Manifests.of(set.namespace(), set.platform(), shuffled);

    assertThat(texts(Portside.check(other))).isEqualTo(texts(Portside.check(set)));
  }

  @Property(tries = 200)
  void edits_repairAllThatTheyAreOfferedFor(@ForAll("shapes") Shape shape) {
    Manifests set = set(shape, true);
    List<Edit> edits =
        Portside.check(set).stream().flatMap(finding -> finding.edits().stream()).toList();
    Findings after = Portside.check(set.with(edits));

    assertThat(after.errors()).isEmpty();
    assertThat(after.warnings()).isEmpty();
    assertThat(set.with(edits).with(edits).toYaml()).isEqualTo(set.with(edits).toYaml());
  }

  private static List<String> texts(Findings findings) {
    return findings.stream().map(Finding::toString).toList();
  }
}
