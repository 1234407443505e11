package dev.portside.dapr.component;

import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the metadata of a Component says, as daprd reads it. Immutable. */
public final class ComponentSettings {

  private static final Pointer METADATA = Pointer.of("spec", "metadata");

  /** Source: dapr/kit utils/strings.go, IsTruthy. */
  private static final Set<String> TRUE = Set.of("y", "yes", "true", "t", "on", "1");

  private final List<Setting> settings;

  /**
   * One item of the metadata.
   *
   * @param name the key as written
   * @param value the value as text; empty when it stands elsewhere, or nothing is there
   * @param origin where the value stands
   * @param item the item
   * @param field the value, or the reference to it
   */
  public record Setting(String name, String value, Origin origin, Pointer item, Pointer field) {

    /** Returns whether a manifest does not tell the value. */
    public boolean isHidden() {
      return origin != Origin.PLAIN;
    }

    /** Returns whether it says anything at all. */
    public boolean isSet() {
      return isHidden() || !value.isEmpty();
    }

    /** Returns whether Dapr takes the value for true. */
    public boolean isTrue() {
      return TRUE.contains(value.trim().toLowerCase(Locale.ROOT));
    }

    /** Returns the name only: the value may be a secret. */
    @Override
    public String toString() {
      return name;
    }
  }

  /** Where a value stands. */
  public enum Origin {
    /** In the Component. */
    PLAIN,
    /** In a secret store. */
    SECRET,
    /** In an environment variable of the sidecar. */
    ENVIRONMENT
  }

  private ComponentSettings(List<Setting> settings) {
    this.settings = List.copyOf(settings);
  }

  /** Returns the metadata of a Component. */
  public static ComponentSettings of(Resource component) {
    Sequence metadata = component.tree().mapping("spec").sequence("metadata");
    List<Setting> settings = new ArrayList<>(metadata.size());
    for (int i = 0; i < metadata.size(); i++) {
      Mapping item = metadata.mapping(i);
      String name = item.text("name");
      if (name != null) {
        settings.add(setting(name, item, METADATA.child(i)));
      }
    }
    return new ComponentSettings(settings);
  }

  /** A secret replaces a value that stands beside it, a value replaces an environment's. */
  private static Setting setting(String name, Mapping item, Pointer at) {
    String secret = item.mapping("secretKeyRef").text("name");
    if (secret != null && !secret.isEmpty()) {
      return new Setting(name, "", Origin.SECRET, at, at.child("secretKeyRef"));
    }
    String value = text(item.get("value"));
    if (value.isEmpty() && item.text("envRef") != null) {
      return new Setting(name, "", Origin.ENVIRONMENT, at, at.child("envRef"));
    }
    return new Setting(name, value, Origin.PLAIN, at, at.child("value"));
  }

  /** Whatever is not text comes to daprd as JSON. */
  private static String text(@Nullable Tree value) {
    if (value instanceof Scalar scalar) {
      return scalar.isString() ? scalar.text() : text(scalar.toJava());
    }
    return value == null ? "" : value instanceof Sequence ? "[]" : "{}";
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  /** Returns all items, in order. */
  public List<Setting> all() {
    return settings;
  }

  /** Returns the item of that key in whatever case, the last one where there are several. */
  public @Nullable Setting get(String name) {
    for (int i = settings.size() - 1; i >= 0; i--) {
      if (settings.get(i).name().equalsIgnoreCase(name)) {
        return settings.get(i);
      }
    }
    return null;
  }
}
