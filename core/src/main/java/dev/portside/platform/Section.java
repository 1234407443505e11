package dev.portside.platform;

import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The typed key of an extension's part of the {@link Platform}: its name, how to read it, and its
 * profiles.
 *
 * <p>Sections are found by {@link java.util.ServiceLoader}, so that a profile's name can be checked
 * where it is given. The profiles are data: {@code META-INF/portside/<name>/profiles.yaml}, a
 * mapping from profile to settings, on the class path of the section's class. A profile that a
 * section does not list has that section's {@code today}.
 *
 * @param <T> the section's value, immutable
 */
public abstract class Section<T> {

  static final String TODAY = "today";

  private final String name;
  private final ConcurrentHashMap<String, T> values = new ConcurrentHashMap<>();
  private @Nullable Mapping profiles;

  /** Makes the section of that name, which is its key in a platform file. */
  protected Section(String name) {
    this.name = name;
  }

  /** Returns the section's key in a platform file, such as {@code istio}. */
  public final String name() {
    return name;
  }

  /**
   * Returns the section's value as the settings give it.
   *
   * @throws IllegalArgumentException naming the setting that is unknown or wrong, and its place
   */
  protected abstract T read(Settings settings);

  /** Returns the names of the profiles that this section has settings of. */
  public final Set<String> profiles() {
    return Set.copyOf(profileData().keys());
  }

  final T of(String profile) {
    T value = values.get(profile);
    if (value == null) {
      value = load(profile);
      values.put(profile, value);
    }
    return value;
  }

  private T load(String profile) {
    Mapping data = profileData();
    if (!data.has(profile)) {
      return of(TODAY);
    }
    // What a profile leaves out is today's.
    return read(data.mapping(profile), data.mapping(TODAY), Input.of(resource(), ""));
  }

  /** Returns the value of a section of a platform file; what it leaves out is the profile's. */
  final T read(String profile, Input input, Mapping own) {
    Mapping data = profileData();
    Mapping.Builder fallback = Mapping.builder().putAll(data.mapping(TODAY));
    // Of a key that stands twice the last one counts.
    fallback.putAll(data.mapping(profile));
    return read(own, fallback.build(), input);
  }

  private T read(Mapping own, Mapping fallback, Input input) {
    Settings settings = new Settings(name, input, own, fallback);
    T value = read(settings);
    settings.refuseUnknown();
    return value;
  }

  /** The service loader makes a section of its own; all of one class are the same key. */
  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof Section<?> section && getClass().equals(section.getClass());
  }

  @Override
  public final int hashCode() {
    return name.hashCode();
  }

  private Mapping profileData() {
    Mapping data = profiles;
    if (data == null) {
      data =
          YamlReader.read(Input.of(resource(), text())).stream()
              .map(document -> document.root() instanceof Mapping m ? m : Mapping.empty())
              .findFirst()
              .orElse(Mapping.empty());
      if (!data.has(TODAY)) {
        throw new IllegalStateException(resource() + ": no profile " + TODAY);
      }
      profiles = data;
    }
    return data;
  }

  private String resource() {
    return "META-INF/portside/" + name + "/profiles.yaml";
  }

  private String text() {
    try (InputStream in = getClass().getClassLoader().getResourceAsStream(resource())) {
      if (in == null) {
        throw new IllegalStateException("no " + resource() + " beside " + getClass().getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
