package dev.portside.examples;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The grammar of all builders, as CONTRIBUTING tells it. */
class BuilderGrammarTest {

  private static final Pattern START = Pattern.compile("named|of([A-Z]\\w*)?");

  /** Starts that say more than {@code of} would, each with what it says. */
  private static final Map<String, String> TELLING_STARTS =
      Map.ofEntries(
          Map.entry("DaprApp.from", "takes in a workload that exists"),
          Map.entry("DaprComponent.redisState", "which type; README has it"),
          Map.entry("DaprComponent.redisPubSub", "which type"),
          Map.entry("KymaApiRule.exposing", "whom; README has it"),
          Map.entry("IstioNamespace.injected", "what becomes of it; README has it"),
          Map.entry("IstioNamespace.revision", "what becomes of it"),
          Map.entry("IstioNamespace.excluded", "what becomes of it"),
          Map.entry("IstioNamespace.ambient", "what becomes of it"),
          Map.entry("IstioAuthorizationPolicy.allow", "which action"),
          Map.entry("IstioAuthorizationPolicy.deny", "which action"),
          Map.entry("IstioAuthorizationPolicy.allowNothing", "which action"),
          Map.entry("AuthorizationRule.any", "what it matches until it names something"),
          Map.entry("AccessControl.byDefault", "for whom the access is"),
          Map.entry("ApiLogging.enabled", "what the boolean means"),
          Map.entry("ApiRule.grpc", "which protocol"),
          Map.entry("ApiRule.http", "which protocol"),
          Map.entry("Metrics.enabled", "what the boolean means"),
          Map.entry("NamedValue.fromEnvironment", "where the value is"),
          Map.entry("NamedValue.fromSecret", "where the value is"),
          Map.entry("OtelExporter.grpc", "which protocol"),
          Map.entry("OtelExporter.http", "which protocol"),
          Map.entry("RetryPolicy.constant", "which kind"),
          Map.entry("RetryPolicy.exponential", "which kind"),
          Map.entry("Tracing.sampling", "what the number means"));

  /** Of the catalogue of short forms, each start names a type. */
  private static final String CATALOGUE = "DaprComponents";

  private static final Pattern VERB =
      Pattern.compile(
          "(set|with|without|add|put|get|remove|enable|disable|allow|deny|inject|ignore|exclude"
              + "|include|make|use|select|keep|omit|record)([A-Z].*)?|[a-z]+ing([A-Z].*)?");

  /** Nouns that look like verbs: of HTTP, of Dapr, and Istio's own word beside registryOnly. */
  private static final Set<String> NOUNS =
      Set.of("get", "tracing", "profiling", "bindingOptionsTimeout", "allowAny");

  private final DslSamples samples = new DslSamples();

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  @Test
  void found_isAllOfTheDsl() {
    assertThat(DslTypes.builders()).containsExactlyElementsIn(BuilderCases.ALL.keySet());
    assertThat(DslTypes.bareParts().stream().map(Class::getSimpleName).toList())
        .containsExactly("IstioNamespace");
    assertThat(DslTypes.nested().size()).isAtLeast(25);
    assertThat(DslTypes.starts().size()).isAtLeast(60);
    assertThat(called().size()).isAtLeast(250);
  }

  @Test
  void starts_areNamedOrOf() {
    Set<String> telling = new TreeSet<>();
    for (Method start : DslTypes.starts()) {
      if (!START.matcher(start.getName()).matches() && !name(start).startsWith(CATALOGUE)) {
        telling.add(name(start));
      }
    }
    assertThat(telling).containsExactlyElementsIn(TELLING_STARTS.keySet());
  }

  @Test
  void methods_areNouns() {
    List<Class<?>> types = new ArrayList<>(DslTypes.owners());
    types.addAll(DslTypes.bareParts());
    for (Class<?> type : types) {
      for (Method method : DslTypes.setters(type)) {
        boolean verb = VERB.matcher(method.getName()).matches();
        assertWithMessage(method.toGenericString())
            .that(verb && !NOUNS.contains(method.getName()))
            .isFalse();
      }
    }
  }

  /** A builder has nothing but what sets and {@code build()}, which makes a part of a set. */
  @Test
  void builders_setAndBuild() {
    for (Class<?> builder : DslTypes.builders()) {
      assertThat(Part.class.isAssignableFrom(DslTypes.built(builder))).isTrue();
      assertWithMessage(builder.getName()).that(builder.getConstructors()).isEmpty();
      List<Method> setters = DslTypes.setters(builder);
      for (Method method : builder.getMethods()) {
        boolean known =
            setters.contains(method)
                || method.isSynthetic()
                || method.getDeclaringClass() == Object.class
                || DslTypes.isBuild(method);
        assertWithMessage(method.toGenericString()).that(known).isTrue();
      }
    }
  }

