package dev.portside.apply;

import dev.portside.apply.Applied.Action;
import dev.portside.check.Findings;
import dev.portside.check.FindingsException;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ResourceRef;
import dev.portside.yaml.Mapping;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Applies sets to the cluster of a fabric8 client, by server-side apply under the field manager
 * {@code portside}. Immutable: each option gives a new one.
 *
 * <p>A second run of the same set changes nothing. What another manager owns stays with it unless
 * {@link #forcingConflicts()} is said.
 */
public final class Applier {

  /** How long a definition may take until its kind is served. */
  private static final Duration ESTABLISHED = Duration.ofSeconds(30);

  /** What the API server sets, and refuses or ignores from others. */
  private static final Set<String> SET_BY_SERVER =
      Set.of(
          "managedFields", "resourceVersion", "uid", "generation", "creationTimestamp", "selfLink");

  private record Options(
      boolean checked, boolean forced, boolean dry, Consumer<Applied> listener) {}

  private final KubernetesClient client;
  private final Lifecycles lifecycles;
  private final Function<Manifests, Findings> check;
  private final Options options;

  private Applier(
      KubernetesClient client,
      Lifecycles lifecycles,
      Function<Manifests, Findings> check,
      Options options) {
    this.client = client;
    this.lifecycles = lifecycles;
    this.check = check;
    this.options = options;
  }

  /**
   * Returns an applier; {@code Portside.applier(client)} makes one that knows all extensions.
   *
   * @param lifecycles what kinds that are not Kubernetes' own ask
   * @param check what a set must pass before it is applied
   */
  public static Applier of(
      KubernetesClient client, List<Lifecycle> lifecycles, Function<Manifests, Findings> check) {
    Options options = new Options(true, false, false, applied -> {});
    return new Applier(client, new Lifecycles(lifecycles), check, options);
  }

  private Applier with(Options changed) {
    return new Applier(client, lifecycles, check, changed);
  }

  /** Returns an applier that applies sets with errors too. */
  public Applier unchecked() {
    return with(new Options(false, options.forced(), options.dry(), options.listener()));
  }

  /** Returns an applier that takes over fields that another manager owns. */
  public Applier forcingConflicts() {
    return with(new Options(options.checked(), true, options.dry(), options.listener()));
  }

  /** Returns an applier that has the API server judge everything, and keep nothing. */
  public Applier dryRun() {
    return with(new Options(options.checked(), options.forced(), true, options.listener()));
  }

  /** Returns an applier that tells of each resource as soon as it is done with it. */
  public Applier listening(Consumer<Applied> listener) {
    return with(new Options(options.checked(), options.forced(), options.dry(), listener));
  }

  /**
   * Applies a set, phase by phase. When a resource of a phase fails, the others of the phase are
   * tried, and later phases are not.
   *
   * @throws FindingsException if the check finds an error; nothing was applied then
   * @throws ApplyException if the cluster refuses some of it
   * @throws ClusterException if the cluster does not answer, or the set has parts that cannot be
   *     read
   */
  public AppliedSet apply(Manifests manifests) {
    ensureWhole(manifests);
    Cluster cluster = new Cluster(client);
    List<Resource> ordered = lifecycles.inOrder(manifests.resources());
    List<Applied> done = new ArrayList<>();
    List<Waiter.Awaited> awaited = new ArrayList<>();
    Waiter waiter = new Waiter(cluster, lifecycles, options.listener());
    for (Phase phase : Phase.values()) {
      List<Resource> own = ordered.stream().filter(resource -> isOf(resource, phase)).toList();
      List<Failed> failures = new ArrayList<>();
      for (Resource resource : own) {
        try {
          Applied applied = apply(cluster, resource);
          done.add(applied);
          awaited.add(new Waiter.Awaited(resource.ref(), resource.source().toString()));
          options.listener().accept(applied);
        } catch (ClusterException e) {
          failures.add(failed(resource, e));
        }
      }
      if (!failures.isEmpty()) {
        throw new ApplyException(
            "%d of %d resources applied, and then".formatted(done.size(), ordered.size()),
            failures);
      }
      if (phase == Phase.DEFINITION && !own.isEmpty() && !options.dry()) {
        new Waiter(cluster, lifecycles, applied -> {})
            .await(awaited.subList(awaited.size() - own.size(), awaited.size()), ESTABLISHED);
        cluster.forgetKinds();
      }
    }
    return new AppliedSet(done, waiter, options.dry() ? List.of() : awaited);
  }

  private void ensureWhole(Manifests manifests) {
    if (options.checked()) {
      check.apply(manifests).throwIfErrors();
    }
    manifests.problems().stream()
        .findFirst()
        .ifPresent(
            problem -> {
              throw new ClusterException(
                  "nothing was applied, since part of the set cannot be read: %s: %s"
                      .formatted(problem.source(), problem.message()));
            });
  }

  private boolean isOf(Resource resource, Phase phase) {
    return lifecycles.of(resource.ref()).phase() == phase;
  }

  private Applied apply(Cluster cluster, Resource resource) {
    ResourceRef ref = resource.ref();
    Mapping before = cluster.get(ref);
    Mapping after = cluster.apply(ref, own(resource.tree()), options.forced(), options.dry());
    Action action =
        before == null
            ? Action.CREATED
            : version(before).equals(version(after)) ? Action.UNCHANGED : Action.CONFIGURED;
    return new Applied(ref, action);
  }

  private static String version(Mapping live) {
    return String.valueOf(live.mapping("metadata").text("resourceVersion"));
  }

  /** What was once read from a cluster can be applied again. */
  private static Mapping own(Mapping tree) {
    Mapping.Builder own = Mapping.builder();
    for (int i = 0; i < tree.size(); i++) {
      switch (tree.key(i)) {
        case "metadata" -> own.put("metadata", ownMetadata(tree.mapping("metadata")));
        case "status" -> {}
        default -> own.put(tree.key(i), tree.value(i));
      }
    }
    return own.build();
  }

  private static Mapping ownMetadata(Mapping metadata) {
    Mapping.Builder own = Mapping.builder();
    for (int i = 0; i < metadata.size(); i++) {
      if (!SET_BY_SERVER.contains(metadata.key(i))) {
        own.put(metadata.key(i), metadata.value(i));
      }
    }
    return own.build();
  }

  private static Failed failed(Resource resource, ClusterException e) {
    return new Failed(resource.ref(), resource.source().toString(), String.valueOf(e.getMessage()));
  }
}
