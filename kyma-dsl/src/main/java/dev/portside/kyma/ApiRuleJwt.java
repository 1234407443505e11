package dev.portside.kyma;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Which JSON Web Tokens a rule of an APIRule takes. Immutable.
 *
 * <pre>{@code
 * ApiRuleJwt.issuedBy("https://issuer.example.com", "https://issuer.example.com/keys")
 *     .fromHeader("x-jwt", "Bearer ").scopes("read").build();
 * }</pre>
 *
 * <p>Source: kyma-project/api-gateway 3.10.0 apis/gateway/v2/apirule_types.go.
 */
public final class ApiRuleJwt {

  private final Sequence authentications;
  private final Sequence authorizations;

  private ApiRuleJwt(Sequence authentications, Sequence authorizations) {
    this.authentications = authentications;
    this.authorizations = authorizations;
  }

  /**
   * Returns a builder that takes tokens of an issuer.
   *
   * @param issuer the claim {@code iss}: an address, or any text without a colon
   * @param keys the http or https address of the issuer's public keys, at most 2048 characters
   * @throws IllegalArgumentException if one is neither
   */
  public static Builder issuedBy(String issuer, String keys) {
    return new Builder().orIssuedBy(issuer, keys);
  }

  Mapping tree() {
    return Mapping.builder()
        .put("authentications", authentications)
        .putUnlessEmpty("authorizations", authorizations)
        .build();
  }

  Sequence authentications() {
    return authentications;
  }

  Sequence authorizations() {
    return authorizations;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ApiRuleJwt jwt && tree().equals(jwt.tree());
  }

  @Override
  public int hashCode() {
    return tree().hashCode();
  }

  @Override
  public String toString() {
    return "ApiRuleJwt of %d issuers".formatted(authentications.size());
  }

  /** Collects issuers, and what their tokens must claim. A wrong value fails at its call. */
  public static final class Builder {

    private final List<Mapping> authentications = new ArrayList<>();
    private final List<Mapping> authorizations = new ArrayList<>();
    private String issuer = "";
    private String keys = "";
    private Mapping location = Mapping.empty();
    private List<String> scopes = List.of();
    private List<String> audiences = List.of();

    private Builder() {}

    /** Takes tokens of one more issuer; see {@link ApiRuleJwt#issuedBy}. */
    public Builder orIssuedBy(String issuer, String keys) {
      closeIssuer();
      this.issuer = ApiRuleValues.issuer(issuer);
      this.keys = ApiRuleValues.keys(keys);
      return this;
    }

    /**
     * Looks for the last issuer's tokens in a header.
     *
     * @param name the header; {@code Authorization} by default
     * @param prefix what stands before the token, its blank among it; {@code "Bearer "} by default
     *     for Authorization; empty for nothing
     */
    public Builder fromHeader(String name, String prefix) {
      Mapping.Builder header = Mapping.builder().put("name", ApiRuleValues.header(name));
      if (!prefix.isEmpty()) {
        header.put("prefix", prefix);
      }
      location = Mapping.of("fromHeaders", Sequence.of(header.build()));
      return this;
    }

    /** Looks for the last issuer's tokens in a query parameter. */
    public Builder fromParam(String name) {
      location = Mapping.of("fromParams", Sequence.ofTexts(ApiRuleValues.texts("fromParam", name)));
      return this;
    }

    /** Asks for all of these scopes: in the claim scp, scope or scopes. */
    public Builder scopes(String... scopes) {
      this.scopes = ApiRuleValues.texts("scope", scopes);
      return this;
    }

    /** Asks for all of these audiences. */
    public Builder audiences(String... audiences) {
      this.audiences = ApiRuleValues.texts("audience", audiences);
      return this;
    }

    /**
     * Begins another way in: a token needs the scopes and audiences before this, or those after.
     */
    public Builder or() {
      closeAuthorization();
      return this;
    }

    private void closeIssuer() {
      if (!issuer.isEmpty()) {
        Mapping.Builder one = Mapping.builder().put("issuer", issuer).put("jwksUri", keys);
        authentications.add(one.putAll(location).build());
        issuer = "";
        location = Mapping.empty();
      }
    }

    private void closeAuthorization() {
      Mapping one =
          Mapping.builder()
              .putUnlessEmpty("requiredScopes", Sequence.ofTexts(scopes))
              .putUnlessEmpty("audiences", Sequence.ofTexts(audiences))
              .build();
      if (!one.isEmpty()) {
        authorizations.add(one);
      }
      scopes = List.of();
      audiences = List.of();
    }

    /**
     * Returns the tokens.
     *
     * @throws IllegalStateException if some issuers' tokens are looked for in headers and others'
     *     in parameters, which Kyma refuses, or one issuer's in two places
     */
    public ApiRuleJwt build() {
      closeIssuer();
      closeAuthorization();
      boolean headers = authentications.stream().anyMatch(one -> one.has("fromHeaders"));
      boolean params = authentications.stream().anyMatch(one -> one.has("fromParams"));
      if (headers && params) {
        throw new IllegalStateException(
            "ApiRuleJwt: tokens are looked for in headers and in parameters; Kyma takes one of both");
      }
      for (int i = 1; i < authentications.size(); i++) {
        Mapping one = authentications.get(i);
        for (Mapping earlier : authentications.subList(0, i)) {
          boolean same =
              Objects.equals(one.text("issuer"), earlier.text("issuer"))
                  && Objects.equals(one.text("jwksUri"), earlier.text("jwksUri"));
          if (same && !one.equals(earlier)) {
            throw new IllegalStateException(
                "ApiRuleJwt: the tokens of %s are looked for in two places"
                    .formatted(one.text("issuer")));
          }
        }
      }
      return new ApiRuleJwt(sequence(authentications), sequence(authorizations));
    }

    private static Sequence sequence(List<Mapping> items) {
      Sequence.Builder sequence = Sequence.builder();
      items.forEach(sequence::add);
      return sequence.build();
    }
  }
}
