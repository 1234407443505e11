package dev.portside.dapr.spec;

import dev.portside.manifest.Names;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.Objects;

/** A middleware Component that requests pass through: an item of a pipeline's handlers. */
public final class Handler extends SpecPart {

  private Handler(Mapping tree) {
    super(tree);
  }

  /**
   * Returns the handler of a Component.
   *
   * @param name the Component's
   * @param type the Component's, which begins with {@code middleware.}
   * @throws IllegalArgumentException if the type is not a middleware
   */
  public static Handler of(String name, String type) {
    if (!type.startsWith("middleware.")) {
      throw new IllegalArgumentException(
          "handler type \"%s\": must begin with middleware.".formatted(type));
    }
    return new Handler(
        Mapping.builder().put("name", Names.text("handler", name)).put("type", type).build());
  }

  /** Returns this for requests only one of whose fields has a value. */
  public Handler selector(String field, String value) {
    Mapping item =
        Mapping.builder()
            .put("field", Names.text("field", field))
            .put("value", Objects.requireNonNull(value))
            .build();
    Sequence fields = appended(tree().mapping("selector").sequence("fields"), item);
    return new Handler(with("selector", Mapping.of("fields", fields)));
  }
}
