package dev.portside.dapr.schema;

import dev.portside.dapr.schema.SchemaType.Field;
import dev.portside.dapr.schema.SchemaType.Range;
import dev.portside.dapr.schema.SchemaType.Shape;
import dev.portside.dapr.schema.SchemaViolation.Kind;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.ScalarType;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One way down a resource beside its schema. */
final class SchemaWalk {

  private final Version version;
  private final List<SchemaViolation> found;

  SchemaWalk(Version version, List<SchemaViolation> found) {
    this.version = version;
    this.found = found;
  }

  private void add(Kind kind, Pointer field, String message, String help) {
    found.add(new SchemaViolation(kind, field, message, help));
  }

  void object(Mapping object, SchemaType type, Pointer at) {
    for (int i = 0; i < object.size(); i++) {
      String key = object.key(i);
      Field field = type.field(key);
      if (object.indexOf(key) != i) {
        add(Kind.DUPLICATE, at.child(key), "%s occurs twice".formatted(key), "keep one of them");
      } else if (field == null) {
        add(Kind.UNKNOWN, at.child(key), "there is no field %s".formatted(key), "remove it");
      } else if (isLater(field.since())) {
        add(
            Kind.NEWER,
            at.child(key),
            "%s was added in Dapr %s".formatted(key, field.since()),
            "remove it, or use that release");
      } else if (!isNull(object.value(i))) {
        value(object.value(i), field, at.child(key));
      }
    }
    for (Field field : type.fields()) {
      // Null counts as absent, unless there is a default to take its place.
      boolean absent = !isSet(object.get(field.name()));
      if (field.required() && absent && !isLater(field.since())) {
        missing(field, at);
      }
    }
    for (Map.Entry<String, List<String>> rule : type.rules().entrySet()) {
      together(rule.getKey(), rule.getValue(), object, at);
    }
  }

  private void missing(Field field, Pointer at) {
    String where = at.segments().isEmpty() ? "the resource" : at.last();
    add(
        Kind.MISSING,
        at.child(field.name()),
        "%s has no %s".formatted(named(at, where), field.name()),
        "write %s".formatted(field.name()));
  }

  /** An item of a list is named by the list. */
  private static String named(Pointer at, String last) {
    boolean item = !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
    return item ? "item %s of %s".formatted(last, at.parent().last()) : last;
  }

  private boolean isLater(@Nullable Version since) {
    return since != null && !version.isAtLeast(since);
  }

  private static boolean isSet(@Nullable Tree value) {
    return value != null && !isNull(value);
  }

  private static boolean isNull(Tree value) {
    return value instanceof Scalar scalar && scalar.isNull();
  }

  private void value(Tree value, Field field, Pointer at) {
    if (field.shape() == Shape.ONE) {
      item(value, field, at);
    } else if (field.shape() == Shape.LIST && value instanceof Sequence list) {
      list(list, field, at);
    } else if (field.shape() == Shape.MAP && value instanceof Mapping map) {
      for (int i = 0; i < map.size(); i++) {
        if (!isNull(map.value(i))) {
          item(map.value(i), field, at.child(map.key(i)));
        }
      }
    } else {
      boolean list = field.shape() == Shape.LIST;
      wrong(at, value, list ? "a list" : "a mapping", list ? "each as an item: - …" : "key: value");
    }
  }

  private void list(Sequence list, Field field, Pointer at) {
    for (int i = 0; i < list.size(); i++) {
      item(list.get(i), field, at.child(i));
    }
    if (field.unique()) {
      distinct(list, at);
    }
    Range count = field.count();
    if (count != null && !count.holds(list.size())) {
      add(
          Kind.VALUE,
          at,
          "%s has %d items".formatted(at.last(), list.size()),
          "write %d to %d items".formatted(count.least(), count.most()));
    }
  }

