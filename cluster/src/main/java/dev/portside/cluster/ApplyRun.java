package dev.portside.cluster;

import dev.portside.cluster.Applied.Action;
import dev.portside.lifecycle.ApplyPhase;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ResourceRef;
import dev.portside.yaml.Mapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One apply of one set: what it has done so far. */
final class ApplyRun {

  /** How long a definition may take until its kind is served. */
  private static final Duration ESTABLISHED = Duration.ofSeconds(30);

  /** What the API server sets, and refuses or ignores from others. */
  private static final Set<String> SET_BY_SERVER =
      Set.of(
          "managedFields", "resourceVersion", "uid", "generation", "creationTimestamp", "selfLink");

  private final Cluster cluster;
  private final Lifecycles lifecycles;
  private final Applier.Options options;
  private final Manifests manifests;
  private final @Nullable Pruner pruner;
  private final List<Applied> done = new ArrayList<>();
  private final List<Waiter.Awaited> awaited = new ArrayList<>();

  /** Namespaces that a dry run would have made. */
  private final Set<String> missing = new HashSet<>();

  ApplyRun(
      Cluster cluster,
      Lifecycles lifecycles,
      Applier.Options options,
      Manifests manifests,
      @Nullable Pruner pruner) {
    this.cluster = cluster;
    this.lifecycles = lifecycles;
    this.options = options;
    this.manifests = manifests;
    this.pruner = pruner;
  }

  AppliedSet apply() {
    if (pruner != null) {
      pruner.ensureSameSet();
    }
    List<Resource> resources = manifests.resources();
    for (ApplyPhase phase : ApplyPhase.values()) {
      List<Resource> own = resources.stream().filter(resource -> isOf(resource, phase)).toList();
      List<Failed> failures = new ArrayList<>();
      if (phase == ApplyPhase.FOUNDATION) {
        SecretCopies.of(cluster, resources, (asking, e) -> failures.add(failedAlone(asking, e)))
            .forEach(copy -> apply(copy, failures));
      }
      own.forEach(resource -> apply(resource, failures));
      if (!failures.isEmpty()) {
        throw new ApplyException(head(), failures);
      }
      if (phase == ApplyPhase.DEFINITION && !own.isEmpty() && !options.dry()) {
        new Waiter(cluster, lifecycles, applied -> {})
            .await(awaited.subList(awaited.size() - own.size(), awaited.size()), ESTABLISHED);
        cluster.forgetKinds();
      }
      if (phase == ApplyPhase.NAMESPACE && pruner != null && !options.dry()) {
        pruner.begin();
      }
    }
    if (pruner != null) {
      Deleter deleter = new Deleter(cluster, lifecycles, options.listener(), options.dry());
      done.addAll(options.dry() ? deleter.deleteAll(pruner.gone()) : pruner.prune(deleter));
    }
    Waiter waiter = new Waiter(cluster, lifecycles, options.listener());
    return new AppliedSet(done, waiter, options.dry() ? List.of() : awaited);
  }

  private boolean isOf(Resource resource, ApplyPhase phase) {
    return lifecycles.of(resource.ref()).phase() == phase;
  }

  private void apply(Resource resource, List<Failed> failures) {
    String source = resource.source().toString();
    try {
      apply(resource.ref(), own(resource.tree()), source);
    } catch (ClusterException e) {
      failures.add(failedAlone(resource, e));
    }
  }

  /** Where no call gets through, the others are not tried. */
  private Failed failedAlone(Resource resource, ClusterException e) {
    if (e.isOfAll() && done.isEmpty()) {
      throw e;
    }
    Failed failed = failed(resource, e);
    if (e.isOfAll()) {
      throw new ApplyException(head(), List.of(failed));
    }
    return failed;
  }

  private String head() {
    return "%d %s applied, and then"
        .formatted(done.size(), done.size() == 1 ? "resource" : "resources");
  }

  private void apply(ResourceRef ref, Mapping tree, String source) {
    Mapping sent = pruner == null ? tree : pruner.member(tree);
    Action action = options.dry() && isBelowMissing(ref) ? Action.CREATED : action(ref, sent);
    if (action == Action.CREATED && ref.kind().equals("Namespace")) {
      missing.add(ref.name());
    }
    Applied applied = new Applied(ref, action);
    done.add(applied);
    awaited.add(new Waiter.Awaited(ref, source));
    options.listener().accept(applied);
  }

  /** What a dry run would have made is not there for those that need it. */
  private boolean isBelowMissing(ResourceRef ref) {
    return missing.contains(ref.namespace())
        || Definitions.define(manifests, ref) && !cluster.isServed(ref.apiVersion(), ref.kind());
  }

  private Action action(ResourceRef ref, Mapping tree) {
    Mapping before = cluster.get(ref);
    Mapping sent = ApplySet.keeping(tree, before);
    Mapping after = cluster.apply(ref, sent, options.forced(), options.dry());
    if (before == null) {
      return Action.CREATED;
    }
    return Differ.isSame(ref, before, after) ? Action.UNCHANGED : Action.CONFIGURED;
  }

  /** What was once read from a cluster can be applied again. */
  static Mapping own(Mapping tree) {
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
