package dev.portside.cluster;

import dev.portside.cluster.Applied.Action;
import dev.portside.lifecycle.ApplyPhase;
import dev.portside.lifecycle.KubernetesReadiness;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ResourceRef;
import dev.portside.yaml.Mapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Deletes resources in the reverse order of applying. */
final class Deleter {

  private static final Duration PAUSE = Duration.ofMillis(250);

  /** What is being deleted; one of the same name with another uid has been made since. */
  private record Going(ResourceRef ref, String source, String uid) {}

  private final Cluster cluster;
  private final Lifecycles lifecycles;
  private final Consumer<Applied> listener;
  private final boolean dry;

  Deleter(Cluster cluster, Lifecycles lifecycles, Consumer<Applied> listener, boolean dry) {
    this.cluster = cluster;
    this.lifecycles = lifecycles;
    this.listener = listener;
    this.dry = dry;
  }

  /** Deletes resources, and waits until each phase is gone before it begins the next one. */
  List<Applied> delete(List<Resource> resources, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<Resource> reversed = new ArrayList<>(lifecycles.inOrder(resources));
    Collections.reverse(reversed);
    List<Applied> done = new ArrayList<>();
    for (int next = 0; next < reversed.size(); ) {
      ApplyPhase phase = phase(reversed.get(next));
      List<Going> going = new ArrayList<>();
      List<Failed> failures = new ArrayList<>();
      for (; next < reversed.size() && phase(reversed.get(next)) == phase; next++) {
        Resource resource = reversed.get(next);
        String source = resource.source().toString();
        try {
          delete(resource.ref(), source, going, done);
        } catch (ClusterException e) {
          failures.add(new Failed(resource.ref(), source, String.valueOf(e.getMessage())));
        }
      }
      await(going, done, timeout, deadline);
      if (!failures.isEmpty()) {
        throw new ApplyException(
            "%d of %d resources are gone, and then".formatted(done.size(), reversed.size()),
            failures);
      }
      if (phase == ApplyPhase.DEFINITION) {
        cluster.forgetKinds();
      }
    }
    return List.copyOf(done);
  }

  /** Deletes what is named, in that order, and does not wait: the set that stays is in place. */
  List<Applied> deleteAll(List<ResourceRef> refs) {
    List<Applied> done = new ArrayList<>();
    List<Failed> failures = new ArrayList<>();
    for (ResourceRef ref : refs) {
      try {
        if (dry) {
          cluster.tryDelete(ref);
          tell(ref, Action.DELETED, done);
        } else {
          tell(ref, cluster.delete(ref) ? Action.DELETED : Action.ABSENT, done);
        }
      } catch (ClusterException e) {
        failures.add(new Failed(ref, "pruned", String.valueOf(e.getMessage())));
      }
    }
    if (!failures.isEmpty()) {
      throw new ApplyException("the set is applied, and some is not pruned", failures);
    }
    return done;
  }

  private ApplyPhase phase(Resource resource) {
    return lifecycles.of(resource.ref()).phase();
  }

  private void delete(ResourceRef ref, String source, List<Going> going, List<Applied> done) {
    Mapping live = cluster.find(ref);
    if (live == null) {
      tell(ref, Action.ABSENT, done);
    } else if (dry) {
      cluster.tryDelete(ref);
      tell(ref, Action.DELETED, done);
    } else {
      cluster.delete(ref);
      going.add(new Going(ref, source, uid(live)));
    }
  }

  private void tell(ResourceRef ref, Action action, List<Applied> done) {
    Applied applied = new Applied(ref, action);
    done.add(applied);
    listener.accept(applied);
  }

  private void await(List<Going> going, List<Applied> done, Duration timeout, long deadline) {
    while (true) {
      List<Failed> there = new ArrayList<>();
      for (Going each : List.copyOf(going)) {
        Mapping live = cluster.find(each.ref());
        if (live == null || !uid(live).equals(each.uid())) {
          going.remove(each);
          tell(each.ref(), Action.DELETED, done);
        } else {
          there.add(new Failed(each.ref(), each.source(), why(live)));
        }
      }
      if (going.isEmpty()) {
        return;
      }
      if (System.nanoTime() >= deadline) {
        throw new ApplyException("not gone after %d s".formatted(timeout.toSeconds()), there);
      }
      Waiter.pause(PAUSE);
    }
  }

  private static String uid(Mapping live) {
    return String.valueOf(live.mapping("metadata").text("uid"));
  }

  /** A Namespace tells in its conditions what is left in it. */
  private static String why(Mapping live) {
    Mapping metadata = live.mapping("metadata");
    String since = metadata.text("deletionTimestamp");
    if (since == null) {
      return "the API server has not begun to delete it";
    }
    List<String> finalizers = new ArrayList<>(metadata.sequence("finalizers").texts());
    finalizers.addAll(live.mapping("spec").sequence("finalizers").texts());
    StringBuilder why = new StringBuilder("its deletion began at ").append(since);
    if (!finalizers.isEmpty()) {
      why.append(", and it waits for its finalizers ").append(String.join(", ", finalizers));
    }
    for (String type : List.of("NamespaceFinalizersRemaining", "NamespaceContentRemaining")) {
      Mapping condition = KubernetesReadiness.condition(live, type);
      if (condition != null && "True".equals(condition.text("status"))) {
        why.append("; ").append(condition.text("message"));
      }
    }
    return why.toString();
  }
}
