package dev.portside.kyma.rules;

import dev.portside.kyma.ApiRuleVersion;
import dev.portside.kyma.KymaCluster;
import dev.portside.kyma.conversion.ConversionException;
import dev.portside.kyma.conversion.OldSpec;
import dev.portside.kyma.operator.Generated;
import dev.portside.kyma.operator.JwtRefusals;
import dev.portside.kyma.operator.RoutePath;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What everybody lets through, and what then goes wrong all the same: a made object that the API
 * server refuses, a stored one that nobody can read again, a header that replaces the operator's
 * own. Recorded with kyma-project/api-gateway 3.10.0.
 */
final class LateRefusals {

  /**
   * One of them.
   *
   * @param field the field
   * @param message what is, in a sentence without a period
   * @param why what goes wrong
   * @param help what to do
   */
  record Late(Pointer field, String message, String why, String help) {}

  private static final Pointer RULES = Pointer.of("spec", "rules");
  private static final Version CONVERTING = Version.of("2.4");
  private static final int LONGEST_NAME = 63;
  private static final long LONGEST_AGE = Long.MAX_VALUE / 1_000_000_000L;
  private static final Set<String> OWN_HEADERS = Set.of("x-forwarded-host", "cookie");

  private static final String REFUSED =
      "the operator accepts it, and the API server refuses the object made from it: the rule ends"
          + " in Error";

  private final ApiRuleView view;
  private final List<Late> all = new ArrayList<>();

  private LateRefusals(ApiRuleView view) {
    this.view = view;
  }

  static List<Late> of(ApiRuleView view, KymaCluster kyma) {
    LateRefusals late = new LateRefusals(view);
    late.name();
    if (view.isAccess()) {
      late.access();
    } else if (view.version() == ApiRuleVersion.V1BETA1 && kyma.version().isAtLeast(CONVERTING)) {
      late.conversion();
    }
    return late.all;
  }

  private void add(Pointer field, String message, String why, String help) {
    all.add(new Late(field, message, why, help));
  }

  private void name() {
    String name = view.resource().name();
    if (name.length() > LONGEST_NAME) {
      add(
          Pointer.of("metadata", "name"),
          "the name has %d characters; at most %d".formatted(name.length(), LONGEST_NAME),
          "it becomes the value of a label, which cannot be longer: the rule ends in Error",
          "shorten it");
    }
  }

  private void access() {
    Mapping spec = view.spec();
    if (spec.mapping("corsPolicy").get("maxAge") instanceof Scalar age
        && age.toJava() instanceof Number seconds
        && seconds.longValue() > LONGEST_AGE) {
      add(
          Pointer.of("spec", "corsPolicy", "maxAge"),
          "maxAge %s is more seconds than fit in a duration".formatted(age.text()),
          REFUSED,
          "write at most 86400; browsers take no more");
    }
    Sequence rules = spec.sequence("rules");
    for (int i = 0; i < rules.size(); i++) {
      Mapping rule = rules.mapping(i);
      Pointer field = RULES.child(i);
      jwt(rule.mapping("jwt"), field.child("jwt"));
      Pointer restrictions = field.child("extAuth").child("restrictions");
      jwt(rule.mapping("extAuth").mapping("restrictions"), restrictions);
      headers(rule.mapping("request").mapping("headers"), field.child("request").child("headers"));
      String path = rule.findText("path").orElse("");
      if (RoutePath.fit(path) == RoutePath.Fit.BROKEN) {
        add(
            field.child("path"),
            "path \"%s\" is not a regular expression, and the route uses it as one".formatted(path),
            "the rule ends Ready, and the gateway can read none of its routes",
            "leave out the parenthesis, or use {*} for the segment");
      }
    }
  }

  private void jwt(Mapping jwt, Pointer field) {
    for (Generated.Refusal refusal : JwtRefusals.of(jwt, field)) {
      add(
          refusal.field(),
          refusal.message(),
          "the operator accepts it, and the API server refuses the RequestAuthentication made"
              + " from it: the rule ends in Error when route and policies already exist",
          refusal.field().last().equals("jwksUri")
              ? "write the https:// address of the keys"
              : "name it");
    }
    emptyList(jwt, "authorizations", field);
    Sequence authorizations = jwt.sequence("authorizations");
    for (int i = 0; i < authorizations.size(); i++) {
      Pointer at = field.child("authorizations").child(i);
      emptyList(authorizations.mapping(i), "requiredScopes", at);
      emptyList(authorizations.mapping(i), "audiences", at);
    }
  }

  private void emptyList(Mapping above, String name, Pointer field) {
    Tree list = above.get(name);
    if (list instanceof Sequence sequence && sequence.isEmpty()) {
      add(
          field.child(name),
          "%s is an empty list".formatted(name),
          "Kyma drops it when it converts the rule, so nothing is required; written in v2alpha1 a"
              + " second time, the rule ends in Error",
          "list what a token must have, or remove the field");
    }
  }

  private void headers(Mapping headers, Pointer field) {
    for (String name : headers.keys()) {
      if (OWN_HEADERS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
        add(
            field.child(name),
            "request header %s is set by the operator itself".formatted(name),
            "it replaces the header that the operator sets, or is sent as well",
            name.equalsIgnoreCase("cookie") ? "use request.cookies" : "choose another name");
      }
    }
  }

  /** What the conversion webhook cannot take, or stores so that nobody can read it again. */
  private void conversion() {
    try {
      new OldSpec(view.spec(), view.resource().namespace()).converted();
    } catch (ConversionException e) {
      add(
          e.field(),
          String.valueOf(e.getMessage()),
          "Kyma's conversion fails on it, for this rule and for every list that contains it",
          "correct it before it is applied");
    }
  }
}
