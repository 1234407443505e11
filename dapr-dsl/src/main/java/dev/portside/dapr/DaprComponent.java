package dev.portside.dapr;

import dev.portside.manifest.Context;
import dev.portside.manifest.Names;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import dev.portside.manifest.SecretCopy;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.immutables.value.Value;

/**
 * A Dapr Component: a building block that sidecars load, such as a state store.
 *
 * <p>It becomes one resource {@code dapr.io/v1alpha1 Component}. Without {@link Builder#scope
 * scopes} every app of its namespace sees it. Source of the shape: dapr/dapr v1.18.3,
 * charts/dapr/crds/components.yaml.
 */
@Value.Immutable
public abstract class DaprComponent implements Part {

  /** Components had no version before the release that made it a required field. */
  private static final Version VERSIONED = Version.of("1.0");

  DaprComponent() {}

  /**
   * Returns a builder of a component of any type, such as {@code state.postgresql}.
   *
   * @throws IllegalArgumentException if the type has no category, or the name is no DNS label
   */
  public static Builder of(String type, String name) {
    return new Builder(type, name);
  }

  /** Returns a builder of a Redis state store ({@code state.redis}). */
  public static RedisBuilder redisState(String name) {
    return new RedisBuilder("state.redis", name);
  }

  /** Returns a builder of a Redis publish-and-subscribe broker ({@code pubsub.redis}). */
  public static RedisBuilder redisPubSub(String name) {
    return new RedisBuilder("pubsub.redis", name);
  }

  /** Returns the component's name, which apps use to address it. */
  public abstract String name();

  /** Returns the type, a category and an implementation joined by a point. */
  public abstract String type();

  /** Returns the implementation's version; {@code v1} unless the builder says otherwise. */
  public abstract String version();

  /** Returns the metadata in order: plain values as strings, references as mappings. */
  abstract Map<String, Tree> metadata();

  /** Returns the keys of Secrets that the metadata refers to. */
  abstract List<SecretKey> secrets();

  /** Returns the app ids that see it; empty for all apps of its namespace. */
  public abstract List<String> scopes();

  @Override
  public final List<Resource> resources(Context context) {
    Mapping.Builder spec = Mapping.builder().put("type", type());
    if (context.platform().get(DaprRuntime.SECTION).version().isAtLeast(VERSIONED)) {
      spec.put("version", version());
    }
    Mapping.Builder tree =
        Mapping.builder()
            .put("apiVersion", "dapr.io/v1alpha1")
            .put("kind", "Component")
            .put("metadata", objectMetadata(context))
            .put("spec", spec.put("metadata", items()).build())
            .putUnlessEmpty("scopes", Sequence.ofTexts(scopes()));
    return List.of(Resource.made("DaprComponent " + name(), 0, tree.build(), context.namespace()));
  }

  private Mapping objectMetadata(Context context) {
    Mapping.Builder metadata =
        Mapping.builder().put("name", name()).put("namespace", context.namespace());
    List<String> elsewhere =
        secrets().stream()
            .filter(secret -> !Set.of("", context.namespace()).contains(secret.namespace()))
            .map(secret -> secret.namespace() + "/" + secret.secret())
            .distinct()
            .toList();
    if (!elsewhere.isEmpty()) {
      String copied = String.join(",", elsewhere);
      metadata.put("annotations", Mapping.of(SecretCopy.ANNOTATION, copied));
    }
    return metadata.build();
  }

  private Sequence items() {
    Sequence.Builder items = Sequence.builder();
    metadata()
        .forEach(
            (name, value) ->
                items.add(
                    Mapping.builder()
                        .put("name", name)
                        .put(value instanceof Mapping ? "secretKeyRef" : "value", value)
                        .build()));
    return items.build();
  }

  /** Returns type and name only: values may be secrets. */
  @Override
  public final String toString() {
    return "DaprComponent " + name() + " (" + type() + ")";
  }

  /** Collects a component of any type. */
  public static class Builder {

    private static final Pattern TYPE = Pattern.compile("[a-z]+\\.[a-z0-9.\\-]+");

    private final Map<String, Tree> metadata = new LinkedHashMap<>();
    private final Map<String, SecretKey> secrets = new LinkedHashMap<>();
    private final ImmutableDaprComponent.Builder values = ImmutableDaprComponent.builder();
    private String version = "v1";

    Builder(String type, String name) {
      if (!TYPE.matcher(type).matches()) {
        throw new IllegalArgumentException(
            "component type \"%s\": must be a category and a name, such as state.redis"
                .formatted(type));
      }
      values.type(type).name(Names.label("component name", name));
    }

    /** Sets a metadata field to a plain value, which everyone who may read the Component sees. */
    public Builder metadata(String name, String value) {
      secrets.remove(name);
      metadata.put(Names.text("metadata name", name), Scalar.of(value));
      return this;
    }

    /**
     * Sets a metadata field to a key of a Secret. Dapr reads it beside the component; one of
     * another namespace is copied there when the set is applied.
     */
    public Builder metadata(String name, SecretKey secret) {
      secrets.put(name, secret);
      metadata.put(
          Names.text("metadata name", name),
          Mapping.builder().put("name", secret.secret()).put("key", secret.key()).build());
      return this;
    }

    /** Sets the implementation's version; {@code v1} by default. */
    public Builder version(String version) {
      this.version = Names.text("component version", version);
      return this;
    }

    /** Adds an app id to those that see the component; without any, all of its namespace do. */
    public Builder scope(String appId) {
      values.addScopes(DaprApp.checkedId(appId));
      return this;
    }

    /**
     * Returns the component.
     *
     * @throws IllegalArgumentException if it refers to Secrets of one name in two namespaces
     */
    public DaprComponent build() {
      Map<String, SecretKey> byName = new HashMap<>();
      for (SecretKey secret : secrets.values()) {
        SecretKey other = byName.putIfAbsent(secret.secret(), secret);
        if (other != null && !other.namespace().equals(secret.namespace())) {
          throw new IllegalArgumentException(
              "secret %s: of one name in two namespaces; Dapr reads both beside the component"
                  .formatted(secret.secret()));
        }
      }
      return values.version(version).metadata(metadata).secrets(secrets.values()).build();
    }
  }

  /** Collects a Redis component. Source of the fields: dapr/components-contrib, state/redis. */
  public static final class RedisBuilder extends Builder {

    private static final Pattern PORT = Pattern.compile("[0-9]{1,6}");

    private RedisBuilder(String type, String name) {
      super(type, name);
    }

    /**
     * Sets the host, with its port unless it is 6379 ({@code redisHost}): a Service such as {@code
     * redis-master.dapr-redis:6379}, or a name outside the cluster.
     *
     * @throws IllegalArgumentException if the port is not 1 to 65535
     */
    public RedisBuilder host(String host) {
      Names.text("redis host", host);
      int colon = host.lastIndexOf(':');
      String port = colon < 0 ? "6379" : host.substring(colon + 1);
      boolean number = PORT.matcher(port).matches();
      Names.port("redis host \"" + host + "\": port", number ? Integer.parseInt(port) : 0);
      metadata("redisHost", host);
      return this;
    }

    /** Sets the password to a key of a Secret; see {@link #metadata(String, SecretKey)}. */
    public RedisBuilder passwordFrom(SecretKey secret) {
      metadata("redisPassword", secret);
      return this;
    }
  }
}
