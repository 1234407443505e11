package dev.portside.cluster;

import dev.portside.check.Findings;
import dev.portside.check.FindingsException;
import dev.portside.lifecycle.Lifecycle;
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
import org.jspecify.annotations.Nullable;

/**
 * Applies sets to the cluster of a fabric8 client, by server-side apply under the field manager
 * {@code portside}. Immutable: each option gives a new one.
 *
 * <p>A second run of the same set changes nothing. What another manager owns stays with it unless
 * {@link #forcingConflicts()} is said.
 */
public final class Applier {

  /** How sets are applied. */
  record Options(boolean checked, boolean forced, boolean dry, Consumer<Applied> listener) {}

  private final KubernetesClient client;
  private final Lifecycles lifecycles;
  private final Function<Manifests, Findings> check;
  private final Options options;

  /** Which kinds are pruned that are kept otherwise; null when nothing is pruned. */
  private final @Nullable Set<String> pruning;

  private Applier(
      KubernetesClient client,
      Lifecycles lifecycles,
      Function<Manifests, Findings> check,
      Options options,
      @Nullable Set<String> pruning) {
    this.client = client;
    this.lifecycles = lifecycles;
    this.check = check;
    this.options = options;
    this.pruning = pruning;
  }

  /**
   * Returns an applier; {@code PortsideCluster.applier(client)} makes one that knows all
   * extensions.
   *
   * @param lifecycles what kinds that are not Kubernetes' own ask
   * @param check what a set must pass before it is applied
   */
  public static Applier of(
      KubernetesClient client, List<Lifecycle> lifecycles, Function<Manifests, Findings> check) {
    Options options = new Options(true, false, false, applied -> {});
    return new Applier(client, new Lifecycles(lifecycles), check, options, null);
  }

  private Applier with(Options changed) {
    return new Applier(client, lifecycles, check, changed, pruning);
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
   * Returns an applier that deletes what it once applied with pruning for the same namespace (that
   * of {@link Manifests#namespace()}) and the set no longer has. It keeps track as an ApplySet
   * (KEP-3659): members carry the label {@code applyset.kubernetes.io/part-of}, and the ConfigMap
   * {@code portside} of the namespace says where they are. {@link #pruned} tells beforehand what
   * will be deleted.
   *
   * <p>So only one set of a namespace can be applied with pruning. A set that has nothing of what
   * is tracked there, but for Namespaces, CustomResourceDefinitions and PersistentVolumeClaims, is
   * taken for another one, and refused before anything is applied; two sets that have a resource in
   * common cannot be told apart.
   *
   * <p>Applying without pruning leaves members what they are: it sends the label along, unlike
   * {@code kubectl apply} 1.36, which drops it from what it applies without {@code --applyset}, and
   * no longer prunes that. What is applied without pruning for the first time is not a member.
   *
   * @param kinds which of {@code Namespace}, {@code CustomResourceDefinition} and {@code
   *     PersistentVolumeClaim} are deleted too; they are kept unless they are named here
   * @throws IllegalArgumentException if a kind is none of those
   */
  public Applier pruning(String... kinds) {
    return new Applier(client, lifecycles, check, options, Pruner.named(kinds));
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
    Pruner pruner = pruning == null ? null : pruner(cluster, manifests);
    return new ApplyRun(cluster, lifecycles, options, manifests, pruner).apply();
  }

  /**
   * Returns what applying a set would change, a resource each, in the order of applying; those that
   * would not change are there with an empty difference, and with {@link #pruning} those that would
   * be deleted come last. It changes nothing and does not check the set.
   *
   * <p>A field that another manager has taken shows as a change, with the {@link
   * Difference#conflict() conflict} for which applying would be refused.
   *
   * @throws ApplyException if the cluster refuses some of it
   * @throws ClusterException if the cluster does not answer, or the set has parts that cannot be
   *     read
   */
  public List<Difference> diff(Manifests manifests) {
    ensureReadable(manifests, "compared");
    Cluster cluster = new Cluster(client);
    Differ differ = new Differ(cluster, options.forced());
    List<Difference> differences = new ArrayList<>();
    List<Failed> failures = new ArrayList<>();
    List<Resource> all = new ArrayList<>(manifests.resources());
    all.addAll(
        SecretCopies.of(
            cluster, manifests.resources(), (asking, e) -> failures.add(failedAlone(asking, e))));
    for (Resource resource : lifecycles.inOrder(all)) {
      boolean defined = Definitions.define(manifests, resource.ref());
      try {
        differences.add(differ.compare(resource, sent(resource, manifests), defined));
      } catch (ClusterException e) {
        failures.add(failedAlone(resource, e));
      }
    }
    if (!failures.isEmpty()) {
      throw new ApplyException(
          "%d of %d resources cannot be compared"
              .formatted(failures.size(), manifests.resources().size()),
          failures);
    }
    if (pruning != null) {
      pruned(manifests).forEach(ref -> differences.add(differ.deleted(ref)));
    }
    return List.copyOf(differences);
  }

  /**
   * Returns what {@link #apply} would prune, in that order, whether or not {@link #pruning} was
   * said.
   *
   * @throws ClusterException if the cluster does not answer, or another tool keeps track there
   */
  public List<ResourceRef> pruned(Manifests manifests) {
    ensureReadable(manifests, "compared");
    return pruner(new Cluster(client), manifests).gone();
  }

  private Pruner pruner(Cluster cluster, Manifests manifests) {
    return new Pruner(cluster, lifecycles, manifests, pruning == null ? Set.of() : pruning);
  }

  /**
   * Deletes what a set names, in the reverse order of applying, and waits until each phase is gone
   * before it begins the next one; what depends on it goes first. The set is not checked.
   *
   * <p>The copies of Secrets that {@link #apply} made for the set are deleted as well, unless a
   * resource of the same kind that the set does not name asks for the same copy. A Secret that
   * somebody else made stays.
   *
   * @param timeout how long all of it may take
   * @return what was deleted and what was not there, in that order; of a kind that is not served
   *     nothing is there
   * @throws ApplyException if the cluster refuses some of it, or when the time is over; it tells
   *     what is still there and why
   * @throws ClusterException if the cluster does not answer, or the set has parts that cannot be
   *     read
   */
  public List<Applied> delete(Manifests manifests, Duration timeout) {
    ensureReadable(manifests, "deleted");
    Cluster cluster = new Cluster(client);
    List<Resource> all = new ArrayList<>(manifests.resources());
    all.addAll(UnusedCopies.of(cluster, manifests.resources()));
    return new Deleter(cluster, lifecycles, options.listener(), options.dry()).delete(all, timeout);
  }

  private void ensureWhole(Manifests manifests) {
    if (options.checked()) {
      check.apply(manifests).throwIfErrors();
    }
    ensureReadable(manifests, "applied");
  }

  private static void ensureReadable(Manifests manifests, String done) {
    manifests.problems().stream()
        .findFirst()
        .ifPresent(
            problem -> {
              throw new ClusterException(
                  "nothing was %s, since part of the set cannot be read: %s: %s"
                      .formatted(done, problem.source(), problem.message()));
            });
  }

  private Mapping sent(Resource resource, Manifests manifests) {
    Mapping own = ApplyRun.own(resource.tree());
    return pruning == null ? own : new ApplySet(manifests.namespace()).member(own);
  }

  /** Where no call gets through, the others are not tried. */
  private static Failed failedAlone(Resource resource, ClusterException e) {
    if (e.isOfAll()) {
      throw e;
    }
    return new Failed(resource.ref(), resource.source().toString(), String.valueOf(e.getMessage()));
  }
}
