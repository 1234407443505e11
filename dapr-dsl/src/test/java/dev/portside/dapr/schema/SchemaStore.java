package dev.portside.dapr.schema;

import dev.portside.dapr.schema.SchemaType.Field;
import dev.portside.dapr.schema.SchemaType.Kind;
import dev.portside.dapr.schema.SchemaType.Shape;
import dev.portside.platform.Version;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlReader;
import org.jspecify.annotations.Nullable;

/** Makes of a resource what the API server stores: pruned, and with the schemas' defaults. */
final class SchemaStore {

  private final Version version;

  private SchemaStore(Version version) {
    this.version = version;
  }

  /** Returns a resource without what no release has, and with the defaults of what is missing. */
  static Mapping stored(DaprSchema schema, Mapping resource) {
    SchemaType type = schema.type(resource);
    return type == null ? resource : new SchemaStore(schema.version()).object(resource, type);
  }

  private Mapping object(Mapping object, SchemaType type) {
    Mapping.Builder stored = Mapping.builder();
    for (int i = 0; i < object.size(); i++) {
      String key = object.key(i);
      Field field = known(type, key);
      boolean absent = object.value(i) instanceof Scalar scalar && scalar.isNull();
      if (field != null && object.indexOf(key) == i && !absent) {
        stored.put(key, value(object.value(i), field));
      }
    }
    for (Field field : type.fields()) {
      Tree value = object.get(field.name());
      boolean absent = value == null || value instanceof Scalar scalar && scalar.isNull();
      if (absent && !field.fallback().isEmpty() && known(type, field.name()) != null) {
        stored.put(field.name(), json(field.fallback()));
      }
    }
    return stored.build();
  }

  private @Nullable Field known(SchemaType type, String name) {
    Field field = type.field(name);
    boolean there = field != null && (field.since() == null || version.isAtLeast(field.since()));
    return there ? field : null;
  }

  private static Tree json(String text) {
    return YamlReader.read(Input.of("default", text)).get(0).root();
  }

  private Tree value(Tree value, Field field) {
    if (field.kind() != Kind.OBJECT) {
      return value;
    }
    if (field.shape() == Shape.LIST && value instanceof Sequence list) {
      Sequence.Builder stored = Sequence.builder();
      list.forEach(item -> stored.add(item(item, field)));
      return stored.build();
    }
    if (field.shape() == Shape.MAP && value instanceof Mapping map) {
      Mapping.Builder stored = Mapping.builder();
      for (int i = 0; i < map.size(); i++) {
        stored.put(map.key(i), item(map.value(i), field));
      }
      return stored.build();
    }
    return item(value, field);
  }

  private Tree item(Tree value, Field field) {
    SchemaType type = field.type();
    return type != null && value instanceof Mapping mapping ? object(mapping, type) : value;
  }
}
