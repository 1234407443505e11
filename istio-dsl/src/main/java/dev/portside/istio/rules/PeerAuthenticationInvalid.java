package dev.portside.istio.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Tree;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A PeerAuthentication that the API server refuses, or that another one of its scope overrules.
 * Source: istio/istio manifests/charts/base/files/crd-all.gen.yaml and
 * pilot/pkg/model/authentication.go @1.31.
 */
final class PeerAuthenticationInvalid extends Rule {

  private static final Set<String> MODES = Set.of("UNSET", "DISABLE", "PERMISSIVE", "STRICT");
  private static final Pointer SELECTOR = Pointer.of("spec", "selector");
  private static final Pointer LABELS = SELECTOR.child("matchLabels");
  private static final Pointer MTLS = Pointer.of("spec", "mtls");
  private static final Pointer PORTS = Pointer.of("spec", "portLevelMtls");

  /** For whom a policy is: the pods of a namespace that carry labels, or all. */
  private record Scope(String argument, String namespace, Map<String, String> labels) {}

  PeerAuthenticationInvalid() {
    super(
        "istio-peer-authentication-invalid",
        Severity.ERROR,
        Rank.SETTING,
        "a PeerAuthentication is refused, or another one of the same scope overrides it");
  }

  @Override
  public void check(Scene scene, Found found) {
    Map<Scope, Resource> first = new HashMap<>();
    for (Resource policy : scene.manifests().ofKind("security.istio.io", "PeerAuthentication")) {
      if (!refused(policy, found)) {
        continue;
      }
      Resource earlier = first.putIfAbsent(scope(policy), policy);
      if (earlier != null && !earlier.ref().equals(policy.ref())) {
        found.add(second(policy, earlier));
      }
    }
  }

  private static Scope scope(Resource policy) {
    Map<String, String> labels = new TreeMap<>();
    Mapping selector = Targets.labels(policy);
    selector.keys().forEach(key -> labels.put(key, selector.findText(key).orElse("")));
    // Two overlays are two sets.
    return new Scope(policy.argument(), policy.namespace(), labels);
  }

  /** Returns whether it can be told whom the policy is for. */
  private boolean refused(Resource policy, Found found) {
    if (!isMapping(policy, Pointer.of("spec"), found)) {
      return false;
    }
    Mapping spec = policy.tree().mapping("spec");
    boolean selects = isMapping(policy, SELECTOR, found) && isMapping(policy, LABELS, found);
    if (spec.has("portLevelMtls") && isMapping(policy, PORTS, found)) {
      ports(policy, selects, spec.mapping("portLevelMtls"), found);
    }
    mode(policy, MTLS, found);
    return selects;
  }

  /** A selector of the wrong shape is a finding of its own. */
  private void ports(Resource policy, boolean judgesSelector, Mapping ports, Found found) {
    if (judgesSelector && Targets.labels(policy).isEmpty()) {
      found.add(
          finding(policy, PORTS)
              .message("portLevelMtls is set in a policy without a selector")
              .help("select the pods you mean (spec.selector.matchLabels)"));
    }
    if (ports.isEmpty()) {
      found.add(
          finding(policy, PORTS)
              .message("portLevelMtls is empty")
              .help("name a port, or remove portLevelMtls"));
    }
    for (String key : ports.keys()) {
      if (!isPort(key)) {
        found.add(
            finding(policy, PORTS.child(key))
                .message("\"%s\" in portLevelMtls is not a port number".formatted(key))
                .help("write the number of a port of the pods, 1 to 65535"));
      }
      mode(policy, PORTS.child(key), found);
    }
  }

  /** Returns whether nothing else than a mapping stands in a field; what is left out is none. */
  private boolean isMapping(Resource policy, Pointer field, Found found) {
    Tree value = policy.tree().at(field);
    if (value == null || value instanceof Mapping || isNull(value)) {
      return true;
    }
    boolean mtls = field.equals(MTLS) || field.parent().equals(PORTS);
    found.add(
        finding(policy, field)
            .message("%s is %s; it must be a mapping".formatted(field.last(), shape(value)))
            .help(
                mtls
                    ? "write {mode: %s}".formatted(isMode(value) ? shape(value) : "STRICT")
                    : "write each of its fields as key: value"));
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

  private void mode(Resource policy, Pointer mtls, Found found) {
    if (!isMapping(policy, mtls, found)) {
      return;
    }
    Pointer field = mtls.child("mode");
    Tree mode = policy.tree().at(field);
    if (mode != null && !isNull(mode) && !isMode(mode)) {
      String written = shape(mode);
      found.add(
          finding(policy, field)
              .message(
                  mode instanceof Scalar
                      ? "\"%s\" is not an mTLS mode".formatted(written)
                      : "mode is %s; it must be one word".formatted(written))
              .help("write STRICT, PERMISSIVE, DISABLE or UNSET"));
    }
  }

  private Finding.Builder finding(Resource policy, Pointer field) {
    return at(policy, field)
        .why("the API server refuses the policy, and what it should change stays as it is")
        .cause(field.toString());
  }

  private Finding.Builder second(Resource policy, Resource earlier) {
    String scope = Targets.labels(policy).isEmpty() ? "all pods of its namespace" : "the same pods";
    return at(policy, Pointer.of("metadata", "name"))
        .severity(Severity.WARNING)
        .message("%s and %s are both for %s".formatted(policy.name(), earlier.name(), scope))
        .why("of several policies for one scope Istio uses the oldest and ignores the others")
        .help("keep one of them")
        .cause("scope");
  }
}
