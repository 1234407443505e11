package dev.portside.kyma.migration;

import dev.portside.kyma.conversion.GatewayNames;
import dev.portside.value.GoDuration;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a {@code spec} of v1beta1 to v2, where v2 can say the same; else it says why not. Kyma's
 * own conversion would drop the rest without a word.
 */
public final class BetaToAccess {

  private static final Pointer SPEC = Pointer.of("spec");
  private static final long SECOND = 1_000_000_000L;
  private static final Set<String> MOVED = Set.of("host", "gateway", "rules", "corsPolicy");

  private final Mapping spec;
  private final String namespace;
  private final List<Remark> refused = new ArrayList<>();
  private final List<Remark> notes = new ArrayList<>();

  /**
   * Prepares the step.
   *
   * @param namespace the rule's namespace
   */
  public BetaToAccess(Mapping spec, String namespace) {
    this.spec = spec;
    this.namespace = namespace;
  }

  /** Returns what v2 cannot say; known after the step. */
  public List<Remark> refused() {
    return List.copyOf(refused);
  }

  /** Returns what changes although all can be said; known after the step. */
  public List<Remark> notes() {
    return List.copyOf(notes);
  }

  /** Returns the {@code spec} of v2. */
  public Mapping spec() {
    Mapping.Builder next = Mapping.builder();
    String gateway = spec.findText("gateway").orElse("");
    Optional<String> translated = GatewayNames.translated(gateway, namespace);
    if (translated.isEmpty()) {
      refuse(
          SPEC.child("gateway"),
          "v2 takes no gateway \"%s\"".formatted(gateway),
          "name it as namespace/name");
    }
    translated.ifPresent(name -> next.put("gateway", name));
    spec.findText("host").ifPresent(host -> next.put("hosts", Sequence.ofTexts(List.of(host))));
    for (int i = 0; i < spec.size(); i++) {
      if (!MOVED.contains(spec.key(i))) {
        next.put(spec.key(i), spec.value(i));
      }
    }
    if (spec.has("corsPolicy")) {
      next.put("corsPolicy", cors(spec.mapping("corsPolicy")));
    } else {
      notes.add(
          new Remark(
              SPEC,
              "without corsPolicy every origin is allowed today; v2 allows none",
              "add corsPolicy if browsers call it from other origins"));
    }
    notes.add(
        new Remark(
            SPEC,
            "v2 asks for a sidecar in the pods and closes them to calls from inside the cluster",
            "let the pods be injected, and allow calls from inside with an AuthorizationPolicy"));
    Sequence rules = spec.sequence("rules");
    Sequence.Builder rulesOfV2 = Sequence.builder();
    for (int i = 0; i < rules.size(); i++) {
      rulesOfV2.add(rule(rules.mapping(i), SPEC.child("rules").child(i)));
    }
    return next.put("rules", rulesOfV2.build()).build();
  }

  private void refuse(Pointer field, String message, String help) {
    refused.add(new Remark(field, message, help));
  }

  private Mapping cors(Mapping policy) {
    Optional<String> maxAge = policy.findText("maxAge");
    if (maxAge.isEmpty()) {
      return policy;
    }
    // 0 where it is none.
    long age = GoDuration.parse(maxAge.get()).nanos();
    if (age < SECOND || age % SECOND != 0) {
      refuse(
          SPEC.child("corsPolicy").child("maxAge"),
          "v2 counts maxAge in whole seconds, which \"%s\" is not".formatted(maxAge.get()),
          "write a duration of whole seconds, such as 10m");
      return policy;
    }
    return (Mapping) policy.with(Pointer.of("maxAge"), Scalar.of(age / SECOND));
  }

  private Mapping rule(Mapping old, Pointer at) {
    Mapping.Builder next = Mapping.builder();
    for (int i = 0; i < old.size(); i++) {
      switch (old.key(i)) {
        case "path" -> next.put("path", path(old.findText("path").orElse(""), at.child("path")));
        case "accessStrategies", "mutators" -> {}
        default -> next.put(old.key(i), old.value(i));
      }
    }
    StrategyTranslation access = new StrategyTranslation(old, at, refused);
    access.put(next);
    return next.build();
  }

  private String path(String path, Pointer at) {
    if (path.equals("/*")) {
      notes.add(
          new Remark(
              at,
              "\"/*\" matches slashes only where the JWT handler is ory; v2 takes every path for it",
              "write / where only that is meant"));
      return path;
    }
    Optional<String> translated = PathTranslation.of(path);
    if (translated.isEmpty()) {
      refuse(
          at,
          "v2 has no pattern for the regular expression \"%s\"".formatted(path),
          "split it into literal paths, {*} for one segment and {**} for the rest");
    }
    return translated.orElse(path);
  }
}
