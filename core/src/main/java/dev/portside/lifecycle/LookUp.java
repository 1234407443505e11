package dev.portside.lifecycle;

import dev.portside.manifest.ResourceRef;
import dev.portside.platform.Platform;
import dev.portside.platform.Version;
import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.YamlException;
import dev.portside.yaml.YamlReader;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an object of a cluster tells about the platform: which object, and a pure function that
 * learns from it. Nothing is called here. An object that is not there, or does not say what it
 * should, leaves the platform as it was.
 */
public final class LookUp {

  /** Release candidates and variants of an image have the release in front. */
  private static final Pattern RELEASE =
      Pattern.compile("v?(\\d{1,6}(?:\\.\\d{1,6}){1,2})(?:-.*)?");

  private final Function<Platform, ResourceRef> object;
  private final boolean all;
  private final BiFunction<Platform, Mapping, Platform> learned;

  private LookUp(
      Function<Platform, ResourceRef> object,
      boolean all,
      BiFunction<Platform, Mapping, Platform> learned) {
    this.object = object;
    this.all = all;
    this.learned = learned;
  }

  /** Returns a look-up of one object. */
  public static LookUp of(ResourceRef object, BiFunction<Platform, Mapping, Platform> learned) {
    return of(platform -> object, learned);
  }

  /** Returns a look-up of an object whose name depends on what is known of the platform so far. */
  public static LookUp of(
      Function<Platform, ResourceRef> object, BiFunction<Platform, Mapping, Platform> learned) {
    return new LookUp(object, false, learned);
  }

  /** Returns a look-up of all objects of a kind, each of which is learned from. */
  public static LookUp ofAll(
      String apiVersion, String kind, BiFunction<Platform, Mapping, Platform> learned) {
    ResourceRef any = new ResourceRef(apiVersion, kind, "", "");
    return new LookUp(platform -> any, true, learned);
  }

  /** Returns the object's name; only apiVersion and kind where all of a kind are meant. */
  public ResourceRef object(Platform platform) {
    return object.apply(platform);
  }

  /** Returns whether all objects of the kind are meant. */
  public boolean isOfAll() {
    return all;
  }

  /** Returns what is known of the platform once a live object was looked at. */
  public Platform learn(Platform platform, Mapping live) {
    return learned.apply(platform, live);
  }

  /**
   * Returns the release that the image of a workload's container is tagged with; nothing for a tag
   * that is not a release, such as {@code latest}, or a digest alone.
   *
   * @param workload a live Deployment or its like
   * @param container the container's name; the first container counts where none is called so
   */
  public static Optional<Version> release(Mapping workload, String container) {
    String image = container(workload, container).findText("image").orElse("");
    int digest = image.indexOf('@');
    String tagged = digest < 0 ? image : image.substring(0, digest);
    // A colon before the last slash belongs to the registry's port.
    int colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
    Matcher release = RELEASE.matcher(colon < 0 ? "" : tagged.substring(colon + 1));
    return release.matches() ? Optional.of(Version.of(release.group(1))) : Optional.empty();
  }

  /**
   * Returns a container of a workload by name; the first one where none is called so, and an empty
   * one where there is none at all.
   */
  public static Mapping container(Mapping workload, String name) {
    Sequence containers =
        workload.mapping("spec").mapping("template").mapping("spec").sequence("containers");
    for (int i = 0; i < containers.size(); i++) {
      if (name.equals(containers.mapping(i).text("name"))) {
        return containers.mapping(i);
      }
    }
    return containers.size() == 0 ? Mapping.empty() : containers.mapping(0);
  }

  /**
   * Returns the mapping that a text holds as YAML or JSON, such as a value of a ConfigMap; an empty
   * one where it holds none.
   */
  public static Mapping parsed(@Nullable String text) {
    try {
      return YamlReader.read(Input.of("value", text == null ? "" : text)).stream()
          .map(Document::root)
          .findFirst()
          .map(root -> root instanceof Mapping mapping ? mapping : Mapping.empty())
          .orElse(Mapping.empty());
    } catch (YamlException e) {
      return Mapping.empty();
    }
  }

  /** Returns what is looked up on today's platform. */
  @Override
  public String toString() {
    return "LookUp " + object(Platform.today());
  }
}
