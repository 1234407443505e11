package dev.portside.kyma.operator;

import dev.portside.kyma.model.RequestUri;
import dev.portside.kyma.operator.OperatorRefusal.Check;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the operator asks of a JWT's issuers and claims. Source: kyma-project/api-gateway 3.10.0
 * internal/validation/v2alpha1/jwt.go, internal/validation/v1beta1/istio/jwt_validator.go.
 */
final class JwtCheck {

  /** Where a configuration stands: as the operator names it, and in the manifest. */
  record Place(String attribute, Pointer field) {
    Place at(String list, int index) {
      return new Place(
          "%s.%s[%d]".formatted(attribute, list, index), field.child(list).child(index));
    }

    Place at(String name) {
      return new Place(attribute + "." + name, field.child(name));
    }
  }

  private static final String HEADERS = "fromHeaders";
  private static final String PARAMS = "fromParams";

  private final OperatorRefusals failures;

  JwtCheck(OperatorRefusals failures) {
    this.failures = failures;
  }

  void authentications(Sequence authentications, Place place) {
    boolean headers = false;
    boolean params = false;
    for (int i = 0; i < authentications.size(); i++) {
      Mapping one = authentications.mapping(i);
      Place at = place.at("authentications", i);
      issuer(one.findText("issuer").orElse(""), at.at("issuer"));
      uri(one.findText("jwksUri").orElse(""), at.at("jwksUri"));
      int inHeaders = one.sequence(HEADERS).size();
      int inParams = one.sequence(PARAMS).size();
      if (inHeaders > 0 && params) {
        mixed(at.at(HEADERS));
      }
      headers |= inHeaders > 0;
      if (inParams > 0 && headers) {
        mixed(at.at(PARAMS));
      }
      params |= inParams > 0;
      several(inHeaders, at.at(HEADERS));
      several(inParams, at.at(PARAMS));
    }
  }

  private void mixed(Place at) {
    fail(
        at,
        "the token is looked for in headers and in parameters; only one of the two is supported");
  }

  private void several(int count, Place at) {
    if (count > 1) {
      fail(at, "%d places are named; only one is supported".formatted(count));
    }
  }

  /** A name without a colon is any text; with one it must be an address. */
  private void issuer(String issuer, Place at) {
    if (issuer.isEmpty() || issuer.indexOf(':') >= 0) {
      uri(issuer, at);
    }
  }

  void uri(String uri, Place at) {
    Optional<String> problem = RequestUri.problem(uri);
    problem.ifPresent(text -> fail(at, "\"%s\" is not an address: %s".formatted(uri, text)));
  }

  /** An authorization must ask for something in each list that it has. */
  void authorizations(Sequence authorizations, Place place) {
    for (int i = 0; i < authorizations.size(); i++) {
      Place at = place.at("authorizations", i);
      if (authorizations.get(i) instanceof Scalar scalar && scalar.isNull()) {
        fail(at, "it is empty");
        continue;
      }
      for (String list : List.of("requiredScopes", "audiences")) {
        Tree values = authorizations.mapping(i).get(list);
        if (values instanceof Sequence sequence
            && (sequence.isEmpty() || sequence.texts().contains(""))) {
          fail(
              at.at(list),
              sequence.isEmpty() ? "it is an empty list" : "it contains an empty string");
        }
      }
    }
  }

  private void fail(Place at, String message) {
    failures.add(at.attribute(), at.field(), Check.RULE, message);
  }

  /** Remembers where the token of an issuer is looked for, and refuses another place for it. */
  static final class Consistency {

    private final Map<String, Mapping> known = new HashMap<>();

    /** Returns whether an earlier one of the same issuer and keys is looked for elsewhere. */
    boolean contradicts(Mapping one) {
      String key = one.findText("issuer").orElse("") + one.findText("jwksUri").orElse("");
      @Nullable Mapping earlier = known.get(key);
      if (earlier != null && !isSame(earlier, one)) {
        return true;
      }
      known.put(key, one);
      return false;
    }

    private static boolean isSame(Mapping one, Mapping other) {
      return one.findText("issuer").equals(other.findText("issuer"))
          && one.findText("jwksUri").equals(other.findText("jwksUri"))
          && one.sequence(PARAMS).texts().equals(other.sequence(PARAMS).texts())
          && headers(one).equals(headers(other));
    }

    private static List<List<String>> headers(Mapping one) {
      Sequence headers = one.sequence(HEADERS);
      return java.util.stream.IntStream.range(0, headers.size())
          .mapToObj(headers::mapping)
          .map(
              header ->
                  List.of(header.findText("name").orElse(""), header.findText("prefix").orElse("")))
          .toList();
    }
  }
}
