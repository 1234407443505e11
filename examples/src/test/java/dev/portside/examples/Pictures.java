package dev.portside.examples;

import dev.portside.Portside;
import dev.portside.dapr.DaprApp;
import dev.portside.dapr.DaprComponent;
import dev.portside.dapr.SecretKey;
import dev.portside.istio.IstioNamespace;
import dev.portside.istio.IstioPortCapture;
import dev.portside.kyma.KymaApiRule;
import dev.portside.manifest.Manifests;
import dev.portside.pictures.FlowHtml;
import dev.portside.pictures.FlowMermaid;
import dev.portside.pictures.FlowSvg;
import dev.portside.report.Statement;
import dev.portside.traffic.Traffic;
import java.time.Instant;

/** Sets to draw, and their pictures. */
final class Pictures {

  private Pictures() {}

  static Statement statement(Traffic traffic) {
    return Statement.of(traffic, traffic.flows(), "portside test", Instant.EPOCH);
  }

  static String mermaid(Manifests manifests) {
    Traffic traffic = Portside.traffic(manifests);
    return FlowMermaid.of(traffic, traffic.flows(), statement(traffic));
  }

  static String svg(Manifests manifests) {
    Traffic traffic = Portside.traffic(manifests);
    return FlowSvg.of(traffic, traffic.flows(), statement(traffic));
  }

  static String html(Manifests manifests) {
    Traffic traffic = Portside.traffic(manifests);
    return FlowHtml.of(traffic, traffic.flows(), statement(traffic));
  }

  /** Apps that call one another and share a store; the first is reached from outside. */
  static Manifests apps(int count) {
    Manifests.Builder set = Manifests.in("shop").add(IstioNamespace.injected("shop"));
    for (int i = 0; i < count; i++) {
      DaprApp app = DaprApp.named("app%02d".formatted(i)).image("app:1").appPort(8080).build();
      set.add(app);
    }
    DaprApp front = DaprApp.named("front").image("front:1").appPort(3000).service(3000).build();
    set.add(front, KymaApiRule.exposing(front).host("shop").get("/*").build());
    set.add(
        DaprComponent.redisState("statestore")
            .host("redis-master.redis:6379")
            .passwordFrom(SecretKey.of("redis", "password"))
            .build());
    return set.with(IstioPortCapture.excludingDapr()).build();
  }
}
