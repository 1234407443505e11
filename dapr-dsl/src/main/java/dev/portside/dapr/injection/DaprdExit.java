package dev.portside.dapr.injection;

import dev.portside.value.GoDuration;
import dev.portside.value.GoNumber;
import dev.portside.value.GoText;
import dev.portside.value.Quantity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why daprd exits at once with the arguments that annotations give it. Sources, dapr/dapr @v1.18.3:
 * cmd/daprd/options/options.go, pkg/runtime/config.go; dapr/kit logger/options.go; spf13/pflag for
 * the words of errors.
 */
final class DaprdExit {

  /** An argument that is parsed before all else. */
  private record Argument(String concept, String flag, boolean isDuration) {
    static Argument number(String concept, String flag) {
      return new Argument(concept, flag, false);
    }

    static Argument duration(String concept, String flag) {
      return new Argument(concept, flag, true);
    }
  }

  private static final String DISSEMINATE = "actors-disseminate-timeout";
  private static final String INTERVAL = "app-health-probe-interval";
  private static final String TIMEOUT = "app-health-probe-timeout";

  /** In the order in which the injector writes them. */
  private static final List<Argument> PARSED =
      List.of(
          Argument.number("graceful-shutdown-seconds", "--dapr-graceful-shutdown-seconds"),
          Argument.number(INTERVAL, "--" + INTERVAL),
          Argument.number(TIMEOUT, "--" + TIMEOUT),
          Argument.number("app-health-threshold", "--app-health-threshold"),
          Argument.duration("app-binding-options-timeout", "--app-binding-options-timeout"),
          Argument.number("app-max-concurrency", "--app-max-concurrency"),
          Argument.number("http-max-request-size", "--dapr-http-max-request-size"),
          Argument.number("http-read-buffer-size", "--dapr-http-read-buffer-size"),
          Argument.duration("block-shutdown-duration", "--dapr-block-shutdown-duration"),
          Argument.duration(DISSEMINATE, "--" + DISSEMINATE));

  private static final Set<String> LEVELS = Set.of("debug", "info", "warn", "error", "fatal");
  private static final Set<String> PROTOCOLS = Set.of("", "http", "https", "h2c", "grpc", "grpcs");
  private static final Set<String> ENDPOINTS = Set.of("", "config", "subscribe");

  /** The port of the HTTP API, which nothing moves. */
  private static final long HTTP_PORT = 3_500;

  private final SidecarValues values;

  private DaprdExit(SidecarValues values) {
    this.values = values;
  }

  /** Returns what daprd says when it exits; empty where it starts. */
  static Optional<String> of(SidecarValues values) {
    DaprdExit exit = new DaprdExit(values);
    return Optional.ofNullable(exit.parsing())
        .or(() -> Optional.ofNullable(exit.options()))
        .or(() -> Optional.ofNullable(exit.configuration()));
  }

  /** The parser takes one dash for two, and does so with values as well. */
  private static String doubled(String word) {
    boolean dashed = word.length() > 2 && word.charAt(0) == '-' && word.charAt(1) != '-';
    return dashed ? "-" + word : word;
  }

  private String text(String concept) {
    return doubled(values.text(concept));
  }

  private @Nullable String parsing() {
    for (Argument argument : PARSED) {
      String concept = argument.concept();
      boolean there =
          argument.isDuration()
              ? values.isPassed(concept)
              : values.has(concept)
                  && (!concept.startsWith("app-health-") || values.flag("enable-app-health-check"));
      if (there) {
        String value =
            argument.isDuration() ? text(concept) : doubled(Long.toString(values.number(concept)));
        String problem = problem(value, argument.isDuration());
        if (problem != null) {
          return "invalid argument %s for %s flag: %s"
              .formatted(GoText.quote(value), GoText.quote(argument.flag()), problem);
        }
      }
    }
    return null;
  }

  private static @Nullable String problem(String value, boolean duration) {
    if (duration) {
      return GoDuration.parse(value).problem();
    }
    return GoNumber.intProblem("ParseInt", value);
  }

  private @Nullable String options() {
    for (String size : List.of("max-body-size", "read-buffer-size")) {
      String problem =
          values.text(size).isEmpty() ? null : Quantity.parse(text(size)).bytesProblem();
      if (problem != null) {
        return "invalid value for '%s' option: %s".formatted(size, problem);
      }
    }
    if (values.isPassed(DISSEMINATE)) {
      GoDuration disseminate = GoDuration.parse(text(DISSEMINATE));
      if (disseminate.nanos() <= 0) {
        return "invalid value for '%s' option: must be positive, got %s"
            .formatted(DISSEMINATE, disseminate);
      }
    }
    String level = text("log-level");
    return LEVELS.contains(level.toLowerCase(Locale.ROOT))
        ? null
        : "invalid value for --log-level: " + level;
  }

  private @Nullable String configuration() {
    String grpc = doubled(Long.toString(values.number("grpc-port")));
    String internal = doubled(Long.toString(values.number("internal-grpc-port")));
    String problem = GoNumber.intProblem("Atoi", grpc);
    if (problem != null) {
      return "error parsing dapr-grpc-port flag: " + problem;
    }
    problem = GoNumber.intProblem("Atoi", internal);
    if (problem != null) {
      return "error parsing dapr-internal-grpc-port: " + problem;
    }
    long app = Math.max(0, values.number("app-port"));
    if (app == HTTP_PORT || app == Long.parseLong(grpc)) {
      return "the '%s' argument value %d conflicts with 'app-port'"
          .formatted(app == HTTP_PORT ? "dapr-http-port" : "dapr-grpc-port", app);
    }
    String protocol = text("app-protocol");
    if (!PROTOCOLS.contains(protocol.toLowerCase(Locale.ROOT))) {
      return "invalid value for 'app-protocol': " + protocol;
    }
    if (values.flag("enable-app-health-check")
        && orDefault(values.number(TIMEOUT), 500) > orDefault(values.number(INTERVAL), 5) * 1_000) {
      return "value for 'health-probe-timeout' must be smaller than 'health-probe-interval'";
    }
    for (String endpoint : text("disable-init-endpoints").split(",", -1)) {
      String trimmed = GoText.trim(endpoint).toLowerCase(Locale.ROOT);
      if (!ENDPOINTS.contains(trimmed)) {
        return "invalid value for 'disable-init-endpoints': " + trimmed;
      }
    }
    return null;
  }

  private static long orDefault(long number, long fallback) {
    return number <= 0 ? fallback : number;
  }
}
