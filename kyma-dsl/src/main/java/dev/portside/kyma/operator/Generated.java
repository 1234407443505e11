package dev.portside.kyma.operator;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.util.List;

/**
 * What the operator makes of an APIRule.
 *
 * @param hosts the hosts of its route, whole
 * @param gateways the Gateways of its route
 * @param routes the route's entries, in the order in which they are tried
 * @param policies the AuthorizationPolicies: namespace, index, action, selector, provider, rules
 * @param authentications the RequestAuthentications: namespace, selector, jwtRules
 * @param oathkeeperRules Oathkeeper's rules: namespace, match, upstream, authenticators,
 *     authorizer, mutators
 * @param refused what of it the API server refuses
 * @param broken why the making stopped half way; empty when it did not
 */
public record Generated(
    List<String> hosts,
    List<String> gateways,
    List<Route> routes,
    List<Mapping> policies,
    List<Mapping> authentications,
    List<Mapping> oathkeeperRules,
    List<Refusal> refused,
    String broken) {

  /**
   * One entry of the route.
   *
   * @param uri how the path is matched: one of {@code prefix} and {@code regex}
   * @param methods the expression that the method matches; empty for all
   * @param destination the Service's name in the cluster
   * @param port the Service's port
   * @param timeout in seconds
   * @param cors the CORS policy; empty for none
   * @param requestHeaders request headers that are set
   * @param dropsCors whether CORS headers of the app are dropped
   * @param service which Service it is; that of Oathkeeper where requests go through it
   */
  public record Route(
      Mapping uri,
      String methods,
      String destination,
      long port,
      String timeout,
      Mapping cors,
      Mapping requestHeaders,
      boolean dropsCors,
      ServiceLink service) {}

  /**
   * A field of a made object that the API server refuses.
   *
   * @param kind the made object's kind
   * @param path its field, as the API server writes it
   * @param field the field of the APIRule that it comes from
   * @param message what is wrong, in a sentence without a period
   */
  public record Refusal(String kind, String path, Pointer field, String message) {}
}
