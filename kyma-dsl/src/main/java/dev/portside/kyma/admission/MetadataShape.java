package dev.portside.kyma.admission;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.ScalarType;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The types of what every object has, which the API server needs before it can say anything else.
 * Null is as if the field was not there. Source: k8s.io/apimachinery pkg/apis/meta/v1/types.go,
 * TypeMeta and ObjectMeta.
 */
final class MetadataShape {

  /** What a field of metadata is. */
  private enum Type {
    TEXT("not a string"),
    TEXTS("not a list of strings"),
    TEXT_BY_NAME("not a mapping of strings"),
    NUMBER("not a whole number of 64 bits"),
    TIME("not a time such as 2026-01-31T12:00:00Z"),
    OWNERS("not a list of owners, whose fields are strings, and controller true or false"),
    MAPPINGS("not a list of mappings");

    private final String otherwise;

    Type(String otherwise) {
      this.otherwise = otherwise;
    }
  }

  private static final Map<String, Type> FIELDS =
      Map.ofEntries(
          Map.entry("name", Type.TEXT),
          Map.entry("generateName", Type.TEXT),
          Map.entry("namespace", Type.TEXT),
          Map.entry("uid", Type.TEXT),
          Map.entry("resourceVersion", Type.TEXT),
          Map.entry("selfLink", Type.TEXT),
          Map.entry("generation", Type.NUMBER),
          Map.entry("deletionGracePeriodSeconds", Type.NUMBER),
          Map.entry("creationTimestamp", Type.TIME),
          Map.entry("deletionTimestamp", Type.TIME),
          Map.entry("labels", Type.TEXT_BY_NAME),
          Map.entry("annotations", Type.TEXT_BY_NAME),
          Map.entry("finalizers", Type.TEXTS),
          Map.entry("ownerReferences", Type.OWNERS),
          Map.entry("managedFields", Type.MAPPINGS));

  private static final Map<String, ScalarType> OWNER =
      Map.of(
          "apiVersion", ScalarType.STRING,
          "kind", ScalarType.STRING,
          "name", ScalarType.STRING,
          "uid", ScalarType.STRING,
          "controller", ScalarType.BOOL,
          "blockOwnerDeletion", ScalarType.BOOL);

  private MetadataShape() {}

  /** Returns why an object cannot be read at all; empty when it can. */
  static String unreadable(Mapping object, Definition definition) {
    String apiVersion = "gateway.kyma-project.io/" + definition.version();
    if (!apiVersion.equals(object.text("apiVersion"))) {
      return "apiVersion %s is not %s".formatted(object.text("apiVersion"), apiVersion);
    }
    if (!is(object.get("kind"), ScalarType.STRING)
        || object.findText("kind").orElse("").isEmpty()) {
      return "kind is not a string";
    }
    Tree metadata = object.get("metadata");
    if (isNull(metadata)) {
      return "";
    }
    if (!(metadata instanceof Mapping mapping)) {
      return "metadata is not a mapping";
    }
    Optional<String> wrong =
        mapping.keys().stream()
            .filter(key -> FIELDS.containsKey(key) && !fits(mapping.get(key), FIELDS.get(key)))
            .findFirst();
    return wrong
        .map(
            key ->
                "metadata.%s is %s".formatted(key, FIELDS.getOrDefault(key, Type.TEXT).otherwise))
        .orElse("");
  }

  private static boolean fits(@Nullable Tree value, @Nullable Type type) {
    if (isNull(value) || type == null) {
      return true;
    }
    return switch (type) {
      case TEXT -> is(value, ScalarType.STRING);
      case NUMBER -> value instanceof Scalar scalar && isWhole(scalar);
      case TIME -> value instanceof Scalar scalar && isTime(scalar);
      case TEXTS -> value instanceof Sequence list && areTexts(list);
      case TEXT_BY_NAME -> value instanceof Mapping mapping && areTexts(values(mapping));
      case OWNERS -> value instanceof Sequence list && areOwners(list);
      case MAPPINGS -> value instanceof Sequence list && areMappings(list);
    };
  }

  private static boolean isWhole(Scalar scalar) {
    return switch (scalar.type()) {
      case INT, FLOAT -> Numbers.isLong(scalar);
      case STRING, BOOL, NULL -> false;
    };
  }

  private static boolean isTime(Scalar scalar) {
    try {
      return scalar.isString() && OffsetDateTime.parse(scalar.text()).getYear() >= 0;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static Iterable<Tree> values(Mapping mapping) {
    Sequence.Builder values = Sequence.builder();
    for (int i = 0; i < mapping.size(); i++) {
      values.add(mapping.value(i));
    }
    return values.build();
  }

  private static boolean areTexts(Iterable<Tree> values) {
    for (Tree value : values) {
      if (!is(value, ScalarType.STRING)) {
        return false;
      }
    }
    return true;
  }

  private static boolean areOwners(Sequence owners) {
    for (Tree item : owners) {
      boolean fits =
          isNull(item)
              || item instanceof Mapping owner
                  && OWNER.entrySet().stream()
                      .allMatch(field -> is(owner.get(field.getKey()), field.getValue()));
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean areMappings(Sequence list) {
    for (Tree item : list) {
      if (!isNull(item) && !(item instanceof Mapping)) {
        return false;
      }
    }
    return true;
  }

  private static boolean is(@Nullable Tree value, ScalarType type) {
    return isNull(value) || value instanceof Scalar scalar && scalar.type() == type;
  }

  private static boolean isNull(@Nullable Tree value) {
    return value == null || value instanceof Scalar scalar && scalar.isNull();
  }
}
