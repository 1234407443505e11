package dev.portside.it.fields;

import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shapes of fabric8's model classes, as Jackson reads them. */
final class ModelShapes {

  /** Classes that stand for one scalar. */
  private static final List<Class<?>> SCALARS = List.of(IntOrString.class, Quantity.class);

  private final DeserializationConfig config = new ObjectMapper().getDeserializationConfig();
  private final Map<Class<?>, Shape> shapes = new HashMap<>();

  /** Returns the shape of a class: without fields where it is no class of the model. */
  Shape of(Class<?> type) {
    return of(config.constructType(type));
  }

  private static String form(JavaType type) {
    if (type.isMapLikeType() || isJudged(type.getRawClass())) {
      return Shape.MAPPING;
    }
    return type.isCollectionLikeType() ? Shape.LIST : "";
  }

  private static boolean isJudged(Class<?> raw) {
    return raw.getName().startsWith("io.fabric8.")
        && !raw.isInterface()
        && !raw.isEnum()
        && !SCALARS.contains(raw);
  }

  private Shape of(JavaType type) {
    if (type.isMapLikeType()) {
      return Shape.mapOf(of(type.getContentType()));
    }
    if (type.isContainerType()) {
      return of(type.getContentType());
    }
    Class<?> raw = type.getRawClass();
    if (!isJudged(raw)) {
      return Shape.open();
    }
    Shape known = shapes.get(raw);
    if (known != null) {
      return known;
    }
    Shape shape = Shape.named(raw.getSimpleName());
    shapes.put(raw, shape);
    for (BeanPropertyDefinition property : config.introspect(type).findProperties()) {
      if (property.isExplicitlyNamed()) {
        boolean status = property.getName().equals("status");
        JavaType value = property.getPrimaryType();
        shape.with(property.getName(), status ? Shape.open() : of(value), form(value));
      }
    }
    return shape;
  }
}
