package dev.portside.benchmarks;

import dev.portside.dapr.DaprApp;
import dev.portside.dapr.DaprComponent;
import dev.portside.dapr.SecretKey;
import dev.portside.istio.IstioNamespace;
import dev.portside.kyma.KymaApiRule;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import java.util.Map;

/** The recipe of the examples, built by Portside's DSL, its exclusions not yet derived. */
final class PortsideRecipe {

  private static final Map<String, String> OUTSIDE = Map.of("istio-injection", "disabled");
  private static final Platform PLATFORM =
      Platform.today().withNamespace("dapr-system", OUTSIDE).withNamespace("dapr-redis", OUTSIDE);

  private PortsideRecipe() {}

  static Manifests.Builder set() {
    DaprApp nodeapp =
        DaprApp.named("nodeapp")
            .image("dapriosamples/hello-k8s-node:0.8.0")
            .container("node")
            .imagePullPolicy("Always")
            .label("app", "node")
            .appPort(3000)
            .service(3000)
            .build();
    DaprApp pythonapp =
        DaprApp.named("pythonapp")
            .image("dapriosamples/hello-k8s-python:0.8.0")
            .container("python")
            .label("app", "python")
            .build();
    return Manifests.in("dapr-demo")
        .on(PLATFORM)
        .add(IstioNamespace.injected("dapr-demo").label("name", "dapr-demo"))
        .add(nodeapp, pythonapp)
        .add(KymaApiRule.exposing(nodeapp).label("app", "node").host("nodeapp").get("/*").build())
        .add(redis(DaprComponent.redisState("statestore")))
        .add(redis(DaprComponent.redisPubSub("messagebus")));
  }

  private static DaprComponent redis(DaprComponent.RedisBuilder component) {
    return component
        .host("redis-master.dapr-redis:6379")
        .passwordFrom(SecretKey.of("dapr-redis", "redis", "redis-password"))
        .build();
  }
}
