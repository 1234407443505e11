package dev.portside.dapr.spec;

import dev.portside.yaml.Mapping;

/** Whether calls of Dapr's APIs are logged: {@code spec.logging.apiLogging}; since Dapr 1.10. */
public final class ApiLogging extends SpecPart {

  private ApiLogging(Mapping tree) {
    super(tree);
  }

  /** Returns logging on or off; an app's annotation says otherwise for that app. */
  public static ApiLogging enabled(boolean on) {
    return new ApiLogging(Mapping.builder().put("enabled", on).build());
  }

  /** Returns this with the route in place of the URL; off by default. */
  public ApiLogging obfuscatedUrls(boolean on) {
    return new ApiLogging(with("obfuscateURLs", on));
  }

  /** Returns this without health checks; with them by default. */
  public ApiLogging omittedHealthChecks(boolean on) {
    return new ApiLogging(with("omitHealthChecks", on));
  }
}
