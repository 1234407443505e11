package dev.portside.dapr.injection;

import dev.portside.value.GoDuration;
import dev.portside.value.GoText;
import dev.portside.value.Quantity;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What daprd makes of its arguments. Sources, dapr/dapr @v1.18.3: cmd/daprd/options/options.go,
 * pkg/runtime/config.go.
 */
final class Daprd {

  private static final String DISSEMINATE = "--actors-disseminate-timeout";
  private static final long MAX_BODY = 4L << 20;
  private static final long READ_BUFFER = 4L << 10;
  private static final int PROFILE_PORT = 7777;
  private static final int METRICS_PORT = 9090;

  private final Map<String, String> flags = new HashMap<>();

  private Daprd(List<DaprdArg> args) {
    for (DaprdArg arg : args) {
      flags.put(arg.flag(), doubled(arg.value() == null ? "true" : arg.value()));
    }
  }

  /** The parser takes one dash for two, and does so with values as well. */
  private static String doubled(String word) {
    boolean dashed = word.length() > 2 && word.charAt(0) == '-' && word.charAt(1) != '-';
    return dashed ? "-" + word : word;
  }

  static DaprdStart start(SidecarValues values, List<DaprdArg> args) {
    Optional<String> failure = DaprdExit.of(values);
    Mapping effective = failure.isPresent() ? Mapping.empty() : new Daprd(args).effective();
    return new DaprdStart(failure, effective);
  }

  /** Returns the protocol that daprd speaks with the app, where the word names one. */
  static Optional<String> protocol(String word, boolean tls) {
    String protocol = word.isEmpty() ? "http" : word.toLowerCase(Locale.ROOT);
    return switch (protocol) {
      // An empty word is plain HTTP whatever else is asked for.
      case "http", "grpc" -> Optional.of(tls && !word.isEmpty() ? protocol + "s" : protocol);
      case "https", "grpcs", "h2c" -> Optional.of(protocol);
      default -> Optional.empty();
    };
  }

  private List<String> endpoints() {
    List<String> endpoints = new ArrayList<>();
    for (String endpoint : text("--disable-init-endpoints", "").split(",", -1)) {
      String trimmed = GoText.trim(endpoint).toLowerCase(Locale.ROOT);
      if (!trimmed.isEmpty()) {
        endpoints.add(trimmed);
      }
    }
    return endpoints;
  }

  private GoDuration healthInterval() {
    long seconds = number("--app-health-probe-interval", 0);
    return GoDuration.ofNanos((seconds <= 0 ? 5 : seconds) * 1_000_000_000L);
  }

  private GoDuration healthTimeout() {
    long millis = number("--app-health-probe-timeout", 0);
    return GoDuration.ofNanos((millis <= 0 ? 500 : millis) * 1_000_000L);
  }

  private String text(String flag, String fallback) {
    return flags.getOrDefault(flag, fallback);
  }

  private long number(String flag, long fallback) {
    String value = flags.get(flag);
    return value == null ? fallback : Long.parseLong(value);
  }

  private boolean flag(String flag) {
    return "true".equals(flags.get(flag));
  }

  private Mapping effective() {
    Mapping.Builder effective = Mapping.builder();
    effective.put("actorsDisseminateTimeout", duration(DISSEMINATE, "30s"));
    String placement = text("--placement-host-address", "");
    effective.put(
        "actorsService",
        placement.isEmpty() ? text("--actors-service", "") : "placement:" + placement);
    effective.put("apiGRPCPort", number("--dapr-grpc-port", 0));
    effective.put(
        "apiListenAddresses",
        Sequence.ofTexts(List.of(text("--dapr-listen-addresses", "").split(",", -1))));
    if (flags.containsKey("--enable-api-logging")) {
      effective.put("apiLogging", flag("--enable-api-logging"));
    }
    effective.put("appBindingOptionsTimeout", duration("--app-binding-options-timeout", "3s"));
    effective.put("appChannelAddress", text("--app-channel-address", "127.0.0.1"));
    effective.put("appPort", number("--app-port", 0));
    effective.put(
        "appProtocol", protocol(text("--app-protocol", ""), flag("--app-ssl")).orElseThrow());
    list(effective, "config", "--config");
    effective.put("disableInitEndpoints", Sequence.ofTexts(endpoints()));
    effective.put("disableK8sSecretStore", flag("--disable-builtin-k8s-secret-store"));
    if (flags.containsKey("--dapr-block-shutdown-duration")) {
      effective.put("blockShutdown", duration("--dapr-block-shutdown-duration", ""));
    }
    long grace = number("--dapr-graceful-shutdown-seconds", 5);
    effective.put(
        "gracefulShutdown",
        GoDuration.ofNanos((grace < 0 ? 5 : grace) * 1_000_000_000L).toString());
    effective.put("httpPort", number("--dapr-http-port", 0));
    effective.put("internalGRPCPort", number("--dapr-internal-grpc-port", 0));
    list(effective, "jwtAudiences", "--sentry-request-jwt-audiences");
    effective.put("logLevel", text("--log-level", ""));
    effective.put("maxBodyBytes", bytes("max-body-size", "http-max-request-size", 20, MAX_BODY));
    effective.put(
        "readBufferBytes", bytes("read-buffer-size", "http-read-buffer-size", 10, READ_BUFFER));
    long concurrency = number("--app-max-concurrency", -1);
    effective.put("maxConcurrency", concurrency == -1 ? 0 : concurrency);
    effective.put("metrics", metrics());
    effective.put("mtls", flag("--enable-mtls"));
    effective.put("profilePort", PROFILE_PORT);
    effective.put("profiling", flag("--enable-profiling"));
    effective.put("publicPort", number("--dapr-public-port", 0));
    list(effective, "schedulerAddress", "--scheduler-host-address");
    effective.put("schedulerEnabled", !text("--scheduler-host-address", "").isEmpty());
    effective.put("unixDomainSocket", text("--unix-domain-socket", ""));
    if (flag("--enable-app-health-check")) {
      effective.put("healthCheck", health());
    }
    return effective.build();
  }

  private String duration(String flag, String fallback) {
    return GoDuration.parse(text(flag, fallback)).toString();
  }

  private void list(Mapping.Builder effective, String key, String flag) {
    String value = flags.get(flag);
    if (value != null) {
      List<String> items = value.isEmpty() ? List.of() : List.of(value.split(",", -1));
      effective.put(key, Sequence.ofTexts(items));
    }
  }

  private long bytes(String flag, String legacy, int shift, long fallback) {
    String size = flags.get("--" + flag);
    long bytes = fallback;
    if (size != null) {
      bytes = Quantity.parse(size).bytes();
    } else if (flags.containsKey("--dapr-" + legacy)) {
      long number = number("--dapr-" + legacy, 0);
      bytes = number > 0 ? number << shift : number;
    }
    return bytes == -1 ? fallback : bytes;
  }

  /** The listener is there whether or not the flag is; the port is text until it is bound. */
  private Mapping metrics() {
    Tree port = Scalar.of(text("--metrics-port", Integer.toString(METRICS_PORT)));
    return Mapping.builder()
        .put("address", "0.0.0.0")
        .put("enabled", true)
        .put("port", port)
        .build();
  }

  private Mapping health() {
    long threshold = number("--app-health-threshold", 3);
    boolean wrong = threshold < 1 || threshold >= Integer.MAX_VALUE;
    return Mapping.builder()
        .put("interval", healthInterval().toString())
        .put("path", text("--app-health-check-path", ""))
        .put("threshold", wrong ? 3 : threshold)
        .put("timeout", healthTimeout().toString())
        .build();
  }
}