  /** Some lists are sets. */
  private void distinct(Sequence list, Pointer at) {
    for (int i = 0; i < list.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (list.get(i).equals(list.get(j))) {
          String message = "%s is a duplicate".formatted(named(at.child(i), Integer.toString(i)));
          add(Kind.VALUE, at.child(i), message, "remove it");
          return;
        }
      }
    }
  }

  private void item(Tree value, Field field, Pointer at) {
    SchemaType type = field.type();
    switch (field.kind()) {
      case ANY -> {}
      case OPEN -> object(value, at);
      case OBJECT -> {
        object(value, at);
        if (type != null && value instanceof Mapping mapping) {
          object(mapping, type, at);
        }
      }
      case TEXT -> text(value, field, at);
      case BOOL -> {
        if (!(value instanceof Scalar scalar && scalar.type() == ScalarType.BOOL)) {
          wrong(at, value, "true or false", "true or false, without quotes");
        }
      }
      case INTEGER, INT32 -> integer(value, field.kind() == SchemaType.Kind.INT32, at);
    }
  }

  private void object(Tree value, Pointer at) {
    if (!(value instanceof Mapping)) {
      wrong(at, value, "a mapping", "key: value");
    }
  }

  private void text(Tree value, Field field, Pointer at) {
    if (!(value instanceof Scalar scalar && scalar.isString())) {
      wrong(at, value, "a string", value instanceof Scalar ? "it in quotes" : "a string");
      return;
    }
    if (!field.allowed().isEmpty() && !field.allowed().contains(scalar.text())) {
      add(
          Kind.VALUE,
          at,
          "%s is \"%s\"".formatted(named(at, at.last()), scalar.text()),
          "write one of " + String.join(", ", field.allowed()));
    }
    Range length = field.length();
    int own = scalar.text().codePointCount(0, scalar.text().length());
    if (length != null && !length.holds(own)) {
      add(
          Kind.VALUE,
          at,
          "%s has %d characters".formatted(named(at, at.last()), own),
          "write %d to %d characters".formatted(length.least(), length.most()));
    }
  }

  private void integer(Tree value, boolean narrow, Pointer at) {
    if (!(value instanceof Scalar scalar
        && scalar.toJava() instanceof Number number
        && isWhole(number))) {
      wrong(at, value, "a whole number", "a whole number, without quotes");
    } else if (narrow && number.doubleValue() != number.intValue()) {
      add(
          Kind.VALUE,
          at,
          "%s is beyond 32 bits".formatted(named(at, at.last())),
          "write a number up to 2147483647");
    }
  }

  /** A fraction of zero counts as whole. */
  private static boolean isWhole(Number number) {
    return !(number instanceof Double decimal) || decimal == Math.rint(decimal);
  }

  private void wrong(Pointer at, Tree value, String expected, String help) {
    add(
        Kind.TYPE,
        at,
        "%s is %s; it must be %s".formatted(named(at, at.last()), shape(value), expected),
        "write " + help);
  }

  private static String shape(Tree value) {
    if (value instanceof Scalar scalar) {
      return switch (scalar.type()) {
        case STRING -> "a string";
        case BOOL -> "a boolean";
        case INT, FLOAT -> "a number";
        case NULL -> "nothing";
      };
    }
    return value instanceof Mapping ? "a mapping" : "a list";
  }

  /** The rules that the schemas write in CEL, by the names that {@code schema.txt} gives them. */
  private void together(String rule, List<String> names, Mapping object, Pointer at) {
    long there = names.stream().filter(name -> isSet(object.get(name))).count();
    boolean filled = names.stream().anyMatch(name -> !object.sequence(name).isEmpty());
    String all = String.join(", ", names);
    switch (rule) {
      case "one" -> {
        if (there != 1) {
          String message = "%s has %d of %s".formatted(named(at, at.last()), there, all);
          add(Kind.TOGETHER, at, message, "write exactly one of them");
        }
      }
      case "some" -> {
        if (!filled) {
          String message = "%s has none of %s".formatted(named(at, at.last()), all);
          add(Kind.TOGETHER, at, message, "write an item of one of them");
        }
      }
      case "sole" -> sole(names, object, at);
      default -> throw new IllegalStateException("schema.txt: no rule " + rule);
    }
  }

  /** The first field goes only with a second one that lists the third word and nothing else. */
  private void sole(List<String> names, Mapping object, Pointer at) {
    boolean asked = !object.sequence(names.get(0)).isEmpty();
    boolean only = object.sequence(names.get(1)).texts().equals(List.of(names.get(2)));
    if (asked && !only) {
      add(
          Kind.TOGETHER,
          at.child(names.get(0)),
          "%s is allowed only with the %s %s alone"
              .formatted(names.get(0), names.get(1), names.get(2)),
          "remove it, or the other %s".formatted(names.get(1)));
    }
  }
}
