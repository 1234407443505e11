package dev.portside.kyma.operator;

import dev.portside.kyma.model.PathTrie;
import dev.portside.kyma.operator.OperatorRefusal.Check;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operator's checks of an APIRule v2 or v2alpha1. Source: kyma-project/api-gateway 3.10.0
 * internal/validation/v2alpha1.
 */
final class AccessValidator {

  private static final Pointer RULES = Pointer.of("spec", "rules");
  private static final String NO_METHOD = "";

  private final Resource rule;
  private final Mapping spec;
  private final Manifests objects;
  private final OperatorRefusals failures = new OperatorRefusals();

  AccessValidator(Resource rule, Mapping spec, Manifests objects) {
    this.rule = rule;
    this.spec = spec;
    this.objects = objects;
  }

  /** Returns the failures; nothing where the operator itself breaks. */
  Optional<List<OperatorRefusal>> validate() {
    if (spec.isEmpty()) {
      failures.add(Pointer.of("spec"), Check.RULE, "it is empty");
      return Optional.of(failures.all());
    }
    rules();
    if (!new HostCheck(rule, objects, failures).hosts(spec)) {
      return Optional.empty();
    }
    gateway();
    return Optional.of(failures.all());
  }

  private void rules() {
    Sequence rules = spec.sequence("rules");
    if (rules.isEmpty()) {
      failures.add(RULES, Check.RULE, "it has no rule");
      return;
    }
    for (int i = 0; i < rules.size(); i++) {
      rule(rules.mapping(i), i);
    }
    conflict(rules);
    consistency(rules);
  }

  private void rule(Mapping one, int index) {
    Pointer field = RULES.child(index);
    String attribute = ".spec.rules[%d]".formatted(index);
    boolean linked = spec.has("service") || one.has("service");
    if (!linked) {
      failures.add(
          field.child("service"), Check.RULE, "neither the rule nor the APIRule names a Service");
    }
    jwt(one, field, attribute);
    if (linked) {
      sidecar(index, field, attribute);
    } else {
      failures.add(field, Check.SERVICE, "it names no Service");
    }
    if (one.has("extAuth")) {
      new ProviderCheck(objects, failures).check(one, field, attribute);
    }
    path(one.findText("path").orElse(""), field.child("path"));
  }

  private void sidecar(int index, Pointer field, String attribute) {
    ServiceLink link = ServiceLink.of(spec, index, rule.namespace());
    Optional<Resource> service = link.in(objects);
    if (service.isEmpty()) {
      failures.add(
          attribute,
          link.field().child("name"),
          Check.SERVICE,
          "there is no Service %s in namespace %s".formatted(link.name(), link.namespace()));
      return;
    }
    new SidecarCheck(objects, failures)
        .check(ServiceLink.selector(service.get()), link.namespace(), attribute, field);
  }

  private void jwt(Mapping one, Pointer field, String attribute) {
    JwtCheck check = new JwtCheck(failures);
    if (one.has("jwt")) {
      jwt(check, one.mapping("jwt"), attribute + ".jwt", field.child("jwt"));
    } else if (one.mapping("extAuth").has("restrictions")) {
      Mapping restrictions = one.mapping("extAuth").mapping("restrictions");
      Pointer below = field.child("extAuth").child("restrictions");
      jwt(check, restrictions, attribute + ".extAuth", below);
    }
  }

  private void jwt(JwtCheck check, Mapping jwt, String attribute, Pointer field) {
    JwtCheck.Place place = new JwtCheck.Place(attribute, field);
    Tree authorizations = jwt.get("authorizations");
    if (authorizations instanceof Sequence sequence) {
      if (sequence.isEmpty()) {
        JwtCheck.Place list = place.at("authorizations");
        failures.add(list.attribute(), list.field(), Check.RULE, "it is an empty list");
      }
      check.authorizations(sequence, place);
    }
    Sequence authentications = jwt.sequence("authentications");
    if (authentications.isEmpty()) {
      JwtCheck.Place list = place.at("authentications");
      failures.add(list.attribute(), list.field(), Check.RULE, "it names no issuer");
    }
    check.authentications(authentications, place);
  }

  private void path(String path, Pointer field) {
    int first = path.indexOf("{**}");
    if (first < 0) {
      return;
    }
    if (path.indexOf("{**}", first + 1) >= 0) {
      failures.add(field, Check.RULE, "\"%s\" has {**} more than once".formatted(path));
    } else if (List.of(path.substring(first + 4).split("/", -1)).contains("{*}")) {
      failures.add(field, Check.RULE, "\"%s\" has {*} after {**}".formatted(path));
    }
  }

  /** Only the first conflict is reported, and at the list of rules. */
  private void conflict(Sequence rules) {
    List<Conflict> conflicts = conflicts(rules);
    if (!conflicts.isEmpty()) {
      Conflict first = conflicts.get(0);
      failures.add(
          ".spec.rules",
          RULES.child(first.rule()),
          Check.CONFLICT,
          "an earlier rule covers %s %s".formatted(first.method(), first.path()));
    }
  }

  /**
   * A path that an earlier one covers.
   *
   * @param rule the index of the rule
   * @param method the method; empty for rules without one
   * @param path the path
   */
  record Conflict(int rule, String method, String path) {}

  /** Returns the first conflict of each method. */
  static List<Conflict> conflicts(Sequence rules) {
    Map<String, PathTrie> tries = new LinkedHashMap<>();
    Map<String, Conflict> found = new LinkedHashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      List<String> methods = new ArrayList<>(rules.mapping(i).sequence("methods").texts());
      if (methods.isEmpty()) {
        methods.add(NO_METHOD);
      }
      String path = rules.mapping(i).findText("path").orElse("");
      for (String method : methods) {
        boolean free = !found.containsKey(method);
        if (free && tries.computeIfAbsent(method, m -> new PathTrie()).collides(path)) {
          found.put(method, new Conflict(i, method, path));
        }
      }
    }
    return List.copyOf(found.values());
  }

  private void consistency(Sequence rules) {
    JwtCheck.Consistency consistency = new JwtCheck.Consistency();
    for (int i = 0; i < rules.size(); i++) {
      Sequence authentications = rules.mapping(i).mapping("jwt").sequence("authentications");
      for (int j = 0; j < authentications.size(); j++) {
        if (consistency.contradicts(authentications.mapping(j))) {
          failures.add(
              RULES.child(i).child("jwt").child("authentications").child(j),
              Check.RULE,
              "an earlier entry looks for the same issuer's token elsewhere");
        }
      }
    }
  }

  private void gateway() {
    Pointer field = Pointer.of("spec");
    boolean external = spec.has("externalGateway");
    if (spec.has("gateway") == external) {
      failures.add(
          field,
          Check.RULE,
          external
              ? "it names both gateway and externalGateway; remove one"
              : "it names neither gateway nor externalGateway");
    } else if (external) {
      String name = spec.findText("externalGateway").orElse("");
      if (Gateways.find(objects, "gateway.kyma-project.io", "ExternalGateway", name).isEmpty()) {
        failures.add(
            field.child("externalGateway"),
            Check.GATEWAY,
            "there is no ExternalGateway %s".formatted(name));
      }
    } else if (Gateways.find(objects, spec.findText("gateway").orElse("")).isEmpty()) {
      failures.add(
          field.child("gateway"),
          Check.GATEWAY,
          "there is no Gateway %s".formatted(spec.text("gateway")));
    }
  }
}
