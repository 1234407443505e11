package dev.portside.dapr;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.traffic.Peer;
import dev.portside.traffic.Protection;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where a Configuration makes sidecars send their traces. Source: dapr/dapr pkg/runtime/runtime.go
 * and pkg/config/configuration.go @v1.18.3.
 *
 * @param peer whom they dial
 * @param protection how the exporter protects it
 * @param field where the Configuration says so
 */
record TracingEndpoint(Peer peer, Protection protection, Pointer field) {

  private static final Pointer TRACING = Pointer.of("spec", "tracing");
  private static final Map<String, Integer> SCHEMES = Map.of("http", 80, "https", 443);

  /** By which a collector is found when the address names no port: gRPC's, then HTTP's. */
  private static final int OTLP_GRPC = 4_317;

  private static final int OTLP_HTTP = 4_318;

  static List<TracingEndpoint> of(Resource configuration, Manifests set) {
    Mapping tracing = configuration.tree().mapping("spec").mapping("tracing");
    List<TracingEndpoint> endpoints = new ArrayList<>();
    String zipkin = tracing.mapping("zipkin").text("endpointAddress");
    if (zipkin != null && !zipkin.isBlank()) {
      int slashes = zipkin.indexOf("://");
      String scheme = slashes < 0 ? "http" : zipkin.substring(0, slashes);
      int fallback = SCHEMES.getOrDefault(scheme, 80);
      endpoints.add(
          endpoint(configuration, set, "zipkin", zipkin, fallback, scheme.equals("https")));
    }
    Mapping otel = tracing.mapping("otel");
    String collector = otel.text("endpointAddress");
    if (collector != null && !collector.isBlank()) {
      boolean http = "http".equals(otel.text("protocol"));
      boolean tls = !"false".equals(otel.text("isSecure"));
      endpoints.add(
          endpoint(configuration, set, "otel", collector, http ? OTLP_HTTP : OTLP_GRPC, tls));
    }
    return endpoints;
  }

  private static TracingEndpoint endpoint(
      Resource configuration,
      Manifests set,
      String which,
      String address,
      int fallback,
      boolean tls) {
    int slashes = address.indexOf("://");
    String rest = slashes < 0 ? address : address.substring(slashes + 3);
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    Peer peer = Hosts.peer(authority, fallback, configuration.namespace(), set);
    return new TracingEndpoint(
        peer,
        tls ? Protection.by("tls") : Protection.plaintext(),
        TRACING.child(which).child("endpointAddress"));
  }
}
