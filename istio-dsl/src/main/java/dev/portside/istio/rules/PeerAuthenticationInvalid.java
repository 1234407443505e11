package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A PeerAuthentication that the API server refuses, or that another one of its scope overrules.
 * Source: istio/istio manifests/charts/base/files/crd-all.gen.yaml and
 * pilot/pkg/model/authentication.go @1.31.
 */
final class PeerAuthenticationInvalid implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "istio-peer-authentication-invalid",
          Severity.ERROR,
          Rank.SETTING,
          "a PeerAuthentication is refused, or another one of its scope overrules it");

  private static final Set<String> MODES = Set.of("UNSET", "DISABLE", "PERMISSIVE", "STRICT");
  private static final Pointer SELECTOR = Pointer.of("spec", "selector");
  private static final Pointer LABELS = SELECTOR.child("matchLabels");
  private static final Pointer MTLS = Pointer.of("spec", "mtls");
  private static final Pointer PORTS = Pointer.of("spec", "portLevelMtls");

  /** For whom a policy is: the pods of a namespace that carry labels, or all. */
  private record Scope(String argument, String namespace, Map<String, String> labels) {}

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    Map<Scope, Resource> first = new HashMap<>();
    for (Resource policy : scene.manifests().ofKind("security.istio.io", "PeerAuthentication")) {
      if (!refused(policy, findings)) {
        continue;
      }
      Resource earlier = first.putIfAbsent(scope(policy), policy);
      if (earlier != null && !earlier.ref().equals(policy.ref())) {
        findings.add(second(policy, earlier));
      }
    }
    return findings.stream();
  }

  private static Scope scope(Resource policy) {
    Map<String, String> labels = new TreeMap<>();
    Mapping selector = Targets.labels(policy);
    selector.keys().forEach(key -> labels.put(key, selector.findText(key).orElse("")));
    // Two overlays are two sets.
    return new Scope(policy.argument(), policy.namespace(), labels);
  }

  /** Returns whether it can be told whom the policy is for. */
  private static boolean refused(Resource policy, List<Finding> findings) {
    if (!isMapping(policy, Pointer.of("spec"), findings)) {
      return false;
    }
    Mapping spec = policy.tree().mapping("spec");
    boolean selects = isMapping(policy, SELECTOR, findings) && isMapping(policy, LABELS, findings);
    if (spec.has("portLevelMtls") && isMapping(policy, PORTS, findings)) {
      ports(policy, selects, spec.mapping("portLevelMtls"), findings);
    }
    mode(policy, MTLS, findings);
    return selects;
  }

  /** A selector of the wrong shape is a finding of its own. */
  private static void ports(
      Resource policy, boolean judgesSelector, Mapping ports, List<Finding> findings) {
    if (judgesSelector && Targets.labels(policy).isEmpty()) {
      findings.add(
          finding(policy, PORTS)
              .message("portLevelMtls stands in a policy without a selector")
              .help("select the pods that are meant (spec.selector.matchLabels)")
              .build());
    }
    if (ports.isEmpty()) {
      findings.add(
          finding(policy, PORTS)
              .message("portLevelMtls is empty")
              .help("name a port, or remove portLevelMtls")
              .build());
    }
    for (String key : ports.keys()) {
      if (!isPort(key)) {
        findings.add(
            finding(policy, PORTS.child(key))
                .message("\"%s\" in portLevelMtls is no port number".formatted(key))
                .help("write the number of a port of the pods, 1 to 65535")
                .build());
      }
      mode(policy, PORTS.child(key), findings);
    }
  }

  /** Returns whether nothing else than a mapping stands in a field; what is left out is none. */
  private static boolean isMapping(Resource policy, Pointer field, List<Finding> findings) {
    Tree value = policy.tree().at(field);
    if (value == null || value instanceof Mapping || isNull(value)) {
      return true;
    }
    boolean mtls = field.equals(MTLS) || field.parent().equals(PORTS);
    findings.add(
        finding(policy, field)
            .message("%s is %s; it must be a mapping".formatted(field.last(), shape(value)))
            .help(
                mtls
                    ? "write {mode: %s}".formatted(isMode(value) ? shape(value) : "STRICT")
                    : "write each of its fields as key: value")
            .build());
    return false;
  }

  private static boolean isNull(Tree value) {
    return value instanceof Scalar scalar && scalar.isNull();
  }

  private static boolean isMode(Tree value) {
    return value instanceof Scalar scalar && MODES.contains(scalar.text());
  }

  private static String shape(Tree value) {
    return value instanceof Scalar scalar
        ? scalar.text()
        : value instanceof Mapping ? "a mapping" : "a list";
  }

  private static boolean isPort(String key) {
    return key.matches("[1-9][0-9]{0,4}") && Integer.parseInt(key) <= 65535;
  }

  private static void mode(Resource policy, Pointer mtls, List<Finding> findings) {
    if (!isMapping(policy, mtls, findings)) {
      return;
    }
    Pointer field = mtls.child("mode");
    Tree mode = policy.tree().at(field);
    if (mode != null && !isNull(mode) && !isMode(mode)) {
      String written = shape(mode);
      findings.add(
          finding(policy, field)
              .message(
                  mode instanceof Scalar
                      ? "\"%s\" is no mode of mTLS".formatted(written)
                      : "mode is %s; it must be one word".formatted(written))
              .help("write STRICT, PERMISSIVE, DISABLE or UNSET")
              .build());
    }
  }

  private static Finding.Builder finding(Resource policy, Pointer field) {
    return Finding.of(INFO, policy, field)
        .why("the API server refuses the policy, and what it was to change stays as it is")
        .addCauses(new Cause(policy.target(), field.toString(), 0));
  }

  private static Finding second(Resource policy, Resource earlier) {
    String scope = Targets.labels(policy).isEmpty() ? "all pods of its namespace" : "the same pods";
    return Finding.of(INFO, policy, Pointer.of("metadata", "name"))
        .severity(Severity.WARNING)
        .message("%s and %s are both for %s".formatted(policy.name(), earlier.name(), scope))
        .why("of several policies of one scope Istio goes by the oldest, and ignores the others")
        .help("keep one of them")
        .addCauses(new Cause(policy.target(), "scope", 0))
        .build();
  }
}
