package dev.portside.dapr.spec;

import dev.portside.manifest.Names;
import dev.portside.yaml.Mapping;
import java.time.Duration;

/** An OpenTelemetry collector that takes traces: {@code spec.tracing.otel}. */
public final class OtelExporter extends SpecPart {

  private OtelExporter(Mapping tree) {
    super(tree);
  }

  /**
   * Returns the collector at {@code host:port} that speaks gRPC, over TLS unless said otherwise.
   */
  public static OtelExporter grpc(String address) {
    return of(address, "grpc");
  }

  /**
   * Returns the collector at {@code host:port} that speaks HTTP, over TLS unless said otherwise.
   */
  public static OtelExporter http(String address) {
    return of(address, "http");
  }

  private static OtelExporter of(String address, String protocol) {
    return new OtelExporter(
        Mapping.builder()
            .put("endpointAddress", Names.text("otel endpoint", address))
            .put("protocol", protocol)
            .put("isSecure", true)
            .build());
  }

  /** Returns this with TLS or without; with it by default. */
  public OtelExporter secure(boolean secure) {
    return new OtelExporter(with("isSecure", secure));
  }

  /** Returns this with one more header on each request; since Dapr 1.17. */
  public OtelExporter header(NamedValue header) {
    return new OtelExporter(withItem("headers", header.tree()));
  }

  /** Returns this with a limit to each request; since Dapr 1.17. */
  public OtelExporter timeout(Duration timeout) {
    return new OtelExporter(with("timeout", DurationText.text("otel timeout", timeout)));
  }
}
