package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.Portside;
import dev.portside.check.CheckOptions;
import dev.portside.check.Finding;
import dev.portside.check.Findings;
import dev.portside.check.Strategy;
import dev.portside.dapr.DaprApp;
import dev.portside.dapr.DaprComponent;
import dev.portside.istio.AuthorizationRule;
import dev.portside.istio.IstioAuthorizationPolicy;
import dev.portside.istio.IstioDestinationRule;
import dev.portside.istio.IstioNamespace;
import dev.portside.istio.IstioPeerAuthentication;
import dev.portside.istio.IstioPortCapture;
import dev.portside.istio.IstioSidecar;
import dev.portside.istio.mesh.MtlsMode;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.platform.Platform;
import dev.portside.testing.EditLaws;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for findings about connections, whatever is excluded, demanded and routed where. */
class TrafficRulesProperties {

  private static final Map<String, String> OUTSIDE = Map.of("istio-injection", "disabled");

  /** An app: its Service's port, and what it excludes by hand; nothing where the list is empty. */
  record App(int port, List<Integer> inbound, List<Integer> outbound, boolean routed) {}

  /** A set as the properties vary it. */
  record World(List<App> apps, int backend, int mode, int portMode, int rule, boolean closed) {}

  @Provide
  Arbitrary<World> worlds() {
    Arbitrary<List<Integer>> ports =
        Arbitraries.of(443, 50002, 50005, 50006, 6379, 8080, 4222)
            .list()
            .ofMaxSize(4)
            .uniqueElements();
    Arbitrary<App> app =
        Combinators.combine(
                Arbitraries.of(80, 443, 4222, 6379), ports, ports, Arbitraries.of(true, false))
            .as(App::new);
    return Combinators.combine(
            app.list().ofMinSize(1).ofMaxSize(3),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 2),
            Arbitraries.of(true, false))
        .as(World::new);
  }

  private static Manifests set(World world) {
    Platform platform =
        Platform.today().withNamespace("dapr-system", OUTSIDE).withNamespace("cache", OUTSIDE);
    Manifests.Builder set = Manifests.in("shop").on(platform).add(IstioNamespace.injected("shop"));
    String[] backends = {"redis.cache:6379", "app-0:80", "redis.example.com:4222", "app-0:6379"};
    set.add(DaprComponent.redisState("state").host(backends[world.backend()]).build());
    for (int i = 0; i < world.apps().size(); i++) {
      App app = world.apps().get(i);
      String name = "app-" + i;
      set.add(DaprApp.named(name).image("app:1").appPort(8080).service(app.port()).build());
      set.with(IstioPortCapture.of(app.inbound(), app.outbound()).on(name));
      if (app.routed()) {
        set.add(ingress(name, app.port()));
      }
    }
    policies(world, set);
    return set.build();
  }

  private static void policies(World world, Manifests.Builder set) {
    if (world.mode() > 0) {
      MtlsMode mode = MtlsMode.values()[world.mode() - 1];
      set.add(IstioPeerAuthentication.ofNamespace().mode(mode).build());
    }
    if (world.portMode() > 0) {
      MtlsMode mode = MtlsMode.values()[world.portMode() - 1];
      set.add(IstioPeerAuthentication.ofPods("a", "app", "app-0").port(50002, mode).build());
    }
    if (world.rule() > 0) {
      IstioDestinationRule.Builder rule = IstioDestinationRule.ofHost("app-0");
      set.add((world.rule() == 1 ? rule.plaintext() : rule.istioMtls()).build());
    }
    if (world.closed()) {
      set.add(IstioSidecar.ofNamespace().egress("*/*").registryOnly().build());
    }
  }

  private static Ingress ingress(String service, int port) {
    return new IngressBuilder()
        .withNewMetadata()
        .withName(service)
        .endMetadata()
        .withNewSpec()
        .withIngressClassName("istio")
        .withNewDefaultBackend()
        .withNewService()
        .withName(service)
        .withNewPort()
        .withNumber(port)
        .endPort()
        .endService()
        .endDefaultBackend()
        .endSpec()
        .build();
  }

  private static List<String> texts(Findings findings) {
    return findings.stream().map(Finding::toString).sorted().toList();
  }

  @Property(tries = 150)
  void findings_doNotDependOnTheOrder(@ForAll("worlds") World world, @ForAll long seed) {
    Manifests set = set(world);
    List<Resource> shuffled = new ArrayList<>(set.resources());
    Collections.shuffle(shuffled, new Random(seed));
    Manifests other = Manifests.of(set.namespace(), set.platform(), shuffled);

    for (Strategy strategy : Strategy.values()) {
      CheckOptions options = CheckOptions.defaults().with(strategy);
      assertThat(texts(Portside.check(other, options)))
          .isEqualTo(texts(Portside.check(set, options)));
    }
  }

  @Property(tries = 150)
  void safeEdits_removeTheirFindingAndAddNone(@ForAll("worlds") World world) {
    Manifests set = set(world);
    Findings findings = Portside.check(set);
    CheckOptions every = CheckOptions.defaults();
    EditLaws laws =
        new EditLaws(set, findings, Portside::check, rule -> Portside.check(set, every.only(rule)));

    for (Finding finding : findings) {
      if (!finding.edits().isEmpty() && finding.edits().stream().allMatch(Edit::safe)) {
        assertThat(laws.broken(finding)).isEmpty();
      }
    }
  }

  /** What the builders write for one another needs no word. */
  @Property(tries = 60)
  void output_hasNoErrorAndNoWarning(@ForAll boolean strict, @ForAll boolean closed) {
    DaprApp orders = DaprApp.named("orders").image("o:1").appPort(8080).service(80).build();
    DaprApp web = DaprApp.named("web").image("w:1").appPort(8080).service(80).build();
    Manifests.Builder set =
        Manifests.in("shop")
            .on(Platform.today().withNamespace("dapr-system", OUTSIDE))
            .add(IstioNamespace.injected("shop"))
            .add(orders, web)
            .add(ingress("web", 80))
            .add(IstioDestinationRule.of(orders).istioMtls().build())
            .add(
                IstioAuthorizationPolicy.allow("orders")
                    .selector("app", "orders")
                    .rule(AuthorizationRule.any().namespace("shop").port(8080).method("GET"))
                    .build())
            .with(IstioPortCapture.excludingDapr());
    if (strict) {
      set.add(IstioPeerAuthentication.ofNamespace().strict().build());
    }
    if (closed) {
      set.add(
          IstioSidecar.ofNamespace()
              .egress("./*", "istio-system/*", "kube-system/*")
              .registryOnly()
              .build());
    }
    Findings findings = Portside.check(set.build());

    assertThat(findings.errors()).isEmpty();
    assertThat(findings.warnings()).isEmpty();
  }
}
