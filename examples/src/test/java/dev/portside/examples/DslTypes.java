package dev.portside.examples;

import dev.portside.manifest.Part;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.platform.commons.support.ReflectionSupport;

/** The public types by which a user of the DSL builds, as they are found on the class path. */
final class DslTypes {

  private static final Set<String> PACKAGES =
      Set.of(
          "dev.portside.dapr", "dev.portside.dapr.spec", "dev.portside.istio", "dev.portside.kyma");

  private static final List<Class<?>> PUBLIC =
      PACKAGES.stream()
          .flatMap(name -> ReflectionSupport.streamAllClassesInPackage(name, c -> true, n -> true))
          .filter(type -> PACKAGES.contains(type.getPackageName()) && isPublic(type))
          .distinct()
          .sorted(Comparator.comparing(Class::getName))
          .<Class<?>>map(type -> type)
          .toList();

  private static final List<Class<?>> BUILDERS =
      PUBLIC.stream()
          .filter(type -> !Modifier.isAbstract(type.getModifiers()))
          .filter(type -> Arrays.stream(type.getMethods()).anyMatch(DslTypes::isBuild))
          .toList();

  private static final List<Class<?>> NESTED = findNested();

  private static final List<Method> STARTS = findStarts();

  private DslTypes() {}

  private static boolean isPublic(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
  }

  /** Returns the builders: what has {@code build()}, and is no base of such. */
  static List<Class<?>> builders() {
    return BUILDERS;
  }

  static boolean isBuild(Method method) {
    return method.getName().equals("build") && method.getParameterCount() == 0;
  }

  /** Returns the parts of a set that need no builder. */
  static List<Class<?>> bareParts() {
    List<Class<?>> built = builders().stream().<Class<?>>map(DslTypes::built).toList();
    return PUBLIC.stream()
        .filter(type -> Part.class.isAssignableFrom(type) && !built.contains(type))
        .toList();
  }

  static Class<?> built(Class<?> builder) {
    try {
      return builder.getMethod("build").getReturnType();
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns what builders, and other such values, take: parts, and groups of settings. */
  static List<Class<?>> nested() {
    return NESTED;
  }

  private static List<Class<?>> findNested() {
    Set<Class<?>> found = new TreeSet<>(Comparator.comparing(Class::getName));
    Deque<Class<?>> open = new ArrayDeque<>(builders());
    while (!open.isEmpty()) {
      for (Method method : setters(open.pop())) {
        for (Type type : method.getGenericParameterTypes()) {
          Class<?> taken = taken(type);
          if (PUBLIC.contains(taken)
              && !taken.isEnum()
              && !Part.class.isAssignableFrom(taken)
              && found.add(taken)) {
            open.push(taken);
          }
        }
      }
    }
    return List.copyOf(found);
  }

  /** Returns what has methods that set something: builders, and what is nested in them. */
  static List<Class<?>> owners() {
    return Stream.concat(builders().stream(), nested().stream()).toList();
  }

  static boolean isFunction(Class<?> type) {
    return type == UnaryOperator.class;
  }

  /** Returns whom a parameter is, or on whom its function works. */
  private static Class<?> taken(Type type) {
    if (type instanceof ParameterizedType of && of.getRawType() == UnaryOperator.class) {
      return taken(of.getActualTypeArguments()[0]);
    }
    return type instanceof Class<?> plain ? plain : Object.class;
  }

  /** Returns the methods that return the builder or value again, or another of its type. */
  static List<Method> setters(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
        .filter(method -> method.getReturnType().isAssignableFrom(type))
        .filter(method -> method.getReturnType() != Object.class && !isBuild(method))
        .sorted(Comparator.comparing(Method::toGenericString))
        .toList();
  }

  /** Returns the static methods by which a builder, a value or a part without builder begins. */
  static List<Method> starts() {
    return STARTS;
  }

  private static List<Method> findStarts() {
    List<Class<?>> begun = new ArrayList<>(builders());
    begun.addAll(bareParts());
    begun.addAll(nested());
    return PUBLIC.stream()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> begun.contains(method.getReturnType()) || isPart(method))
        .sorted(Comparator.comparing(Method::toGenericString))
        .toList();
  }

  private static boolean isPart(Method method) {
    return Part.class.isAssignableFrom(method.getReturnType());
  }
}
