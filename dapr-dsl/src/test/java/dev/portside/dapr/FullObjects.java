package dev.portside.dapr;

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

/** Objects in which every method of every builder was called. */
final class FullObjects {

  private static final Duration TIME = Duration.ofSeconds(90);

  private FullObjects() {}

  static List<Part> all() {
    return List.of(
        component(),
        configuration(),
        subscription(),
        DaprSubscription.named("first", "broker", "orders")
            .route("/orders")
            .deadLetterTopic("lost")
            .batches(10, TIME)
            .metadata("rawPayload", "true")
            .scope("orders")
            .v1alpha1()
            .build(),
        resiliency(),
        endpoint(),
        DaprHttpEndpoint.named("plain", "http://api.example.com:8080/v1")
            .rootCa("PEM")
            .plainClientCertificate("PEM", "PEM")
            .renegotiation(DaprHttpEndpoint.Renegotiation.ONCE)
            .build());
  }

  private static DaprComponent component() {
    return DaprComponent.redisState("full")
        .host("redis:6379")
        .tls(true)
        .actors()
        .passwordFrom(SecretKey.of("redis", "password"))
        .metadataFromEnvironment("redisUsername", "REDIS_USER")
        .initTimeout(TIME)
        .ignoredErrors(true)
        .secretStore("vault")
        .backend("redis:6379")
        .version("v1")
        .scope("orders")
        .build();
  }

  private static DaprConfiguration configuration() {
    OtelExporter otel =
        OtelExporter.grpc("otel:4317")
            .secure(false)
            .header(NamedValue.of("a", "b"))
            .header(NamedValue.fromSecret("c", "otel", "token"))
            .header(NamedValue.fromEnvironment("d", "TOKEN"))
            .timeout(TIME);
    Metrics metrics =
        Metrics.enabled(true)
            .increasedCardinality(false)
            .matchedPath("/orders/{id}")
            .excludedVerbs(true)
            .recordedErrorCodes(true)
            .latencyBuckets(1, 5, 10)
            .workflowLatencyBuckets(Duration.ofSeconds(1), 1, 2)
            .rewrittenLabel("dapr_runtime_service", "method", Map.of("orders", "orders/.+"));
    AppPolicy policy =
        AppPolicy.of("orders", "shop", "public")
            .byDefault(Access.DENY)
            .operation(Access.ALLOW, "/orders/*", "POST", "PUT");
    return DaprConfiguration.named("full")
        .tracing(Tracing.sampling(0.5).stdout(true).zipkin("http://zipkin:9411").otel(otel))
        .metrics(metrics)
        .accessControl(AccessControl.byDefault(Access.DENY).trustDomain("public").policy(policy))
        .allowedApi(ApiRule.http("state", "v1"))
        .deniedApi(ApiRule.grpc("publish", "v1"))
        .httpHandler(Handler.of("upper", "middleware.http.uppercase").selector("field", "value"))
        .appHttpHandler(Handler.of("upper", "middleware.http.uppercase").selector("field", "value"))
        .deniedComponent("bindings.smtp")
        .feature("HotReload", false)
        .apiLogging(ApiLogging.enabled(true).obfuscatedUrls(true).omittedHealthChecks(true))
        .mtls(
            ControlPlaneMtls.of(true, "cluster.local", "dapr-sentry.dapr-system.svc:443")
                .certificateLifetime(Duration.ofHours(24))
                .allowedClockSkew(TIME)
                .jwksValidator(Map.of("source", "https://id.example.com/keys")))
        .nameResolution("kubernetes", "v1", Map.of("clusterDomain", "cluster.local"))
        .secretScope(SecretScope.of("vault", Access.DENY).allowedSecret("a").deniedSecret("b"))
        .strictWasmSandbox(true)
        .workflow(
            WorkflowOptions.of()
                .maxWorkflows(1)
                .maxActivities(2)
                .maxWorkflowsOverall(3)
                .maxActivitiesOverall(4)
                .maxOfWorkflow("w", 5)
                .maxOfActivity("a", 6)
                .retention(WorkflowOptions.End.ANY, TIME)
                .retention(WorkflowOptions.End.COMPLETED, TIME)
                .retention(WorkflowOptions.End.FAILED, TIME)
                .retention(WorkflowOptions.End.TERMINATED, TIME))
        .build();
  }

  private static DaprSubscription subscription() {
    return DaprSubscription.named("full", "broker", "orders")
        .route("/orders")
        .rule("event.type == \"refund\"", "/refunds")
        .deadLetterTopic("lost")
        .batches(100, TIME)
        .metadata("rawPayload", "true")
        .scope("orders")
        .build();
  }

  private static DaprResiliency resiliency() {
    ResiliencyTarget target =
        ResiliencyTarget.of().timeout("short").retry("often").circuitBreaker("simple");
    return DaprResiliency.named("full")
        .timeout("short", Duration.ofMillis(1500))
        .retry("often", RetryPolicy.constant(TIME).maxRetries(3).httpStatus("429,500-599"))
        .retry("slowly", RetryPolicy.exponential(TIME).maxRetries(-1).grpcStatus("1,4"))
        .circuitBreaker(
            "simple",
            CircuitBreaker.of("consecutiveFailures > 5")
                .maxRequests(1)
                .interval(TIME)
                .timeout(TIME))
        .app("orders", target.circuitBreakerCacheSize(10))
        .actor(
            "Order",
            target
                .circuitBreakerScope(ResiliencyTarget.BreakerScope.BOTH)
                .circuitBreakerCacheSize(10))
        .outbound("statestore", target)
        .inbound("broker", target)
        .scope("orders")
        .build();
  }

  private static DaprHttpEndpoint endpoint() {
    return DaprHttpEndpoint.named("full", "https://api.example.com")
        .header(NamedValue.of("accept", "text/plain"))
        .header(NamedValue.fromEnvironment("user", "API_USER"))
        .header("authorization", SecretKey.of("api", "token"))
        .rootCa(SecretKey.of("api", "ca"))
        .clientCertificate(SecretKey.of("api", "certificate"), SecretKey.of("api", "key"))
        .renegotiation(DaprHttpEndpoint.Renegotiation.FREELY)
        .secretStore("vault")
        .scope("orders")
        .build();
  }
}
