package dev.portside.it.fields;

import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The shapes of custom kinds, from the schemas of their definitions. */
final class CrdShapes {

  private final Shape metadata;

  CrdShapes(Shape metadata) {
    this.metadata = metadata;
  }

  /** Adds every version of every kind that a file defines. */
  void addTo(FieldTableWriter table, Path file) throws IOException {
    for (Document document : YamlReader.read(Input.of(file.toString(), Files.readString(file)))) {
      Mapping spec = ((Mapping) document.root()).mapping("spec");
      String kind = spec.mapping("names").text("kind");
      for (Tree item : spec.sequence("versions")) {
        Mapping version = (Mapping) item;
        Mapping schema = version.mapping("schema");
        // Before apiextensions.k8s.io/v1 all versions shared one schema.
        Mapping holder = schema.isEmpty() ? spec.mapping("validation") : schema;
        table.add(
            spec.text("group") + "/" + version.text("name"),
            kind,
            object(kind, holder.mapping("openAPIV3Schema")));
      }
    }
  }

  private Shape object(String kind, Mapping schema) {
    Shape shape = Shape.named(kind);
    Mapping properties = schema.mapping("properties");
    for (String name : properties.keys()) {
      shape.with(name, of(name, properties.mapping(name)));
    }
    return shape
        .with("apiVersion", Shape.open())
        .with("kind", Shape.open())
        .with("metadata", metadata)
        .with("status", Shape.open());
  }

  private static Shape of(String name, Mapping schema) {
    Mapping items = schema.mapping("items");
    if (!items.isEmpty()) {
      return of(name, items);
    }
    Mapping values = schema.mapping("additionalProperties");
    Mapping properties = schema.mapping("properties");
    boolean any =
        schema.has("x-kubernetes-preserve-unknown-fields")
            || schema.has("x-kubernetes-embedded-resource");
    if (any || properties.isEmpty()) {
      return any || values.isEmpty() ? Shape.open() : Shape.mapOf(of(name, values));
    }
    Shape shape = Shape.named(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
    for (String property : properties.keys()) {
      shape.with(property, of(property, properties.mapping(property)));
    }
    return shape;
  }
}
