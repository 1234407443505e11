package dev.portside.buildtools;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainRecordsTest {

  record All(
      boolean yes, byte b, char c, short s, int i, long l, float f, double d, Object o, int[] a) {}

  record Nothing() {}

  record Own(int i) {
    @Override
    public int hashCode() {
      return 7;
    }
  }

  private static final int[] ARRAY = {1};

  private static final List<Object[]> VALUES =
      List.of(
          all(true, 1, 'a', 1L, 1.5f, 2.5, "x"),
          all(false, 1, 'a', 1L, 1.5f, 2.5, "x"),
          all(true, 2, 'a', 1L, 1.5f, 2.5, "x"),
          all(true, 1, 'b', 1L, 1.5f, 2.5, "x"),
          all(true, 1, 'a', 1L << 40, 1.5f, 2.5, "x"),
          all(true, 1, 'a', 1L, Float.NaN, 2.5, "x"),
          all(true, 1, 'a', 1L, 1.5f, Double.NaN, "x"),
          all(true, 1, 'a', 1L, 0.0f, 2.5, "x"),
          all(true, 1, 'a', 1L, -0.0f, 2.5, "x"),
          all(true, 1, 'a', 1L, 1.5f, 0.0, "x"),
          all(true, 1, 'a', 1L, 1.5f, -0.0, "x"),
          all(true, 1, 'a', 1L, 1.5f, 2.5, "y"),
          all(true, 1, 'a', 1L, 1.5f, 2.5, null));

  private static Object[] all(boolean yes, int i, char c, long l, float f, double d, Object other) {
    return new Object[] {yes, (byte) i, c, (short) -i, i, l, f, d, other, ARRAY};
  }

  @Test
  void equalsAndHashCode_asTheLanguageSays() throws Exception {
    List<Object> records = records(All.class);
    List<Object> plain = records(plain(All.class));

    for (int i = 0; i < VALUES.size(); i++) {
      assertThat(plain.get(i).hashCode()).isEqualTo(records.get(i).hashCode());
      assertThat(plain.get(i)).isNotEqualTo(records.get(i));
      for (int j = 0; j < VALUES.size(); j++) {
        List<Object> others = records(plain.get(0).getClass());
        assertWithMessage("%s, %s", i, j)
            .that(plain.get(i).equals(others.get(j)))
            .isEqualTo(records.get(i).equals(records.get(j)));
      }
    }
    assertThat(plain.get(0).equals(null)).isFalse();
  }

  @Test
  void recordWithoutComponents() throws Exception {
    byte[] plain = PlainRecords.plain(bytes(Nothing.class));

    assertThat(new String(bytes(All.class), StandardCharsets.ISO_8859_1)).doesNotContain("plain$");
    assertThat(new String(plain, StandardCharsets.ISO_8859_1)).contains("plain$hashCode");
    Constructor<?> made = plain(Nothing.class).getDeclaredConstructor();
    made.setAccessible(true);
    assertThat(made.newInstance()).isEqualTo(made.newInstance());
    assertThat(made.newInstance().hashCode()).isEqualTo(new Nothing().hashCode());
  }

  @Test
  void ownMethodsStay() throws Exception {
    Constructor<?> made = plain(Own.class).getDeclaredConstructor(int.class);
    made.setAccessible(true);

    assertThat(made.newInstance(1).hashCode()).isEqualTo(7);
    assertThat(made.newInstance(1)).isEqualTo(made.newInstance(1));
    assertThat(made.newInstance(1)).isNotEqualTo(made.newInstance(2));
  }

  private static List<Object> records(Class<?> type) throws ReflectiveOperationException {
    Constructor<?> made = type.getDeclaredConstructors()[0];
    made.setAccessible(true);
    List<Object> records = new ArrayList<>();
    for (Object[] values : VALUES) {
      records.add(made.newInstance(values));
    }
    return records;
  }

  private static Class<?> plain(Class<?> type) throws IOException {
    byte[] code = PlainRecords.plain(bytes(type));
    return new ClassLoader(type.getClassLoader()) {
      Class<?> define() {
        return defineClass(type.getName(), code, 0, code.length);
      }
    }.define();
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (InputStream in =
        type.getResourceAsStream(type.getName().replaceAll(".*[.]", "") + ".class")) {
      return in.readAllBytes();
    }
  }
}