  @Test
  void nested_areImmutable() {
    for (Class<?> type : DslTypes.nested()) {
      assertWithMessage(type.getName()).that(Modifier.isFinal(type.getModifiers())).isTrue();
      assertWithMessage(type.getName())
          .that(type.isRecord() || type.getConstructors().length == 0)
          .isTrue();
      for (Class<?> c = type; c != null; c = c.getSuperclass()) {
        for (Field field : c.getDeclaredFields()) {
          assertWithMessage(field.toString()).that(Modifier.isFinal(field.getModifiers())).isTrue();
        }
      }
      Object value = samples.instance(type);
      for (Method method : DslTypes.setters(type)) {
        Object changed = DslSamples.call(method, value, samples.arguments(method));
        boolean identity = Arrays.stream(method.getParameterTypes()).anyMatch(DslTypes::isFunction);
        assertWithMessage(name(method)).that(identity || changed != value).isTrue();
      }
    }
  }

  /** Whatever a builder or part makes can be changed by fabric8's builder of it. */
  @Test
  void customized_reachesEachResource() {
    List<Object> makers = new ArrayList<>();
    BuilderCases.ALL.values().forEach(one -> makers.add(one.right().get()));
    DslTypes.bareParts().forEach(part -> makers.add(samples.instance(part)));
    for (Object maker : makers) {
      Method customized =
          DslTypes.setters(maker.getClass()).stream()
              .filter(method -> method.getName().equals("customized"))
              .findFirst()
              .orElseThrow(() -> new AssertionError(maker.getClass() + " has no customized(…)"));
      Consumer<Object> label = BuilderGrammarTest::label;
      Object[] arguments = samples.arguments(customized);
      arguments[arguments.length - 1] = label;
      Object changed = DslSamples.call(customized, maker, arguments);
      Part part = changed instanceof Part bare ? bare : DslSamples.build(changed);
      for (Resource resource : Manifests.in("shop").add(part).build().resources()) {
        assertWithMessage("%s", resource)
            .that(resource.tree().mapping("metadata").mapping("labels").text("grammar"))
            .isEqualTo("held");
      }
    }
  }

  /** Labels what a fabric8 builder makes. */
  private static void label(Object builder) {
    try {
      Object metadata = builder.getClass().getMethod("editOrNewMetadata").invoke(builder);
      Method add = metadata.getClass().getMethod("addToLabels", String.class, String.class);
      add.invoke(metadata, "grammar", "held");
      metadata.getClass().getMethod("endMetadata").invoke(metadata);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private List<Method> called() {
    List<Method> methods = new ArrayList<>(DslTypes.starts());
    DslTypes.owners().forEach(type -> methods.addAll(DslTypes.setters(type)));
    DslTypes.bareParts().forEach(type -> methods.addAll(DslTypes.setters(type)));
    return methods;
  }

  /** Returns what is wrong where a method takes an argument, or refuses it in another way. */
  private Stream<String> unrefused(Method method, int index, Object wrong, Class<?>... as) {
    Object[] arguments = samples.arguments(method);
    arguments[index] = wrong;
    String call = method.toGenericString() + " with a wrong argument " + index;
    try {
      DslSamples.call(method, on(method), arguments);
      return Stream.of(call + " is taken");
    } catch (RuntimeException e) {
      return List.of(as).contains(e.getClass()) ? Stream.empty() : Stream.of(call + ": " + e);
    }
  }

  /** Of methods that several builders inherit, any of them will do. */
  private Object on(Method method) {
    if (Modifier.isStatic(method.getModifiers())) {
      return method;
    }
    Class<?> type = method.getDeclaringClass();
    return samples.instance(
        DslTypes.builders().stream().filter(type::isAssignableFrom).findFirst().orElse(type));
  }

  @Test
  void samples_areTaken() {
    for (Method method : called()) {
      DslSamples.call(method, on(method), samples.arguments(method));
    }
  }

  @Test
  void null_failsAtTheCall() {
    List<String> taken = new ArrayList<>();
    Class<?>[] as = {NullPointerException.class, IllegalArgumentException.class};
    for (Method method : called()) {
      Class<?>[] types = method.getParameterTypes();
      for (int i = 0; i < types.length; i++) {
        if (!types[i].isPrimitive()) {
          unrefused(method, i, null, as).forEach(taken::add);
        }
        if (types[i].isArray() && !types[i].getComponentType().isPrimitive()) {
          Object holdsNull = Array.newInstance(types[i].getComponentType(), 1);
          unrefused(method, i, holdsNull, as).forEach(taken::add);
        }
      }
    }
    assertThat(taken).isEmpty();
  }

  @Test
  void outOfRange_failsAtTheCall() {
    Map<Class<?>, Object> wrong =
        Map.of(
            int.class,
            Integer.MIN_VALUE,
            int[].class,
            new int[] {Integer.MIN_VALUE},
            double.class,
            -1.0,
            Duration.class,
            Duration.ofSeconds(-1));
    List<String> taken = new ArrayList<>();
    for (Method method : called()) {
      Class<?>[] types = method.getParameterTypes();
      for (int i = 0; i < types.length; i++) {
        if (wrong.containsKey(types[i])) {
          unrefused(method, i, wrong.get(types[i]), IllegalArgumentException.class)
              .forEach(taken::add);
        }
      }
    }
    assertThat(taken).isEmpty();
  }

  @Test
  void build_namesAllThatIsWrong() {
    for (BuilderCases.Case one : BuilderCases.ALL.values()) {
      String message = assertThrows(IllegalStateException.class, one.wrong()::get).getMessage();
      for (String word : one.words()) {
        assertThat(message).contains(word);
      }
    }
  }
}
