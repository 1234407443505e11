package dev.portside.kyma.operator;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The access strategies of rules v1alpha1 and v1beta1, by their handlers' names. */
public final class Strategies {

  /** Lets everyone in, whatever the method. */
  public static final String ALLOW = "allow";

  /** Lets everyone in. */
  public static final String NO_AUTH = "no_auth";

  /** Lets everyone in, through Oathkeeper. */
  public static final String NOOP = "noop";

  /** Asks for a JWT. */
  public static final String JWT = "jwt";

  private static final Set<String> SECURE =
      Set.of("oauth2_client_credentials", "oauth2_introspection", JWT, "cookie_session");
  private static final Set<String> INSECURE =
      Set.of(NOOP, NO_AUTH, ALLOW, "unauthorized", "anonymous");

  /** Handlers that take no configuration. */
  static final Set<String> WITHOUT_CONFIG =
      Set.of(ALLOW, NO_AUTH, NOOP, "unauthorized", "anonymous", "cookie_session");

  /** Handlers whose configuration the operator does not look at. */
  static final Set<String> ANY_CONFIG = Set.of("oauth2_client_credentials", "oauth2_introspection");

  private Strategies() {}

  /** Returns the strategies of a rule. */
  static Sequence of(Mapping rule) {
    return rule.sequence("accessStrategies");
  }

  /** Returns the handlers of a rule in order; the empty text for a strategy without one. */
  public static List<String> handlers(Mapping rule) {
    Sequence strategies = of(rule);
    List<String> handlers = new ArrayList<>();
    for (int i = 0; i < strategies.size(); i++) {
      handlers.add(strategies.mapping(i).findText("handler").orElse(""));
    }
    return handlers;
  }

  /** Returns whether a strategy of that name asks for nothing. */
  public static boolean isOpen(String handler) {
    return INSECURE.contains(handler);
  }

  static boolean isMixed(List<String> handlers) {
    return handlers.stream().anyMatch(SECURE::contains)
        && handlers.stream().anyMatch(INSECURE::contains);
  }

  /** Returns whether a rule's requests go through Oathkeeper. */
  public static boolean needsOathkeeper(Mapping rule, JwtHandler handler) {
    return handlers(rule).stream()
        .anyMatch(
            name ->
                !name.equals(ALLOW)
                    && !name.equals(NO_AUTH)
                    && !(name.equals(JWT) && handler == JwtHandler.ISTIO));
  }

  /** Returns the configuration of a rule's first jwt strategy; empty where there is none. */
  static Mapping jwt(Mapping rule) {
    int index = handlers(rule).indexOf(JWT);
    return index < 0 ? Mapping.empty() : of(rule).mapping(index).mapping("config");
  }
}
