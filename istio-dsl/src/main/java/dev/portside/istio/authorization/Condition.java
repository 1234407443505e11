package dev.portside.istio.authorization;

import dev.portside.traffic.Tri;
import java.util.List;
import java.util.function.Function;

/**
 * What a policy asks of one thing of a connection: one of some values, and none of others.
 *
 * @param attribute what it is about, as {@code when} calls it
 * @param httpOnly whether only a request has it
 * @param whole whether all values that the policy writes could be read
 * @param values tests of which one must pass; empty for no such test
 * @param notValues tests of which none may pass
 */
record Condition(
    String attribute,
    boolean httpOnly,
    boolean whole,
    List<Function<Request, Tri>> values,
    List<Function<Request, Tri>> notValues) {

  Condition {
    values = List.copyOf(values);
    notValues = List.copyOf(notValues);
  }

  /** Returns whether a connection meets it; what only requests have counts as met by bytes. */
  Tri of(Request request) {
    if (httpOnly && request.chain() == Request.Chain.TCP) {
      return Tri.YES;
    }
    Tri one = values.isEmpty() ? Tri.YES : any(values, request);
    return Logic.and(one, Logic.not(any(notValues, request)));
  }

  private static Tri any(List<Function<Request, Tri>> tests, Request request) {
    return Logic.any(tests, test -> test.apply(request));
  }
}
