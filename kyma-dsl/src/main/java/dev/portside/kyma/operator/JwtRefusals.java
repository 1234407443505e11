package dev.portside.kyma.operator;

import dev.portside.kyma.model.RequestUri;
import dev.portside.kyma.operator.Generated.Refusal;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a JWT's configuration the operator lets through and the API server then refuses in the
 * RequestAuthentication made of it. Source: istio/istio 1.31
 * manifests/charts/base/files/crd-all.gen.yaml.
 */
public final class JwtRefusals {

  private static final int LONGEST_URI = 2048;

  private JwtRefusals() {}

  /**
   * Returns the refusals of a configuration.
   *
   * @param jwt the mapping that holds {@code authentications}
   * @param field where it stands
   */
  public static List<Refusal> of(Mapping jwt, Pointer field) {
    List<Refusal> refused = new ArrayList<>();
    Sequence authentications = jwt.sequence("authentications");
    for (int i = 0; i < authentications.size(); i++) {
      String path = "spec.jwtRules[%d]".formatted(i);
      of(authentications.mapping(i), path, field.child("authentications").child(i), refused);
    }
    return refused;
  }

  private static void of(Mapping one, String path, Pointer field, List<Refusal> refused) {
    String uri = one.findText("jwksUri").orElse("");
    if (uri.length() > LONGEST_URI || !RequestUri.isHttp(uri)) {
      refused.add(
          refusal(
              path + ".jwksUri",
              field.child("jwksUri"),
              uri.length() > LONGEST_URI
                  ? "it has %d characters; at most %d".formatted(uri.length(), LONGEST_URI)
                  : "\"%s\" begins with neither http:// nor https://".formatted(uri)));
    }
    List<String> params = one.sequence("fromParams").texts();
    for (int i = 0; i < params.size(); i++) {
      if (params.get(i).isEmpty()) {
        refused.add(
            refusal(
                "%s.fromParams[%d]".formatted(path, i),
                field.child("fromParams").child(i),
                "the parameter has no name"));
      }
    }
    Sequence headers = one.sequence("fromHeaders");
    for (int i = 0; i < headers.size(); i++) {
      if (headers.mapping(i).findText("name").orElse("").isEmpty()) {
        refused.add(
            refusal(
                "%s.fromHeaders[%d].name".formatted(path, i),
                field.child("fromHeaders").child(i).child("name"),
                "the header has no name"));
      }
    }
  }

  private static Refusal refusal(String path, Pointer field, String message) {
    return new Refusal("RequestAuthentication", path, field, message);
  }
}
