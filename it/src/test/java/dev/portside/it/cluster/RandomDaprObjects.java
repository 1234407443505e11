package dev.portside.it.cluster;

import dev.portside.dapr.DaprComponent;
import dev.portside.dapr.DaprConfiguration;
import dev.portside.dapr.DaprHttpEndpoint;
import dev.portside.dapr.DaprResiliency;
import dev.portside.dapr.DaprSubscription;
import dev.portside.dapr.SecretKey;
import dev.portside.dapr.spec.Access;
import dev.portside.dapr.spec.AccessControl;
import dev.portside.dapr.spec.ApiLogging;
import dev.portside.dapr.spec.ApiRule;
import dev.portside.dapr.spec.AppPolicy;
import dev.portside.dapr.spec.CircuitBreaker;
import dev.portside.dapr.spec.ControlPlaneMtls;
import dev.portside.dapr.spec.Handler;
import dev.portside.dapr.spec.Metrics;
import dev.portside.dapr.spec.NamedValue;
import dev.portside.dapr.spec.OtelExporter;
import dev.portside.dapr.spec.ResiliencyTarget;
import dev.portside.dapr.spec.RetryPolicy;
import dev.portside.dapr.spec.SecretScope;
import dev.portside.dapr.spec.Tracing;
import dev.portside.dapr.spec.WorkflowOptions;
import dev.portside.manifest.Part;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Dapr's resources with whatever their builders take, by chance. */
final class RandomDaprObjects {

  private static final List<String> TEXTS =
      List.of(
          "a", "orders", "true", "1", "null", "0x1F", "a: b", "#x", "é", "- a", "b c", "{c}",
          "x\ny");

  private final Random random;

  RandomDaprObjects(Random random) {
    this.random = random;
  }

  Part next(String name) {
    return switch (random.nextInt(6)) {
      case 0 -> component(name);
      case 1 -> configuration(name);
      case 2 -> subscription(name);
      case 3 -> resiliency(name);
      case 4 -> endpoint(name);
      default -> workflows(name);
    };
  }

  private boolean maybe() {
    return random.nextBoolean();
  }

  private int number() {
    return 1 + random.nextInt(maybe() ? 10 : Integer.MAX_VALUE);
  }

