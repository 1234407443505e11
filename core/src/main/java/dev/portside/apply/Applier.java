package dev.portside.apply;

import dev.portside.check.Findings;
import dev.portside.check.FindingsException;
import dev.portside.manifest.Manifests;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
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

  /** How sets are applied. */
  record Options(boolean checked, boolean forced, boolean dry, Consumer<Applied> listener) {}

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
    return new ApplyRun(new Cluster(client), lifecycles, options).apply(manifests.resources());
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
}
