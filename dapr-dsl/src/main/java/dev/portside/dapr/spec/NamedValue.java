package dev.portside.dapr.spec;

import dev.portside.manifest.Names;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Tree;
import java.util.Objects;

/** A name, and a value that stands here, in a secret store, or in the sidecar's environment. */
public final class NamedValue extends SpecPart {

  private NamedValue(String name, String origin, Tree value) {
    super(Mapping.builder().put("name", Names.text("name", name)).put(origin, value).build());
  }

  /** Returns a plain value, which everyone who may read the resource sees. */
  public static NamedValue of(String name, String value) {
    return new NamedValue(name, "value", Scalar.of(Objects.requireNonNull(value)));
  }

  /** Returns the value of a key of a secret, in the resource's namespace or its secret store. */
  public static NamedValue fromSecret(String name, String secret, String key) {
    Mapping.Builder reference = Mapping.builder().put("name", Names.text("secret name", secret));
    return new NamedValue(
        name, "secretKeyRef", reference.put("key", Names.text("secret key", key)).build());
  }

  /**
   * Returns the value of an environment variable of the sidecar; since Dapr 1.12. Those that begin
   * with {@code DAPR_}, and {@code APP_API_TOKEN}, are kept from it.
   *
   * @throws IllegalArgumentException if it is one of those, or no name
   */
  public static NamedValue fromEnvironment(String name, String variable) {
    boolean kept = variable.startsWith("DAPR_") || variable.equals("APP_API_TOKEN");
    if (kept || variable.isBlank() || variable.indexOf(' ') >= 0) {
      throw new IllegalArgumentException(
          "environment variable \"%s\": must be a name that Dapr lets components read"
              .formatted(variable));
    }
    return new NamedValue(name, "envRef", Scalar.of(variable));
  }
}
