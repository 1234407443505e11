package dev.portside.kyma.operator;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A path of v2 as the route has it: a regular expression in which literal text stands as it is.
 * Source: kyma-project/api-gateway 3.10.0
 * internal/processing/processors/v2alpha1/virtualservice/virtual_service_processor.go.
 */
public final class RoutePath {

  private static final String SEGMENT = "([A-Za-z0-9-._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+";
  private static final String REST = "([A-Za-z0-9-._~!$&'()*+,;=:@/]|%[0-9a-fA-F]{2})*";

  private RoutePath() {}

  /** Returns the regular expression of a path. */
  public static String expression(String path) {
    return "^%s$".formatted(path.replace("{**}", REST).replace("{*}", SEGMENT));
  }

  /** How a path's own text fares with its regular expression. */
  public enum Fit {
    /** A request for the very text reaches the rule. */
    REACHABLE,
    /** The text means something else as an expression, and no request can match both. */
    UNREACHABLE,
    /** It is no regular expression at all. */
    BROKEN
  }

  /** Returns how a path's own text fares. */
  public static Fit fit(String path) {
    if (path.equals("/*")) {
      return Fit.REACHABLE;
    }
    String sample = path.replace("{**}", "x").replace("{*}", "x");
    try {
      return Pattern.compile(expression(path)).matcher(sample).find()
          ? Fit.REACHABLE
          : Fit.UNREACHABLE;
    } catch (PatternSyntaxException e) {
      return Fit.BROKEN;
    }
  }
}