  private Duration time() {
    return Duration.ofMillis(random.nextInt(maybe() ? 2000 : 100_000_000));
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private SecretKey secret() {
    return SecretKey.of("secret-" + random.nextInt(3), "key");
  }

  private Access access() {
    return maybe() ? Access.ALLOW : Access.DENY;
  }

  private NamedValue value() {
    return switch (random.nextInt(3)) {
      case 0 -> NamedValue.of(text(), text());
      case 1 -> NamedValue.fromSecret(text(), "secret", text());
      default -> NamedValue.fromEnvironment(text(), "VARIABLE");
    };
  }

  private DaprComponent component(String name) {
    DaprComponent.Builder component = DaprComponent.named(name, "state.of-our-own");
    for (int i = random.nextInt(4); i > 0; i--) {
      component.metadata(text(), text());
      component.metadata("k" + i, secret());
      component.metadataFromEnvironment("e" + i, "VARIABLE");
      component.plainValue("p" + i, text());
    }
    if (maybe()) {
      component.initTimeout(time()).ignoredErrors(maybe()).secretStore(text()).backend("a:1");
    }
    return maybe() ? component.version(text()).scope("orders").build() : component.build();
  }

  private DaprConfiguration configuration(String name) {
    DaprConfiguration.Builder configuration = DaprConfiguration.named(name);
    if (maybe()) {
      OtelExporter otel = maybe() ? OtelExporter.http(text()) : OtelExporter.grpc(text());
      Tracing tracing = Tracing.sampling(random.nextDouble()).stdout(maybe()).zipkin(text());
      configuration.tracing(
          tracing.otel(otel.secure(maybe()).header(value()).header(value()).timeout(time())));
    }
    if (maybe()) {
      configuration.metrics(metrics());
    }
    if (maybe()) {
      AppPolicy policy =
          AppPolicy.of(text(), "shop", text())
              .byDefault(access())
              .operation(access(), "/" + text(), text())
              .operation(access(), "/*");
      configuration.accessControl(
          AccessControl.byDefault(access()).trustDomain(text()).policy(policy).policy(policy));
    }
    if (maybe()) {
      configuration
          .allowedApi(ApiRule.http(text(), text()))
          .deniedApi(ApiRule.grpc(text(), text()));
      Handler handler = Handler.of(text(), "middleware.http.uppercase").selector(text(), text());
      configuration.httpHandler(handler).appHttpHandler(handler).deniedComponent(text());
    }
    if (maybe()) {
      configuration
          .feature(text(), maybe())
          .secretScope(SecretScope.of(text(), access()).allowedSecret(text()).deniedSecret(text()));
      configuration.apiLogging(
          ApiLogging.enabled(maybe()).obfuscatedUrls(maybe()).omittedHealthChecks(maybe()));
    }
    if (maybe()) {
      configuration.mtls(
          ControlPlaneMtls.of(maybe(), text(), text())
              .certificateLifetime(time())
              .allowedClockSkew(time())
              .jwksValidator(Map.of(text(), List.of(text(), number()))));
      configuration.nameResolution(text(), text(), Map.of(text(), Map.of(text(), number())));
    }
    return configuration.strictWasmSandbox(maybe()).build();
  }

  private Metrics metrics() {
    return Metrics.enabled(maybe())
        .increasedCardinality(maybe())
        .matchedPath(text())
        .excludedVerbs(maybe())
        .recordedErrorCodes(maybe())
        .latencyBuckets(number(), number())
        .workflowLatencyBuckets(time(), number())
        .rewrittenLabel(text(), text(), Map.of(text(), text()));
  }

  private DaprConfiguration workflows(String name) {
    WorkflowOptions options =
        WorkflowOptions.of()
            .maxWorkflows(number())
            .maxActivities(number())
            .maxWorkflowsOverall(number())
            .maxActivitiesOverall(number())
            .maxOfWorkflow(text(), number())
            .maxOfActivity(text(), number());
    for (WorkflowOptions.End end : WorkflowOptions.End.values()) {
      options = maybe() ? options.retention(end, time()) : options;
    }
    return DaprConfiguration.named(name).workflow(options).build();
  }

  private DaprSubscription subscription(String name) {
    DaprSubscription.Builder subscription =
        DaprSubscription.named(name, text(), text()).route(text()).metadata(text(), text());
    if (maybe()) {
      subscription.deadLetterTopic(text()).batches(number(), time()).scope("orders");
    }
    return maybe() ? subscription.v1alpha1().build() : subscription.rule(text(), text()).build();
  }

  private DaprResiliency resiliency(String name) {
    RetryPolicy retry =
        maybe()
            ? RetryPolicy.constant(time()).httpStatus("429,500-599")
            : RetryPolicy.exponential(time()).grpcStatus("1,4-7");
    CircuitBreaker breaker =
        CircuitBreaker.of(text()).maxRequests(number()).interval(time()).timeout(time());
    ResiliencyTarget target = ResiliencyTarget.of().timeout("t").retry("r").circuitBreaker("c");
    return DaprResiliency.named(name)
        .timeout("t", time())
        .retry("r", retry.maxRetries(random.nextInt(5) - 1))
        .circuitBreaker("c", breaker)
        .app(text(), target.circuitBreakerCacheSize(number()))
        .actor(text(), target.circuitBreakerScope(ResiliencyTarget.BreakerScope.ID))
        .outbound(text(), target)
        .inbound(text(), ResiliencyTarget.of())
        .scope("orders")
        .build();
  }

  private DaprHttpEndpoint endpoint(String name) {
    DaprHttpEndpoint.Builder endpoint =
        DaprHttpEndpoint.named(name, "https://api.example.com:8443/v1").header(value());
    if (maybe()) {
      endpoint.header(text(), secret()).rootCa(secret());
      endpoint.renegotiation(DaprHttpEndpoint.Renegotiation.values()[random.nextInt(3)]);
    }
    if (maybe()) {
      endpoint.clientCertificate(text(), secret()).secretStore(text()).scope("orders");
    }
    return endpoint.build();
  }
}
