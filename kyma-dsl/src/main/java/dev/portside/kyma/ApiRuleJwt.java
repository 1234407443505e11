package dev.portside.kyma;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Web Tokens that a rule of an APIRule accepts. Immutable.
 *
 * <pre>{@code
 * ApiRuleJwt.of("https://issuer.example.com", "https://issuer.example.com/keys")
 *     .header("x-jwt", "Bearer ").scopes("read");
 * }</pre>
 *
 * <p>Source: kyma-project/api-gateway 3.10.0 apis/gateway/v2/apirule_types.go.
 */
public final class ApiRuleJwt extends ApiRulePart {

  private static final String ISSUERS = "authentications";
  private static final String CLAIMS = "authorizations";

  private ApiRuleJwt(Mapping tree) {
    super(tree);
  }

  /**
   * Returns the tokens of an issuer.
   *
   * @param issuer the claim {@code iss}: an address, or any text without a colon
   * @param keys the http or https address of the issuer's public keys, at most 2048 characters
   * @throws IllegalArgumentException if one is neither
   */
  public static ApiRuleJwt of(String issuer, String keys) {
    return new ApiRuleJwt(Mapping.empty()).issuer(issuer, keys);
  }

  /** Returns this with the tokens of one more issuer; see {@link #of}. */
  public ApiRuleJwt issuer(String issuer, String keys) {
    Mapping.Builder one = Mapping.builder().put("issuer", ApiRuleValues.issuer(issuer));
    return new ApiRuleJwt(withItem(ISSUERS, one.put("jwksUri", ApiRuleValues.keys(keys)).build()));
  }

  /**
   * Returns this with the last issuer's tokens looked for in a header.
   *
   * @param name the header; {@code Authorization} by default
   * @param prefix what precedes the token, including the space; {@code "Bearer "} by default for
   *     Authorization; empty for nothing
   */
  public ApiRuleJwt header(String name, String prefix) {
    Mapping.Builder header = Mapping.builder().put("name", ApiRuleValues.header(name));
    if (!prefix.isEmpty()) {
      header.put("prefix", prefix);
    }
    return from("fromHeaders", Sequence.of(header.build()));
  }

  /** Returns this with the last issuer's tokens looked for in a query parameter. */
  public ApiRuleJwt parameter(String name) {
    return from("fromParams", Sequence.ofTexts(ApiRuleValues.texts("parameter", name)));
  }

  private ApiRuleJwt from(String field, Sequence places) {
    Pointer issuer = last(ISSUERS);
    Tree elsewhere =
        tree().without(issuer.child(field.equals("fromParams") ? "fromHeaders" : "fromParams"));
    return new ApiRuleJwt((Mapping) elsewhere.with(issuer.child(field), places));
  }

  /** Returns this with all of these scopes required, in the claim scp, scope or scopes. */
  public ApiRuleJwt scopes(String... scopes) {
    return claims("requiredScopes", ApiRuleValues.texts("scope", scopes));
  }

  /** Returns this with all of these audiences required. */
  public ApiRuleJwt audiences(String... audiences) {
    return claims("audiences", ApiRuleValues.texts("audience", audiences));
  }

  /**
   * Returns this with an alternative: a token needs the scopes and audiences set before this call,
   * or those set after it.
   */
  public ApiRuleJwt or() {
    return new ApiRuleJwt(withItem(CLAIMS, Mapping.empty()));
  }

  private ApiRuleJwt claims(String field, List<String> values) {
    if (tree().sequence(CLAIMS).isEmpty()) {
      return or().claims(field, values);
    }
    return new ApiRuleJwt(
        (Mapping) tree().with(last(CLAIMS).child(field), Sequence.ofTexts(values)));
  }

  private Pointer last(String list) {
    return Pointer.of(list, Integer.toString(tree().sequence(list).size() - 1));
  }

  Sequence issuers() {
    return tree().sequence(ISSUERS);
  }

  /** Returns the ways in that ask for anything. */
  Sequence claims() {
    Sequence.Builder asked = Sequence.builder();
    for (Tree claims : tree().sequence(CLAIMS)) {
      if (!((Mapping) claims).isEmpty()) {
        asked.add(claims);
      }
    }
    return asked.build();
  }

  /** Returns it as v2 spells it. */
  Mapping spelled() {
    return Mapping.builder().put(ISSUERS, issuers()).putUnlessEmpty(CLAIMS, claims()).build();
  }

  /**
   * Adds what Kyma refuses: tokens in headers here and in parameters there, or one issuer's in two
   * places.
   */
  void problems(List<String> problems) {
    boolean headers = false;
    boolean parameters = false;
    Map<List<String>, Mapping> places = new HashMap<>();
    for (Tree item : issuers()) {
      Mapping one = (Mapping) item;
      headers |= one.has("fromHeaders");
      parameters |= one.has("fromParams");
      String issuer = one.findText("issuer").orElse("");
      Mapping other = places.putIfAbsent(List.of(issuer, one.findText("jwksUri").orElse("")), one);
      if (other != null && !other.equals(one)) {
        problems.add("the tokens of %s are looked for in two places".formatted(issuer));
      }
    }
    if (headers && parameters) {
      problems.add(
          "tokens are looked for in headers and in parameters; Kyma allows only one of the two");
    }
  }
}
