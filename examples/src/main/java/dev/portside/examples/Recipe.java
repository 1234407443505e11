package dev.portside.examples;

import dev.portside.Portside;
import dev.portside.check.Findings;
import dev.portside.dapr.DaprApp;
import dev.portside.dapr.DaprComponent;
import dev.portside.dapr.SecretKey;
import dev.portside.istio.IstioNamespace;
import dev.portside.istio.IstioPortCapture;
import dev.portside.kyma.KymaApiRule;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import dev.portside.report.ExplainText;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The recipe: two apps that call each other through Dapr, a Redis for state and messages, and one
 * route from outside through Kyma's gateway.
 *
 * <p>Prints the manifests on standard output, and on standard error who encrypts which port and
 * what a check finds. With the argument {@code 2020} it is the set for the cluster of 2020.
 */
public final class Recipe {

  private static final Map<String, String> OUTSIDE = Map.of("istio-injection", "disabled");

  private Recipe() {}

  /** Prints the recipe for today's platform, or that of 2020. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, false, StandardCharsets.UTF_8);
    boolean of2020 = args.length > 0 && args[0].equals("2020");
    Manifests manifests = of2020 ? of2020() : today();
    out.print(manifests.toYaml());
    out.flush();
    err.print(ExplainText.of(Portside.traffic(manifests)));
    Findings findings = Portside.check(manifests).throwIfErrors();
    err.printf("%n%d findings%n", findings.all().size());
    findings.forEach(finding -> err.println("  " + finding));
    err.flush();
  }

  /** Returns the recipe for today's platform. */
  public static Manifests today() {
    return on(Platform.today());
  }

  /** Returns the same set for the platform of 2020: nothing but the platform differs. */
  public static Manifests of2020() {
    return on(Platform.profile("kyma-2020"));
  }

  private static Manifests on(Platform platform) {
    DaprApp nodeapp = nodeapp();
    return Manifests.in("dapr-demo")
        .on(platform.withNamespace("dapr-system", OUTSIDE).withNamespace("dapr-redis", OUTSIDE))
        .add(IstioNamespace.injected("dapr-demo").label("name", "dapr-demo"))
        .add(nodeapp, pythonapp())
        .add(KymaApiRule.exposing(nodeapp).label("app", "node").host("nodeapp").get("/*").build())
        .add(redis(DaprComponent.redisState("statestore")))
        .add(redis(DaprComponent.redisPubSub("messagebus")))
        .with(IstioPortCapture.excludingDapr())
        .build();
  }

  /**
   * Returns the namespaces that the recipe keeps out of the mesh: Dapr's own, and that of Redis.
   */
  public static Manifests outsideTheMesh() {
    return Manifests.in("dapr-system")
        .add(IstioNamespace.excluded("dapr-system").label("name", "dapr-system"))
        .add(IstioNamespace.excluded("dapr-redis").label("name", "dapr-redis"))
        .build();
  }

  private static DaprApp nodeapp() {
    return DaprApp.named("nodeapp")
        .image("dapriosamples/hello-k8s-node:0.8.0")
        .container("node")
        .imagePullPolicy("Always")
        .label("app", "node")
        .appPort(3000)
        .service(3000)
        .build();
  }

  private static DaprApp pythonapp() {
    return DaprApp.named("pythonapp")
        .image("dapriosamples/hello-k8s-python:0.8.0")
        .container("python")
        .label("app", "python")
        .build();
  }

  private static DaprComponent redis(DaprComponent.RedisBuilder component) {
    return component
        .host("redis-master.dapr-redis:6379")
        .passwordFrom(SecretKey.of("dapr-redis", "redis", "redis-password"))
        .build();
  }
}
