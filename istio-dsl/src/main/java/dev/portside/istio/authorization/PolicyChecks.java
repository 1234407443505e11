package dev.portside.istio.authorization;

import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the definition of AuthorizationPolicies, or istiod's webhook, refuses of one. Source:
 * istio/api security/v1beta1/authorization_policy.proto and istio/istio
 * pkg/config/validation/validation.go @1.31, checked against both.
 */
public final class PolicyChecks {

  private static final Set<String> ACTIONS = Set.of("ALLOW", "DENY", "AUDIT", "CUSTOM");
  private static final Set<String> TARGETS =
      Set.of("Service", "Gateway", "GatewayClass", "ServiceEntry");
  private static final Set<String> TRUTHS =
      Set.of("1", "t", "T", "true", "TRUE", "True", "0", "f", "F", "false", "FALSE", "False");
  private static final Set<String> CALLERS =
      Set.of("principals", "requestPrincipals", "namespaces", "serviceAccounts", "trustDomains");
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "source.principal",
          "source.namespace",
          "source.serviceAccount",
          "source.trustDomain",
          "source.ip",
          "remote.ip",
          "destination.ip",
          "destination.port",
          "connection.sni",
          "request.auth.principal",
          "request.auth.audiences",
          "request.auth.presenter");
  private static final Pattern KEYED =
      Pattern.compile(
          "(request\\.headers|request\\.auth\\.claims|experimental\\.envoy\\.filters\\.[^\\[]*)\\[.+]");
  private static final String DRY_RUN = "istio.io/dry-run";
  private static final String HELP = "write the value in that form, or remove it";
  private static final Pointer SPEC = Pointer.of("spec");

  private final List<PolicyProblem> problems = new ArrayList<>();
  private final Mapping spec;
  private final String action;

  private PolicyChecks(Resource policy) {
    this.spec = policy.tree().mapping("spec");
    this.action = spec.findText("action").orElse("ALLOW");
  }

  /** Returns why a policy is refused; nothing where it is not. */
  public static List<PolicyProblem> of(Resource policy) {
    PolicyChecks checks = new PolicyChecks(policy);
    checks.policy(policy);
    checks.rules();
    return List.copyOf(checks.problems);
  }

  private void add(Pointer field, String message, String help) {
    problems.add(new PolicyProblem(field, message, help));
  }

  private void policy(Resource policy) {
    if (spec.has("action") && !ACTIONS.contains(spec.findText("action").orElse(""))) {
      String upper = action.toUpperCase(Locale.ROOT);
      String help = ACTIONS.contains(upper) ? "write " + upper : "write ALLOW or DENY";
      add(SPEC.child("action"), "there is no action \"%s\"".formatted(action), help);
    }
    selection();
    String dry = policy.annotations().text(DRY_RUN);
    Pointer annotation = Pointer.of("metadata", "annotations", DRY_RUN);
    if (dry != null && !TRUTHS.contains(dry)) {
      add(annotation, "\"%s\" is no truth value".formatted(dry), "write \"true\" or \"false\"");
    } else if (dry != null && action.equals("CUSTOM")) {
      add(annotation, "a CUSTOM policy cannot be run dry", "remove the annotation");
    }
    boolean custom = action.equals("CUSTOM");
    if (custom && spec.mapping("provider").findText("name").orElse("").isEmpty()) {
      add(SPEC.child("provider"), "a CUSTOM policy names no provider", "name one: provider.name");
    } else if (!custom && spec.has("provider")) {
      add(SPEC.child("provider"), "only CUSTOM policies have a provider", "remove it");
    }
    boolean idle = spec.sequence("rules").isEmpty() && (custom || action.equals("DENY"));
    if (idle) {
      String help = "add a rule; {} matches everything";
      add(SPEC, "a %s policy without rules does nothing".formatted(action), help);
    }
  }

  private void selection() {
    boolean targets =
        !spec.mapping("targetRef").isEmpty() || !spec.sequence("targetRefs").isEmpty();
    Mapping labels = spec.mapping("selector").mapping("matchLabels");
    if (targets && spec.has("selector")) {
      add(SPEC.child("selector"), "it has a selector and targetRefs", "keep one of them");
    }
    for (String key : labels.keys()) {
      if (labels.findText(key).orElse("").contains("*")) {
        Pointer field = SPEC.child("selector").child("matchLabels").child(key);
        add(field, "a label is compared as a whole, without *", "write the whole value");
      }
    }
    target(SPEC.child("targetRef"), spec.mapping("targetRef"));
    Sequence all = spec.sequence("targetRefs");
    for (int i = 0; i < all.size(); i++) {
      target(SPEC.child("targetRefs").child(i), all.mapping(i));
    }
  }

  private void target(Pointer field, Mapping target) {
    if (!target.findText("namespace").orElse("").isEmpty()) {
      String help = "move the policy to that namespace";
      add(field.child("namespace"), "a target of another namespace is not allowed", help);
    }
    String kind = target.findText("kind").orElse("Service");
    if (!TARGETS.contains(kind)) {
      add(field.child("kind"), "a %s is no target".formatted(kind), "use a selector");
    }
  }

  private void rules() {
    Tree written = spec.get("rules");
    if (!(written instanceof Sequence rules)) {
      if (written != null && !isNull(written)) {
        add(SPEC.child("rules"), "rules is no list", "write a list of rules");
      }
      return;
    }
    for (int i = 0; i < rules.size(); i++) {
      Pointer field = SPEC.child("rules").child(i);
      items(
          field.child("from"),
          rules.mapping(i).sequence("from"),
          "source",
          PolicyRule.SOURCE.keySet());
      items(
          field.child("to"),
          rules.mapping(i).sequence("to"),
          "operation",
          PolicyRule.OPERATION.keySet());
      Sequence when = rules.mapping(i).sequence("when");
      for (int j = 0; j < when.size(); j++) {
        when(field.child("when").child(j), when.mapping(j));
      }
    }
  }

  private static boolean isNull(Tree tree) {
    return tree instanceof Scalar scalar && scalar.isNull();
  }

  /** The sources, or the operations, of a rule. */
  private void items(Pointer list, Sequence items, String key, Set<String> known) {
    for (int i = 0; i < items.size(); i++) {
      Pointer field = list.child(i);
      Mapping item = items.mapping(i);
      if (!(item.get(key) instanceof Mapping asked)) {
        missing(field, item, key);
      } else if (isVoid(asked, known)) {
        add(
            field.child(key),
            key + " is empty",
            "write a condition into it: " + String.join(", ", new TreeSet<>(known)));
      } else {
        asked(field.child(key), asked);
      }
    }
  }

  /** People write {@code notSource}: it is the conditions that are negated. */
  private void missing(Pointer field, Mapping item, String key) {
    String negated = "not" + key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1);
    if (item.get(negated) instanceof Mapping conditions) {
      List<String> names = new ArrayList<>();
      conditions.keys().forEach(name -> names.add(negation(name)));
      String right = "%s with %s".formatted(key, String.join(", ", names));
      add(field.child(negated), "there is no %s".formatted(negated), "write " + right);
    } else {
      add(field, key + " is missing", "write %s with a condition".formatted(key));
    }
  }

  private static String negation(String name) {
    boolean negated = name.startsWith("not");
    return negated
        ? name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4)
        : "not" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  /** Fields that there are not are dropped before anybody looks. */
  private static boolean isVoid(Mapping asked, Set<String> known) {
    for (int i = 0; i < asked.size(); i++) {
      String name = asked.key(i);
      boolean counts = known.contains(name.startsWith("not") ? negation(name) : name);
      boolean none = asked.value(i) instanceof Sequence list && list.isEmpty();
      if (counts && !none && !isNull(asked.value(i))) {
        return false;
      }
    }
    return true;
  }

  private void asked(Pointer field, Mapping asked) {
    boolean accounts = asked.has("serviceAccounts") || asked.has("notServiceAccounts");
    for (int i = 0; i < asked.size(); i++) {
      String name = asked.key(i);
      String plain = name.startsWith("not") ? negation(name) : name;
      if (asked.value(i) instanceof Sequence list) {
        values(field.child(name), list, ValueGrammar.of(plain));
        if (action.equals("CUSTOM") && CALLERS.contains(plain) && !list.isEmpty()) {
          add(field.child(name), "a CUSTOM policy cannot ask for " + plain, "remove it");
        }
      } else if (asked.value(i) instanceof Scalar scalar && !scalar.isNull()) {
        add(
            field.child(name),
            name + " is no list",
            "write a list: [\"%s\"]".formatted(scalar.text()));
      }
    }
    if (accounts && (asked.has("principals") || asked.has("namespaces"))) {
      String help = "name the account's namespace in serviceAccounts, and remove the other";
      add(
          field.child("serviceAccounts"),
          "serviceAccounts stands beside principals or namespaces",
          help);
    }
  }

  private void values(Pointer field, Sequence list, Function<String, @Nullable String> grammar) {
    for (int i = 0; i < list.size(); i++) {
      Tree value = list.get(i);
      if (!(value instanceof Scalar scalar) || !scalar.isString()) {
        String help =
            value instanceof Scalar number
                ? "write \"%s\"".formatted(number.text())
                : "write a text";
        add(field.child(i), "a value is no text", help);
      } else if (scalar.text().isEmpty()) {
        add(field.child(i), "a value is empty", "write a value, or * for any");
      } else {
        String problem = grammar.apply(scalar.text());
        if (problem != null) {
          add(field.child(i), "\"%s\" %s".formatted(scalar.text(), problem), HELP);
        }
      }
    }
  }

  private void when(Pointer field, Mapping condition) {
    String key = condition.findText("key").orElse("");
    if (key.isEmpty()) {
      add(field, "the condition has no key", "write one, such as source.namespace");
      return;
    }
    if (!ATTRIBUTES.contains(key) && !KEYED.matcher(key).matches()) {
      String trimmed = key.trim().toLowerCase(Locale.ROOT);
      String help =
          trimmed.equals("request.headers") || trimmed.equals("request.auth.claims")
              ? "write %s[name]".formatted(trimmed)
              : ATTRIBUTES.stream()
                  .filter(known -> known.equalsIgnoreCase(key.trim()))
                  .findFirst()
                  .map(known -> "write " + known)
                  .orElse("ask for the caller in from, for what is called in to");
      add(field.child("key"), "there is no condition \"%s\"".formatted(key), help);
      return;
    }
    Sequence values = condition.sequence("values");
    Sequence notValues = condition.sequence("notValues");
    if (values.isEmpty() && notValues.isEmpty()) {
      add(field, "%s has neither values nor notValues".formatted(key), "write one of them");
    }
    values(field.child("values"), values, ValueGrammar.of(key));
    values(field.child("notValues"), notValues, ValueGrammar.of(key));
    boolean identity = key.startsWith("source.") && !key.equals("source.ip");
    if (action.equals("CUSTOM") && (identity || key.startsWith("request.auth."))) {
      add(field.child("key"), "a CUSTOM policy cannot ask for " + key, "remove it");
    }
  }
}
