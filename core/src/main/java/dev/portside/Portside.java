package dev.portside;

import dev.portside.check.CheckOptions;
import dev.portside.check.Checker;
import dev.portside.check.CoreRules;
import dev.portside.check.Findings;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.platform.Platform;
import dev.portside.traffic.Traffic;
import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.YamlReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What Portside does, in one place: every method is a pure function of its arguments but {@link
 * #read}, which reads files.
 *
 * <p>Methods that take no extensions use those on the class path.
 */
public final class Portside {

  private Portside() {}

  /**
   * Returns the resources of YAML or JSON files, for today's platform. Resources without a
   * namespace are in {@code default}.
   *
   * @throws IOException if a file cannot be read
   * @throws dev.portside.yaml.YamlException if one is no YAML, naming file, line and column
   */
  public static Manifests read(Path... files) throws IOException {
    List<Resource> resources = new ArrayList<>();
    for (Path file : files) {
      Input input = Input.of(file.toString(), Files.readString(file));
      for (Document document : YamlReader.read(input)) {
        resources.add(Resource.read(document, "default"));
      }
    }
    return Manifests.of("default", Platform.today(), resources);
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
    Scene scene = new Scene(traffic(manifests, extensions), options.strategy());
    return Checker.check(scene, rules(extensions), options);
  }

  /** Returns core's rules and those of the given extensions. */
  public static List<Rule> rules(List<? extends Extension> extensions) {
    List<Rule> rules = new ArrayList<>(CoreRules.all());
    extensions.forEach(extension -> rules.addAll(extension.rules()));
    return rules;
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
