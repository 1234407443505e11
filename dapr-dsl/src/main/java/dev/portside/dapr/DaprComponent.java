package dev.portside.dapr;

import dev.portside.manifest.Context;
import dev.portside.manifest.Names;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A Dapr Component: a building block that sidecars load, such as a state store.
 *
 * <p>It becomes one resource {@code dapr.io/v1alpha1 Component}. Without {@link
 * DaprComponentBuilder#scope scopes} every app of its namespace sees it. Short forms of the common
 * types are in {@link DaprComponents}. Source of the shape: dapr/dapr v1.18.3,
 * charts/dapr/crds/components.yaml.
 */
public final class DaprComponent implements Part {

  /** Components had no version before the release that made it a required field. */
  private static final Version VERSIONED = Version.of("1.0");

  private final DaprObject object;
  private final String type;
  private final String version;
  private final Mapping options;
  private final Sequence metadata;

  DaprComponent(
      DaprObject object, String type, String version, Mapping options, Sequence metadata) {
    this.object = object;
    this.type = type;
    this.version = version;
    this.options = options;
    this.metadata = metadata;
  }

  /**
   * Returns a builder of a component of any type, such as {@code state.postgresql}.
   *
   * @throws IllegalArgumentException if the type has no category, or the name is not a DNS label
   */
  public static Builder named(String name, String type) {
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
  public String name() {
    return object.name();
  }

  /** Returns the type, a category and an implementation joined by a point. */
  public String type() {
    return type;
  }

  /** Returns the implementation's version; {@code v1} unless the builder says otherwise. */
  public String version() {
    return version;
  }

  /** Returns the app ids that see it; empty for all apps of its namespace. */
  public List<String> scopes() {
    return object.scopes();
  }

  @Override
  public List<Resource> resources(Context context) {
    Mapping.Builder spec = Mapping.builder().put("type", type);
    if (DaprObject.version(context).isAtLeast(VERSIONED)) {
      spec.put("version", version);
    }
    return object.resources(context, spec.putAll(options).put("metadata", metadata).build());
  }

  /** Returns type and name only: values may be secrets. */
  @Override
  public String toString() {
    return "%s (%s)".formatted(object, type);
  }

  /** Collects a component of any type. */
  public static final class Builder extends DaprComponentBuilder<Builder> {

    Builder(String type, String name) {
      super(type, name);
    }

    @Override
    Builder self() {
      return this;
    }
  }

  /** Collects a Redis component. Source of the fields: dapr/components-contrib, state/redis. */
  public static final class RedisBuilder extends DaprComponentBuilder<RedisBuilder> {

    private static final Pattern PORT = Pattern.compile("[0-9]{1,6}");

    RedisBuilder(String type, String name) {
      super(type, name);
    }

    @Override
    RedisBuilder self() {
      return this;
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
      return metadata("redisHost", host);
    }

    /** Sets the password to a key of a Secret; see {@link #metadata(String, SecretKey)}. */
    public RedisBuilder passwordFrom(SecretKey secret) {
      return metadata("redisPassword", secret);
    }

    /** Sets whether the connection is encrypted ({@code enableTLS}); it is not by default. */
    public RedisBuilder tls(boolean on) {
      return metadata("enableTLS", Boolean.toString(on));
    }

    /** Makes the state store the one that keeps actors and workflows; it does not by default. */
    public RedisBuilder actors() {
      return metadata("actorStateStore", "true");
    }
  }
}
