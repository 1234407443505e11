package dev.portside;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The extensions on the class path, found once: it does not change while a program runs. */
public final class Extensions {

  private static final List<Extension> FOUND =
      ServiceLoader.load(Extension.class, Extensions.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .sorted(Comparator.comparing(Extension::id))
          .toList();

  private Extensions() {}

  /** Returns them, by id. */
  public static List<Extension> found() {
    return FOUND;
  }
}
