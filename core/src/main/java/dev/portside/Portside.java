package dev.portside;

import dev.portside.apply.Applier;
import dev.portside.apply.Lifecycle;
import dev.portside.apply.LiveCluster;
import dev.portside.apply.LookUp;
import dev.portside.apply.PublicUrl;
import dev.portside.apply.SmokeCheck;
import dev.portside.check.CheckOptions;
import dev.portside.check.Checker;
import dev.portside.check.CoreRules;
import dev.portside.check.FieldTable;
import dev.portside.check.Findings;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
import dev.portside.check.Scene;
import dev.portside.manifest.ManifestFiles;
import dev.portside.manifest.ManifestReader;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import dev.portside.traffic.Traffic;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What Portside does, in one place: every method is a pure function of its arguments but {@link
 * #read(Path...)}, which reads files, and those that take a client, which call a cluster.
 *
 * <p>Methods that take no extensions use those on the class path.
 */
public final class Portside {

  private Portside() {}

  /**
   * Returns the resources of YAML or JSON files, and of directories' files, for today's platform.
   * Resources without a namespace are in {@code default}. What cannot be read is a problem of the
   * set, which a check reports.
   */
  public static Manifests read(Path... paths) {
    ManifestReader reader = new ManifestReader("default");
    for (Path path : paths) {
      ManifestFiles.read(reader, path, true);
    }
    return reader.manifests(Platform.today());
  }

  /**
   * Returns what the rules find in a set, judged on its own platform. Never throws, never prints.
   */
  public static Findings check(Manifests manifests) {
    return check(manifests, CheckOptions.defaults());
  }

  /** Returns what the rules find in fabric8 objects, judged on a platform. */
  public static Findings check(List<? extends HasMetadata> objects, Platform platform) {
    return check(Manifests.of(objects, platform));
  }

  /**
   * Returns what the chosen rules find.
   *
   * @throws IllegalArgumentException if the options name a rule that there is not
   */
  public static Findings check(Manifests manifests, CheckOptions options) {
    return check(manifests, options, Extensions.found());
  }

  /** Returns what the chosen ones of core's rules and those of the given extensions find. */
  public static Findings check(
      Manifests manifests, CheckOptions options, List<? extends Extension> extensions) {
    return check(traffic(manifests, extensions), options, extensions);
  }

  /** Returns what the chosen rules find in a set whose traffic is worked out already. */
  public static Findings check(Traffic traffic, CheckOptions options) {
    return check(traffic, options, Extensions.found());
  }

  private static Findings check(
      Traffic traffic, CheckOptions options, List<? extends Extension> extensions) {
    Scene scene = new Scene(traffic, options.strategy());
    return Checker.check(scene, rules(extensions), options);
  }

  /** Returns core's rules and those of the given extensions. */
  public static List<Rule> rules(List<? extends Extension> extensions) {
    List<FieldTable> fields = new ArrayList<>();
    extensions.forEach(extension -> fields.addAll(extension.fields()));
    List<Rule> rules = new ArrayList<>(CoreRules.all(fields));
    extensions.forEach(extension -> rules.addAll(extension.rules()));
    return rules;
  }

  /** Returns what there is to know of all rules, by id, the checker's own among them. */
  public static List<RuleInfo> catalogue(List<? extends Extension> extensions) {
    List<RuleInfo> infos = new ArrayList<>(Checker.own());
    rules(extensions).forEach(rule -> infos.add(rule.info()));
    infos.sort(Comparator.comparing(RuleInfo::id));
    return infos;
  }

  /**
   * Returns what applies sets to the cluster of a client; a set is checked first. It calls the
   * cluster when it is told to apply, not before.
   */
  public static Applier applier(KubernetesClient client) {
    return applier(client, CheckOptions.defaults());
  }

  /** Returns what applies sets to the cluster of a client, once the chosen rules find no error. */
  public static Applier applier(KubernetesClient client, CheckOptions options) {
    List<Lifecycle> lifecycles = new ArrayList<>();
    Extensions.found().forEach(extension -> lifecycles.addAll(extension.lifecycles()));
    return Applier.of(client, lifecycles, manifests -> check(manifests, options));
  }

  /**
   * Returns what reads a cluster: its resources, and what it tells about the platform. It calls the
   * cluster when it is told to read, not before.
   */
  public static LiveCluster live(KubernetesClient client) {
    List<LookUp> lookUps = new ArrayList<>();
    Set<String> groups = new HashSet<>();
    for (Extension extension : Extensions.found()) {
      lookUps.addAll(extension.lookUps());
      extension.lifecycles().forEach(lifecycle -> groups.add(lifecycle.group()));
    }
    return LiveCluster.of(client, lookUps, groups);
  }

  /**
   * Returns what a cluster tells about its platform; what it does not tell is as on {@link
   * Platform#today()}.
   *
   * @throws dev.portside.apply.ClusterException if the cluster does not answer
   */
  public static Platform platform(KubernetesClient client) {
    return live(client).platform();
  }

  /**
   * Returns the live resources of the given namespaces, or of all where none is given, on the
   * cluster's own platform; see {@link LiveCluster#manifests}.
   *
   * @throws dev.portside.apply.ClusterException if the cluster does not answer, or refuses to show
   *     something
   */
  public static Manifests read(KubernetesClient client, String... namespaces) {
    LiveCluster live = live(client);
    return live.manifests(live.platform(), namespaces);
  }

  /**
   * Returns where a set lets others in, as far as its platform tells: {@code
   * manifests.on(Portside.platform(client))} knows the domain of the cluster. A {@link SmokeCheck}
   * asks whether it answers.
   */
  public static List<PublicUrl> urls(Manifests manifests) {
    return Extensions.found().stream()
        .flatMap(extension -> extension.urls(manifests).stream())
        .toList();
  }

  /** Returns every connection of a set. */
  public static Traffic traffic(Manifests manifests) {
    return traffic(manifests, Extensions.found());
  }

  /** Returns every connection of a set as the given extensions know it. */
  public static Traffic traffic(Manifests manifests, List<? extends Extension> extensions) {
    return Traffic.of(manifests, extensions);
  }
}
