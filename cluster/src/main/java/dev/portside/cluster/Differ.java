package dev.portside.cluster;

import dev.portside.manifest.Resource;
import dev.portside.manifest.ResourceRef;
import dev.portside.yaml.Mapping;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is live with what a dry run of server-side apply makes of it: the server fills in
 * defaults and writes values its own way on both sides, and so neither shows.
 */
final class Differ {

  private record DryRun(Mapping result, @Nullable String conflict) {}

  private final Cluster cluster;
  private final boolean forced;

  Differ(Cluster cluster, boolean forced) {
    this.cluster = cluster;
    this.forced = forced;
  }

  /**
   * Returns the difference of a resource.
   *
   * @param own what would be sent
   * @param defined whether the set itself defines its kind
   */
  Difference compare(Resource resource, Mapping own, boolean defined) {
    ResourceRef ref = resource.ref();
    String source = resource.source().toString();
    Mapping live = defined ? cluster.find(ref) : cluster.get(ref);
    if (live == null) {
      return new Difference(ref, source, Mapping.empty(), own, null);
    }
    DryRun dry = dryRun(ref, ApplySet.keeping(own, live));
    Mapping fields = ours(ref, live, dry.result());
    Mapping before = Owned.part(live, fields);
    return new Difference(ref, source, before, Owned.part(dry.result(), fields), dry.conflict());
  }

  /** Returns the fields that are ours in either of an object's two forms. */
  private static Mapping ours(ResourceRef ref, Mapping before, Mapping after) {
    Mapping fields =
        Owned.union(Owned.fields(before, Cluster.MANAGER), Owned.fields(after, Cluster.MANAGER));
    // The server keeps as data what is given as stringData, and its owner as that of stringData.
    return Masked.isSecret(ref)
        ? Owned.union(fields, Mapping.of("f:data", fields.mapping("f:stringData")))
        : fields;
  }

  /**
   * Returns whether an apply has changed nothing of ours. An object's version does not tell: its
   * controller may write its status in between.
   */
  static boolean isSame(ResourceRef ref, Mapping before, Mapping after) {
    Mapping fields = ours(ref, before, after);
    return Owned.fields(before, Cluster.MANAGER).equals(Owned.fields(after, Cluster.MANAGER))
        && Owned.part(before, fields).equals(Owned.part(after, fields));
  }

  /** Returns the difference that deleting makes. */
  Difference deleted(ResourceRef ref) {
    Mapping live = cluster.find(ref);
    Mapping shown = live == null ? Mapping.empty() : live;
    Mapping before = Owned.part(shown, Owned.fields(shown, Cluster.MANAGER));
    return new Difference(ref, "", before, Mapping.empty(), null);
  }

  /**
   * A field that another manager took shows like any other, and beside it that applying would be
   * refused. Forcing a dry run takes nothing from anybody.
   */
  private DryRun dryRun(ResourceRef ref, Mapping own) {
    try {
      return new DryRun(cluster.apply(ref, own, forced, true), null);
    } catch (ClusterException e) {
      if (forced || !isConflict(e)) {
        throw e;
      }
      return new DryRun(cluster.apply(ref, own, true, true), e.getMessage());
    }
  }

  private static boolean isConflict(ClusterException e) {
    return e.getCause() instanceof KubernetesClientException cause
        && cause.getCode() == HttpURLConnection.HTTP_CONFLICT;
  }
}
