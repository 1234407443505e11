package dev.portside.dapr.spec;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import java.time.Duration;
import java.util.regex.Pattern;

/** How a call that fails is tried again: an item of {@code spec.policies.retries}. */
public final class RetryPolicy extends SpecPart {

  private static final Pattern CODES =
      Pattern.compile("\\d{1,3}(-\\d{1,3})?(,\\d{1,3}(-\\d{1,3})?)*");

  private RetryPolicy(Mapping tree) {
    super(tree);
  }

  /** Returns tries at the same distance; 5 seconds is Dapr's default. */
  public static RetryPolicy constant(Duration distance) {
    return new RetryPolicy(
        Mapping.builder()
            .put("policy", "constant")
            .put("duration", DurationText.text("retry distance", distance))
            .build());
  }

  /** Returns tries at growing distances up to a longest one; 60 seconds is Dapr's default. */
  public static RetryPolicy exponential(Duration longest) {
    return new RetryPolicy(
        Mapping.builder()
            .put("policy", "exponential")
            .put("maxInterval", DurationText.text("longest distance", longest))
            .build());
  }

  /**
   * Returns this with that many tries after the first.
   *
   * @param most 0 for none, -1 for no limit, which is the default
   * @throws IllegalArgumentException if it is less
   */
  public RetryPolicy maxRetries(int most) {
    if (most < -1) {
      throw new IllegalArgumentException("max retries %d: must be -1 or more".formatted(most));
    }
    return new RetryPolicy(with("maxRetries", most));
  }

  /**
   * Returns this for some HTTP statuses only; for all failures by default, since Dapr 1.15.
   *
   * @param codes such as {@code 429,500-599}, without blanks
   * @throws IllegalArgumentException if it is no such list
   */
  public RetryPolicy httpStatus(String codes) {
    return on("httpStatusCodes", codes);
  }

  /** Returns this for some gRPC statuses only, such as {@code 1,4,8-11}; see above. */
  public RetryPolicy grpcStatus(String codes) {
    return on("gRPCStatusCodes", codes);
  }

  private RetryPolicy on(String field, String codes) {
    if (!CODES.matcher(codes).matches()) {
      throw new IllegalArgumentException(
          "status codes \"%s\": must be numbers and ranges, such as 429,500-599".formatted(codes));
    }
    Pointer at = Pointer.of("matching", field);
    return new RetryPolicy((Mapping) tree().with(at, Scalar.of(codes)));
  }
}
