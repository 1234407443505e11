package dev.portside.dapr.spec;

import dev.portside.manifest.Names;
import dev.portside.yaml.Mapping;
import java.math.BigDecimal;

/**
 * How sidecars trace calls: {@code spec.tracing}. Source: dapr/dapr pkg/config/configuration.go.
 */
public final class Tracing extends SpecPart {

  private Tracing(Mapping tree) {
    super(tree);
  }

  /**
   * Returns tracing of a share of the calls.
   *
   * @param rate from 0 for none to 1 for all; Dapr's chart sets none
   * @throws IllegalArgumentException if it is beyond that
   */
  public static Tracing sampling(double rate) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("sampling rate %s: must be 0 to 1".formatted(rate));
    }
    String text = BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString();
    return new Tracing(Mapping.of("samplingRate", text));
  }

  /** Returns this with traces written to the sidecar's log; off by default. */
  public Tracing stdout(boolean on) {
    return new Tracing(with("stdout", on));
  }

  /** Returns this with traces sent to Zipkin, at a URL such as {@code http://zipkin:9411/…}. */
  public Tracing zipkin(String url) {
    return new Tracing(
        with("zipkin", Mapping.of("endpointAddress", Names.text("zipkin endpoint", url))));
  }

  /** Returns this with traces sent to an OpenTelemetry collector; since Dapr 1.9. */
  public Tracing otel(OtelExporter exporter) {
    return new Tracing(with("otel", exporter.tree()));
  }
}
