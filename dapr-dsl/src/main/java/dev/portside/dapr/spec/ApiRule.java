package dev.portside.dapr.spec;

import dev.portside.manifest.Names;
import dev.portside.yaml.Mapping;

/** One of Dapr's APIs, by protocol and version: an item of {@code spec.api}. */
public final class ApiRule extends SpecPart {

  private ApiRule(String name, String version, String protocol) {
    super(
        Mapping.builder()
            .put("name", Names.text("API", name))
            .put("version", Names.text("API version", version))
            .put("protocol", protocol)
            .build());
  }

  /**
   * Returns an API over HTTP.
   *
   * @param name such as {@code state}, {@code invoke} or {@code publish}
   * @param version such as {@code v1}
   */
  public static ApiRule http(String name, String version) {
    return new ApiRule(name, version, "http");
  }

  /** Returns an API over gRPC; see {@link #http}. */
  public static ApiRule grpc(String name, String version) {
    return new ApiRule(name, version, "grpc");
  }
}
