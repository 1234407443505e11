package dev.portside.buildtools;

import static com.google.common.truth.Truth.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PlainLambdasTest {

  interface Named {
    default String named(String suffix) {
      return own(suffix);
    }

    private String own(String suffix) {
      Supplier<String> answer = () -> "named" + suffix;
      return answer.get();
    }
  }

  /** Every form that a lambda or a method reference has. */
  static final class Forms implements Named, Callable<List<Object>> {

    private final long big = 1L << 40;
    private int calls;

    @Override
    public List<Object> call() {
      byte small = 3;
      double half = 0.5;
      Supplier<String> nothing = () -> "nothing";
      Supplier<Object> captures = () -> big + small + half + "x";
      IntFunction<int[]> array = int[]::new;
      Function<Integer, StringBuilder> makes = StringBuilder::new;
      ToLongFunction<Integer> widens = Integer::intValue;
      ToIntFunction<Character> letter = Forms::code;
      ToDoubleFunction<Long> number = Long::longValue;
      Function<Integer, Object> boxes = Math::abs;
      IntToLongFunction wider = i -> i * big;
      Predicate<String> bound = "a"::equals;
      BiFunction<String, String, Boolean> unbound = String::startsWith;
      UnaryOperator<String> own = this::own;
      Runnable dropped = this::count;
      dropped.run();
      Function<Object, Object> inner = x -> new Inner().twice(x);
      Function<String, String> above = Named.super::named;
      return List.of(
          nothing.get(),
          captures.get(),
          array.apply(3).length,
          makes.apply(9).capacity(),
          widens.applyAsLong(5),
          letter.applyAsInt('a'),
          number.applyAsDouble(7L),
          boxes.apply(-4),
          wider.applyAsLong(2),
          bound.test("a"),
          unbound.apply("ab", "a"),
          own.apply("o"),
          calls,
          inner.apply("i"),
          above.apply("!"));
    }

    private static int code(int letter) {
      return letter;
    }

    private String own(String text) {
      return text + big;
    }

    private long count() {
      return ++calls;
    }

    private static final class Inner {
      private Object twice(Object x) {
        Supplier<Object> both = () -> List.of(x, x);
        return both.get();
      }
    }
  }

  @Test
  void everyForm_answersTheSame() throws Exception {
    Map<String, byte[]> classes = new HashMap<>();
    for (Class<?> type : List.of(getClass(), Named.class, Forms.class, Forms.Inner.class)) {
      classes.put(type.getName().replace('.', '/'), bytes(type));
    }

    Map<String, byte[]> plain = PlainLambdas.plain(classes);

    String forms = Forms.class.getName().replace('.', '/');
    assertThat(new String(plain.get(forms), StandardCharsets.ISO_8859_1))
        .doesNotContain("LambdaMetafactory");
    assertThat(plain.keySet().stream().filter(name -> name.contains("$Forms$Lambda")).toList())
        .hasSize(15);
    assertThat(made(plain, classes).call()).isEqualTo(new Forms().call());
  }

  @Test
  void lambdaThatCapturesNothing_isOne() throws Exception {
    Map<String, byte[]> classes = new HashMap<>();
    classes.put(Once.class.getName().replace('.', '/'), bytes(Once.class));
    classes.put(getClass().getName().replace('.', '/'), bytes(getClass()));

    Class<?> once = loader(PlainLambdas.plain(classes), classes).loadClass(Once.class.getName());
    Constructor<?> made = once.getDeclaredConstructor();
    made.setAccessible(true);
    Supplier<?> supplier = (Supplier<?>) made.newInstance();
    assertThat(supplier.get()).isSameInstanceAs(supplier.get());
  }

  static final class Once implements Supplier<Object> {
    @Override
    public Object get() {
      Supplier<String> one = () -> "";
      return one;
    }
  }

  private static Callable<?> made(Map<String, byte[]> plain, Map<String, byte[]> classes)
      throws ReflectiveOperationException {
    Class<?> forms = loader(plain, classes).loadClass(Forms.class.getName());
    Constructor<?> made = forms.getDeclaredConstructor();
    made.setAccessible(true);
    return (Callable<?>) made.newInstance();
  }

  private static ClassLoader loader(Map<String, byte[]> plain, Map<String, byte[]> classes) {
    Map<String, byte[]> all = new HashMap<>(classes);
    all.putAll(plain);
    return new ClassLoader(PlainLambdasTest.class.getClassLoader()) {
      @Override
      protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        byte[] code = all.get(name.replace('.', '/'));
        if (code == null) {
          return super.loadClass(name, resolve);
        }
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? defineClass(name, code, 0, code.length) : loaded;
      }
    };
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (InputStream in =
        type.getResourceAsStream(type.getName().replaceAll(".*[.]", "") + ".class")) {
      return in.readAllBytes();
    }
  }
}
