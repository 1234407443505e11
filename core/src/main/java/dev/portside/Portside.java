package dev.portside;

import dev.portside.check.CheckOptions;
import dev.portside.check.Checker;
import dev.portside.check.CoreRules;
import dev.portside.check.FieldTable;
import dev.portside.check.Findings;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
import dev.portside.check.Scene;
import dev.portside.lifecycle.PublicUrl;
import dev.portside.manifest.ManifestFiles;
import dev.portside.manifest.ManifestReader;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import dev.portside.traffic.Traffic;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What Portside does, in one place: every method is a pure function of its arguments but {@link
 * #read(Path...)}, which reads files.
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
   * @throws IllegalArgumentException if the options name an unknown rule
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

  /** Returns the descriptions of all rules, by id, the checker's own among them. */
  public static List<RuleInfo> catalogue(List<? extends Extension> extensions) {
    List<RuleInfo> infos = new ArrayList<>(Checker.own());
    rules(extensions).forEach(rule -> infos.add(rule.info()));
    infos.sort(Comparator.comparing(RuleInfo::id));
    return infos;
  }

  /** Returns where a set lets others in, as far as its platform tells. */
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
