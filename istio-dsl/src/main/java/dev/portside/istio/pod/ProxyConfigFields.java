package dev.portside.istio.pod;

import dev.portside.platform.Table;
import dev.portside.value.GoDuration;
import dev.portside.value.GoText;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.ScalarType;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How Istio reads the fields of a proxy's configuration: what each may be, and the words in which
 * it refuses anything else. Source: golang/protobuf jsonpb/decode.go v1.5.4, run on values of every
 * kind.
 */
final class ProxyConfigFields {

  private static final List<Table.Row> FIELDS =
      Table.read(ProxyConfigFields.class, "proxy-config.txt");

  private static final String TYPED = "json: cannot unmarshal %s into Go value of type %s";
  private static final String OBJECT = "map[string]json.RawMessage";

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private ProxyConfigFields() {}

  /** Returns the value of a field under either of its names, or null; null also for a null. */
  static @Nullable Tree value(Mapping config, String field) {
    for (Table.Row row : FIELDS) {
      if (row.get("name").equals(field)) {
        return value(config, row);
      }
    }
    throw new IllegalArgumentException("no field " + field);
  }

  private static @Nullable Tree value(Mapping config, Table.Row row) {
    String name = config.has(row.get("name")) ? row.get("name") : row.get("second");
    Tree value = config.get(name);
    return value instanceof Scalar scalar && scalar.isNull() ? null : value;
  }

  /** Returns the text of a field, or null where it has none. */
  static @Nullable String text(Mapping config, String field) {
    return value(config, field) instanceof Scalar scalar ? scalar.text() : null;
  }

  /** Returns why the first field that cannot be read cannot be, in Istio's words, or null. */
  static @Nullable String problem(Mapping config) {
    for (Table.Row row : FIELDS) {
      Tree value = value(config, row);
      String problem = value == null ? null : problem(row, value);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private static @Nullable String problem(Table.Row row, Tree value) {
    return switch (row.get("type")) {
      case "string" -> typed(value, "string", "string");
      case "bool" -> typed(value, "bool", "bool");
      case "object" -> typed(value, "object", OBJECT);
      case "list" -> typed(value, "array", "[]json.RawMessage");
      case "texts" -> texts(value);
      case "duration" -> duration(value);
      case "enum" -> word(row, value);
      default -> number(row.get("type"), value);
    };
  }

  /** Returns what JSON calls a value. */
  static String jsonType(Tree value) {
    if (value instanceof Mapping) {
      return "object";
    }
    if (value instanceof Sequence) {
      return "array";
    }
    return switch (((Scalar) value).type()) {
      case BOOL -> "bool";
      case INT, FLOAT -> "number";
      case NULL -> "null";
      case STRING -> "string";
    };
  }

  private static @Nullable String typed(Tree value, String expected, String type) {
    String found = jsonType(value);
    return found.equals(expected) ? null : TYPED.formatted(found, type);
  }

  private static @Nullable String texts(Tree value) {
    if (!(value instanceof Mapping texts)) {
      return TYPED.formatted(jsonType(value), OBJECT);
    }
    for (int i = 0; i < texts.size(); i++) {
      String found = jsonType(texts.value(i));
      if (!found.equals("string") && !found.equals("null")) {
        return TYPED.formatted(found, "string");
      }
    }
    return null;
  }

  private static @Nullable String duration(Tree value) {
    String problem = typed(value, "string", "string");
    if (problem != null) {
      return problem;
    }
    String wrong = GoDuration.parse(((Scalar) value).text()).problem();
    return wrong == null ? null : "bad Duration: " + wrong;
  }

  /** A number stands for the word in its place, and one beyond the last for none. */
  private static @Nullable String word(Table.Row row, Tree value) {
    if (!(value instanceof Scalar scalar) || !scalar.isString()) {
      boolean whole = value instanceof Scalar scalar && scalar.type() == ScalarType.INT;
      return whole ? null : TYPED.formatted(named(value), "protoreflect.EnumNumber");
    }
    String text = scalar.text();
    return List.of(row.get("values").split(" ", -1)).contains(text)
        ? null
        : "unknown value %s for enum istio.mesh.v1alpha1.%s"
            .formatted(GoText.quote(GoText.quote(text)), row.get("enum"));
  }

  private static String named(Tree value) {
    boolean fraction = value instanceof Scalar scalar && scalar.type() == ScalarType.FLOAT;
    return fraction ? "number " + ((Scalar) value).text() : jsonType(value);
  }

  /** A number in quotes is read as one; a fraction of nothing but zeros is none. */
  private static @Nullable String number(String type, Tree value) {
    if (!(value instanceof Scalar scalar) || scalar.type() == ScalarType.BOOL) {
      return TYPED.formatted(jsonType(value), type);
    }
    String text = scalar.text();
    if (scalar.isString() && !NUMBER.matcher(text).matches()) {
      return text.isEmpty()
          ? "unexpected end of JSON input"
          : "invalid character '%s' looking for beginning of value".formatted(text.charAt(0));
    }
    if (!NUMBER.matcher(text).matches()) {
      // Octal, hexadecimal and the like: read as YAML has them, and never out of range in practice.
      return null;
    }
    boolean unsigned = type.startsWith("u");
    long least = unsigned ? 0 : Integer.MIN_VALUE;
    long most = unsigned ? 0xffffffffL : Integer.MAX_VALUE;
    double number = Double.parseDouble(text);
    boolean fits = number >= least && number <= most && number == Math.rint(number);
    return fits ? null : TYPED.formatted("number " + text, type);
  }
}
