package dev.portside.istio.pod;

import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Presence;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Mapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pod gets a sidecar: first the selectors by which the API server picks the webhook, then
 * the injector's own decision. Source: istio/istio
 * manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml,
 * pkg/kube/inject/inject.go and initializer.go @1.31.
 */
public final class InjectionDecision {

  private static final Set<String> IGNORED =
      Set.of("kube-system", "kube-public", "kube-node-lease", "local-path-storage");

  /** The name that labels give the revision without a name. */
  private static final String DEFAULT = "default";

  private static final String FALSE = "false";

  /** The webhooks of a revision or tag, by the selectors that they have. */
  enum Hook {
    /** Picks namespaces by their label {@code istio-injection}. */
    NAMESPACE("namespace."),
    /** Picks pods that ask for it, where the namespace says nothing. */
    OBJECT("object."),
    /** Picks what no label speaks of. */
    AUTO("auto."),
    /** Picks namespaces by the revision that they name. */
    REV_NAMESPACE("rev.namespace."),
    /** Picks pods by the revision that they name, where the namespace says nothing. */
    REV_OBJECT("rev.object.");

    private final String prefix;

    Hook(String prefix) {
      this.prefix = prefix;
    }
  }

  /**
   * A webhook whose selectors match.
   *
   * @param revision the revision or tag it belongs to, {@code default} for the one without a name
   * @param tag whether that is a tag
   * @param hook which of its webhooks
   */
  record Match(String revision, boolean tag, Hook hook) {

    /** Returns the name of its configuration and its own prefix, as the API server orders them. */
    String name() {
      String base = tag ? "istio-revision-tag-" + revision : "istio-sidecar-injector";
      boolean named = !tag && !revision.equals(DEFAULT);
      return base + (named ? "-" + revision : "") + "/" + hook.prefix;
    }
  }

  /**
   * What was decided.
   *
   * @param presence whether the pods get a sidecar, and why
   * @param matches the webhooks that the API server calls, in their order; none where the
   *     namespace's labels are not known
   */
  record Decision(Presence presence, List<Match> matches) {}

  private final IstioMesh mesh;
  private final List<PodSelector> never;
  private final List<PodSelector> always;

  public InjectionDecision(IstioMesh mesh) {
    this.mesh = mesh;
    this.never = mesh.neverInjectSelector().stream().map(PodSelector::of).toList();
    this.always = mesh.alwaysInjectSelector().stream().map(PodSelector::of).toList();
  }

  /**
   * Decides for the pods of a workload; {@code namespace} is empty when its labels are not known.
   */
  public Presence of(Workload workload, Optional<Mapping> namespace) {
    return decide(workload, namespace).presence();
  }

  /** Decides, and tells by which webhooks. */
  Decision decide(Workload workload, Optional<Mapping> namespace) {
    if (namespace.isEmpty()) {
      Presence refused = decided(workload, guessed(workload));
      return new Decision(refused, List.of());
    }
    List<Match> matches = matches(workload, namespace.get());
    Presence presence =
        matches.isEmpty()
            ? no(unselected(workload, namespace.get()))
            : decided(workload, yes(selected(workload, matches.get(0))));
    return new Decision(presence, matches);
  }

  private static @Nullable String label(Workload workload) {
    return workload.labels().text(IstioKeys.INJECT);
  }

  /** Which webhooks the API server calls, by labels alone. */
  private List<Match> matches(Workload workload, Mapping namespace) {
    List<Match> matches = new ArrayList<>(1);
    if (!FALSE.equals(label(workload))) {
      for (String name : names(workload, namespace)) {
        boolean tag = mesh.tags().containsKey(name);
        for (Hook hook : Hook.values()) {
          if (matches(hook, name, workload, namespace)) {
            matches.add(new Match(name, tag, hook));
          }
        }
      }
    }
    matches.sort(Comparator.comparing(Match::name));
    return matches;
  }

  /** The revisions and tags there are; where nobody knows them, whatever the labels name. */
  private Set<String> names(Workload workload, Mapping namespace) {
    Set<String> names = new TreeSet<>(mesh.revisions());
    names.addAll(mesh.tags().keySet());
    if (mesh.revisions().isEmpty()) {
      names.add(DEFAULT);
      namespace.findText(IstioKeys.REVISION).ifPresent(names::add);
      workload.labels().findText(IstioKeys.REVISION).ifPresent(names::add);
    }
    return names;
  }

  private boolean matches(Hook hook, String name, Workload workload, Mapping namespace) {
    boolean injection = namespace.has(IstioKeys.INJECTION);
    boolean silent = !injection && !namespace.has(IstioKeys.REVISION);
    Mapping labels = workload.labels();
    boolean own = labels.has(IstioKeys.REVISION);
    return switch (hook) {
      case REV_NAMESPACE -> !injection && name.equals(namespace.text(IstioKeys.REVISION));
      case REV_OBJECT -> silent && name.equals(labels.text(IstioKeys.REVISION));
      case NAMESPACE ->
          name.equals(DEFAULT) && "enabled".equals(namespace.text(IstioKeys.INJECTION));
      case OBJECT -> name.equals(DEFAULT) && silent && !own && "true".equals(label(workload));
      case AUTO ->
          name.equals(DEFAULT)
              && mesh.injectsByDefault()
              && silent
              && !own
              && !labels.has(IstioKeys.INJECT)
              && !IGNORED.contains(workload.namespace());
    };
  }

