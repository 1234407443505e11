package dev.portside.examples;

import dev.portside.dapr.DaprApp;
import dev.portside.dapr.DaprAppBuilder;
import dev.portside.dapr.DaprComponent;
import dev.portside.dapr.DaprConfiguration;
import dev.portside.dapr.DaprHttpEndpoint;
import dev.portside.dapr.DaprResiliency;
import dev.portside.dapr.DaprSubscription;
import dev.portside.dapr.SecretKey;
import dev.portside.dapr.spec.Access;
import dev.portside.dapr.spec.ResiliencyTarget;
import dev.portside.dapr.spec.SecretScope;
import dev.portside.istio.IstioAuthorizationPolicy;
import dev.portside.istio.IstioDestinationRule;
import dev.portside.istio.IstioPeerAuthentication;
import dev.portside.istio.IstioSidecar;
import dev.portside.istio.mesh.MtlsMode;
import dev.portside.kyma.KymaApiRule;
import dev.portside.manifest.Part;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** For each builder one that can be built, and one that cannot. */
final class BuilderCases {

  /**
   * Cases of a builder.
   *
   * @param right makes a builder that has all it needs
   * @param wrong builds with two mistakes, or with the only one that there is
   * @param words what the message says of each
   */
  record Case(Supplier<Object> right, Supplier<Part> wrong, String... words) {}

  private static final DaprApp APP = DaprApp.named("a").image("a:1").service(80).build();

  static final Map<Class<?>, Case> ALL =
      Map.ofEntries(
          Map.entry(
              DaprAppBuilder.class,
              new Case(
                  () -> DaprApp.named("a").image("a:1"),
                  () -> DaprApp.named("a").sidecarPorts(p -> p.grpc(50002)).build(),
                  "no image",
                  "port 50002 is both")),
          Map.entry(
              DaprComponent.Builder.class,
              new Case(
                  () -> DaprComponent.named("s", "state.of-our-own"),
                  () -> DaprComponent.named("s", "state.redis").version("v9").build(),
                  "no version",
                  "redisHost is required")),
          Map.entry(
              DaprComponent.RedisBuilder.class,
              new Case(
                  () -> DaprComponent.redisState("s").host("redis"),
                  () -> DaprComponent.redisState("s").version("v9").build(),
                  "no version",
                  "redisHost is required")),
          Map.entry(
              DaprConfiguration.Builder.class,
              new Case(
                  () -> DaprConfiguration.named("c"),
                  () -> scopes(List.of("a", "a", "b", "b")),
                  "store \"a\"",
                  "store \"b\"")),
          Map.entry(
              DaprHttpEndpoint.Builder.class,
              new Case(
                  () -> DaprHttpEndpoint.named("e", "https://e.example.com"),
                  () ->
                      DaprHttpEndpoint.named("e", "https://e.example.com")
                          .header("a", SecretKey.of("one", "s", "k"))
                          .header("b", SecretKey.of("two", "s", "k"))
                          .renegotiation(DaprHttpEndpoint.Renegotiation.ONCE)
                          .build(),
                  "two namespaces",
                  "renegotiation needs")),
          Map.entry(
              DaprResiliency.Builder.class,
              new Case(
                  () -> DaprResiliency.named("r"),
                  () ->
                      DaprResiliency.named("r")
                          .app("a", ResiliencyTarget.of().timeout("t").retry("r"))
                          .build(),
                  "no policy \"t\"",
                  "no policy \"r\"")),
          Map.entry(
              DaprSubscription.Builder.class,
              new Case(
                  () -> DaprSubscription.named("s", "b", "t").route("/p"),
                  () -> DaprSubscription.named("s", "b", "t").rule("m", "/p").v1alpha1().build(),
                  "no rules",
                  "one route")),
          Map.entry(
              IstioAuthorizationPolicy.Builder.class,
              new Case(
                  () -> IstioAuthorizationPolicy.allowNothing("a"),
                  () -> IstioAuthorizationPolicy.allow("a").build(),
                  "no rule")),
          Map.entry(
              IstioDestinationRule.Builder.class,
              new Case(
                  () -> IstioDestinationRule.ofHost("a").tls(),
                  () -> IstioDestinationRule.ofHost("a").build(),
                  "sets nothing")),
          Map.entry(
              IstioPeerAuthentication.Builder.class,
              new Case(
                  () -> IstioPeerAuthentication.ofMesh().strict(),
                  () ->
                      IstioPeerAuthentication.ofMesh()
                          .port(80, MtlsMode.STRICT)
                          .selector("a", "b")
                          .build(),
                  "port modes",
                  "selects pods")),
          Map.entry(
              IstioSidecar.Builder.class,
              new Case(
                  () -> IstioSidecar.ofNamespace().registryOnly(),
                  () -> IstioSidecar.ofNamespace().build(),
                  "sets nothing")),
          Map.entry(
              KymaApiRule.Builder.class,
              new Case(
                  () -> KymaApiRule.exposing(APP).host("a").host("b").get("/*"),
                  () -> KymaApiRule.exposing(APP).build(),
                  "no host",
                  "no path")));

  private BuilderCases() {}

  private static Part scopes(List<String> stores) {
    DaprConfiguration.Builder configuration = DaprConfiguration.named("c");
    stores.forEach(store -> configuration.secretScope(SecretScope.of(store, Access.ALLOW)));
    return configuration.build();
  }
}
