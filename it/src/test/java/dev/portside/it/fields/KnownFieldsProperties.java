package dev.portside.it.fields;

import static com.google.common.truth.Truth.assertThat;

import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.portside.Portside;
import dev.portside.check.CheckOptions;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever fabric8 can write is known. */
final class KnownFieldsProperties {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final DeserializationConfig CONFIG = MAPPER.getDeserializationConfig();

  /** Deep enough for a field of a source of an environment variable of a CronJob's container. */
  private static final int DEPTH = 12;

  @Provide
  Arbitrary<Class<? extends HasMetadata>> kinds() {
    return Arbitraries.of(FieldTables.KUBERNETES);
  }

  @Property(tries = 300)
  void filledObject(@ForAll("kinds") Class<? extends HasMetadata> kind, @ForAll long seed) {
    Map<String, Object> content = object(CONFIG.constructType(kind), new Random(seed), DEPTH);
    content.remove("metadata");
    content.remove("apiVersion");
    content.remove("kind");
    HasMetadata object = MAPPER.convertValue(content, kind);
    object.setMetadata(new ObjectMetaBuilder().withName("orders").build());
    Manifests set = Manifests.of(List.of(object), Platform.today());
    CheckOptions only = CheckOptions.defaults().only("manifest-unknown-field");

    assertThat(Portside.check(set, only).all()).isEmpty();
  }

  private static Map<String, Object> object(JavaType type, Random random, int depth) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (BeanPropertyDefinition property : CONFIG.introspect(type).findProperties()) {
      // The more a mapping lies below, the less is written beside it.
      if (property.isExplicitlyNamed() && random.nextInt(depth) > depth / 2) {
        Object value = value(property.getPrimaryType(), random, depth - 1);
        if (value != null) {
          object.put(property.getName(), value);
        }
      }
    }
    return object;
  }

  private static Object value(JavaType type, Random random, int depth) {
    Class<?> raw = type.getRawClass();
    if (raw == String.class) {
      return "x";
    }
    if (raw == Integer.class || raw == Long.class || raw == IntOrString.class) {
      return 1;
    }
    if (raw == Boolean.class) {
      return true;
    }
    if (raw == Quantity.class) {
      return "1Gi";
    }
    if (depth == 1) {
      return null;
    }
    if (type.isContainerType()) {
      Object content = value(type.getContentType(), random, depth);
      if (content == null) {
        return null;
      }
      return type.isMapLikeType() ? Map.of("any", content) : List.of(content);
    }
    boolean model = raw.getName().startsWith("io.fabric8.") && !raw.isInterface();
    return model ? object(type, random, depth) : null;
  }
}