  private static String selected(Workload workload, Match match) {
    String name = workload.namespace();
    return switch (match.hook()) {
      case NAMESPACE -> "namespace %s has %s=enabled".formatted(name, IstioKeys.INJECTION);
      case REV_NAMESPACE ->
          "namespace %s has %s=%s".formatted(name, IstioKeys.REVISION, match.revision());
      case REV_OBJECT ->
          "its label %s selects revision %s".formatted(IstioKeys.REVISION, match.revision());
      case OBJECT -> "its label %s is \"true\"".formatted(IstioKeys.INJECT);
      case AUTO -> "the mesh injects where no label says otherwise";
    };
  }

  /** Why no webhook is called: the label that decided, or that none says anything. */
  private String unselected(Workload workload, Mapping namespace) {
    String name = workload.namespace();
    if (FALSE.equals(label(workload))) {
      return "its label %s is \"false\"".formatted(IstioKeys.INJECT);
    }
    for (String key : new String[] {IstioKeys.INJECTION, IstioKeys.REVISION}) {
      if (namespace.has(key)) {
        String value = namespace.findText(key).orElse("");
        String written = "namespace %s has %s=%s".formatted(name, key, value);
        boolean other = key.equals(IstioKeys.INJECTION) && !value.equals("enabled");
        return other ? written : uninstalled(written, key.equals(IstioKeys.REVISION) ? value : "");
      }
    }
    String own = workload.labels().text(IstioKeys.REVISION);
    if (own != null) {
      return uninstalled(
          "its label %s selects revision %s".formatted(IstioKeys.REVISION, own), own);
    }
    return "true".equals(label(workload))
        ? uninstalled("its label %s is \"true\"".formatted(IstioKeys.INJECT), "")
        : "namespace %s has neither %s nor %s, and no label of the pods asks for it"
            .formatted(name, IstioKeys.INJECTION, IstioKeys.REVISION);
  }

  private static String uninstalled(String written, String revision) {
    return "%s, and revision %s is not installed"
        .formatted(written, revision.isEmpty() ? DEFAULT : revision);
  }

  /**
   * An unknown namespace may carry any label; pods written for the mesh show what their author
   * meant.
   */
  private Presence guessed(Workload workload) {
    if (FALSE.equals(label(workload))) {
      return no("its label %s is \"false\"".formatted(IstioKeys.INJECT));
    }
    String unseen = "the set does not contain namespace " + workload.namespace();
    if (mesh.injectsByDefault()) {
      return yes("the mesh injects where no label says otherwise");
    }
    boolean written =
        "true".equals(label(workload))
            || workload.labels().has(IstioKeys.REVISION)
            || IstioKeys.capture().stream().anyMatch(workload.annotations()::has);
    return new Presence(
        Tri.UNKNOWN,
        unseen + (written ? "; its pods are written for Istio" : "; it may be injected or not"),
        written);
  }

  /** What the injector itself makes of a pod that it is asked about. */
  private Presence decided(Workload workload, Presence selected) {
    if (selected.meshed() == Tri.NO) {
      return selected;
    }
    if ("true".equals(workload.podSpec().text("hostNetwork"))) {
      return no("its pods use the host's network");
    }
    if (IGNORED.contains(workload.namespace())) {
      return no("namespace %s is never injected".formatted(workload.namespace()));
    }
    boolean legal = mesh.autoInject().equals("enabled") || mesh.autoInject().equals("disabled");
    if (!legal) {
      return no("the mesh's policy autoInject is \"%s\"".formatted(mesh.autoInject()));
    }
    String own = truth(asked(workload));
    if (own != null) {
      return own.equals("true")
          ? selected
          : no("its annotation %s is \"false\"".formatted(IstioKeys.INJECT));
    }
    if (never.stream().anyMatch(selector -> selector.selects(workload.labels()))) {
      return no("the mesh's neverInjectSelector matches its labels");
    }
    boolean policy =
        mesh.autoInject().equals("enabled")
            || always.stream().anyMatch(selector -> selector.selects(workload.labels()));
    return policy
        ? selected
        : no("the mesh's policy autoInject is \"disabled\", and its pods do not ask for it");
  }

  /** A label beats the annotation of the same name. */
  static @Nullable String asked(Workload workload) {
    return workload.labels().has(IstioKeys.INJECT)
        ? label(workload)
        : workload.annotation(IstioKeys.INJECT);
  }

  /** Releases up to 1.26 took more spellings; what is neither is taken for nothing since 1.27. */
  private static @Nullable String truth(@Nullable String value) {
    return "true".equals(value) || FALSE.equals(value) ? value : null;
  }

  private static Presence yes(String reason) {
    return Presence.known(true, reason);
  }

  private static Presence no(String reason) {
    return Presence.known(false, reason);
  }
}
