package dev.portside.platform;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the cluster is assumed to be: the versions of what runs there, its mesh-wide settings, the
 * namespaces known to exist. Immutable; {@link #today()} is the default everywhere, and every
 * answer that leans on an assumption says which.
 *
 * <p>Core's own part is small; each extension adds a typed section, asked for by its {@link
 * Section}.
 */
public final class Platform {

  private static final Platform TODAY =
      new Platform(Section.TODAY, Map.of(), Map.of(), Dataplane.KUBE_PROXY, false);

  private final String profile;
  private final Map<Section<?>, Object> sections;
  private final Map<String, Map<String, String>> namespaces;
  private final Dataplane dataplane;
  private final boolean closedWorld;

  private Platform(
      String profile,
      Map<Section<?>, Object> sections,
      Map<String, Map<String, String>> namespaces,
      Dataplane dataplane,
      boolean closedWorld) {
    this.profile = profile;
    this.sections = sections;
    this.namespaces = namespaces;
    this.dataplane = dataplane;
    this.closedWorld = closedWorld;
  }

  /** Returns the newest releases that Portside knows, with their defaults. */
  public static Platform today() {
    return TODAY;
  }

  /**
   * Returns a named profile: {@code today}, or one that an extension on the class path describes.
   *
   * @throws IllegalArgumentException if no extension knows the name; the message lists those known
   */
  public static Platform profile(String name) {
    TreeSet<String> known = new TreeSet<>(List.of(Section.TODAY));
    for (Section<?> section : Sections.ALL) {
      known.addAll(section.profiles());
    }
    if (!known.contains(name)) {
      throw new IllegalArgumentException(
          "profile \"%s\": unknown; known are %s".formatted(name, String.join(", ", known)));
    }
    return new Platform(name, Map.of(), Map.of(), Dataplane.KUBE_PROXY, false);
  }

  /** Returns the sections of all extensions on the class path. */
  static List<Section<?>> sections() {
    return Sections.ALL;
  }

  /** Returns the name of the profile that everything not set otherwise is taken from. */
  public String profile() {
    return profile;
  }

  /** Returns the value of an extension's section. */
  public <T> T get(Section<T> section) {
    @SuppressWarnings("unchecked") // with() is the only writer, and pairs them by type
    T value = (T) sections.get(section);
    return value == null ? section.of(profile) : value;
  }

  /** Returns this platform with another value in an extension's section. */
  public <T> Platform with(Section<T> section, T value) {
    Map<Section<?>, Object> changed = new HashMap<>(sections);
    changed.put(section, value);
    return new Platform(profile, Map.copyOf(changed), namespaces, dataplane, closedWorld);
  }

  /** Returns this platform with a namespace known to exist, and its labels. */
  public Platform withNamespace(String name, Map<String, String> labels) {
    Map<String, Map<String, String>> changed = new TreeMap<>(namespaces);
    changed.put(name, Map.copyOf(labels));
    return new Platform(profile, sections, changed, dataplane, closedWorld);
  }

  /** Returns this platform with another way from a Service's address to a pod's. */
  public Platform with(Dataplane changed) {
    return new Platform(profile, sections, namespaces, changed, closedWorld);
  }

  /** Returns this platform as a closed world: what a set does not hold does not exist. */
  public Platform closedWorld() {
    return new Platform(profile, sections, namespaces, dataplane, true);
  }

  /**
   * Returns this platform where it says something, and the given facts elsewhere. A profile other
   * than {@code today} says everything but the namespaces.
   */
  public Platform over(Platform facts) {
    Map<Section<?>, Object> ownSections = new HashMap<>();
    if (profile.equals(Section.TODAY)) {
      ownSections.putAll(facts.sections);
    }
    ownSections.putAll(sections);
    Map<String, Map<String, String>> all = new TreeMap<>(facts.namespaces);
    all.putAll(namespaces);
    return new Platform(
        profile.equals(Section.TODAY) ? facts.profile : profile,
        Map.copyOf(ownSections),
        all,
        dataplane == Dataplane.KUBE_PROXY ? facts.dataplane : dataplane,
        closedWorld || facts.closedWorld);
  }

  /** Returns the labels of a namespace that is known to exist though no manifest says so. */
  public Optional<Map<String, String>> namespaceLabels(String name) {
    return Optional.ofNullable(namespaces.get(name));
  }

  /** Returns how a Service's address becomes a pod's; kube-proxy's way by default. */
  public Dataplane dataplane() {
    return dataplane;
  }

  /** Returns whether what a set does not hold does not exist; an open world by default. */
  public boolean isClosedWorld() {
    return closedWorld;
  }

  @Override
  public String toString() {
    return Sections.ALL.stream()
        .map(section -> section.name() + "=" + get(section))
        .sorted()
        .collect(Collectors.joining(", ", profile + " (", ")"));
  }

  /** Found once: what is on the class path does not change while a program runs. */
  private static final class Sections {
    static final List<Section<?>> ALL = load();

    private static List<Section<?>> load() {
      return ServiceLoader.load(Section.class, Platform.class.getClassLoader()).stream()
          .<Section<?>>map(ServiceLoader.Provider::get)
          .toList();
    }
  }
}
