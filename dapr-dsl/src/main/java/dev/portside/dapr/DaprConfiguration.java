package dev.portside.dapr;

import dev.portside.dapr.spec.AccessControl;
import dev.portside.dapr.spec.ApiLogging;
import dev.portside.dapr.spec.ApiRule;
import dev.portside.dapr.spec.ControlPlaneMtls;
import dev.portside.dapr.spec.Handler;
import dev.portside.dapr.spec.Metrics;
import dev.portside.dapr.spec.SecretScope;
import dev.portside.dapr.spec.Tracing;
import dev.portside.dapr.spec.WorkflowOptions;
import dev.portside.manifest.Context;
import dev.portside.manifest.Names;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A Dapr Configuration: what the sidecars of the apps that name it do, by {@code
 * DaprApp.configuration(…)}. It has no scopes.
 *
 * <p>It becomes one resource {@code dapr.io/v1alpha1 Configuration}. What the platform's release
 * does not know is refused when the set is built. Source of the shape: dapr/dapr
 * charts/dapr/crds/configuration.yaml.
 */
public final class DaprConfiguration implements Part {

  /** Before this release there was no {@code metrics}, only {@code metric}. */
  private static final Version METRICS = Version.of("1.10");

  private final DaprObject object;
  private final Mapping spec;

  private DaprConfiguration(DaprObject object, Mapping spec) {
    this.object = object;
    this.spec = spec;
  }

  /**
   * Returns a builder of a Configuration of that name.
   *
   * @throws IllegalArgumentException if the name is not a DNS label
   */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Returns its name. */
  public String name() {
    return object.name();
  }

  @Override
  public List<Resource> resources(Context context) {
    return object.resources(context, spelled(context));
  }

  /** Newer releases read {@code metric} too, but never {@code enabled: false} of it. */
  private Mapping spelled(Context context) {
    if (!spec.has("metrics") || DaprObject.version(context).isAtLeast(METRICS)) {
      return spec;
    }
    Mapping.Builder old = Mapping.builder();
    for (String key : spec.keys()) {
      old.put(key.equals("metrics") ? "metric" : key, spec.mapping(key));
    }
    return old.build();
  }

  @Override
  public String toString() {
    return object.toString() + spec.keys();
  }

  /** Collects a Configuration; whatever is not set keeps Dapr's default. */
  public static final class Builder {

    private DaprObject object;
    private Mapping spec = Mapping.empty();

    private Builder(String name) {
      this.object = DaprObject.of("Configuration", "configuration name", name);
    }

    private Builder set(Tree value, String... path) {
      spec = (Mapping) spec.with(Pointer.of(path), value);
      return this;
    }

    private Builder add(Tree item, String... path) {
      Sequence.Builder list = Sequence.builder();
      if (spec.at(Pointer.of(path)) instanceof Sequence items) {
        items.forEach(list::add);
      }
      return set(list.add(item).build(), path);
    }

    /** Sets how calls are traced; Dapr's chart traces none. */
    public Builder tracing(Tracing tracing) {
      return set(tracing.tree(), "tracing");
    }

    /** Sets what is measured; metrics are on by default. */
    public Builder metrics(Metrics metrics) {
      return set(metrics.tree(), "metrics");
    }

    /** Sets who may call the apps; everyone may by default. */
    public Builder accessControl(AccessControl control) {
      return set(control.tree(), "accessControl");
    }

    /** Adds an API to those that apps may use; without any, they may use all. */
    public Builder allowedApi(ApiRule api) {
      return add(api.tree(), "api", "allowed");
    }

    /** Adds an API to those that apps may not use. */
    public Builder deniedApi(ApiRule api) {
      return add(api.tree(), "api", "denied");
    }

    /** Adds a middleware that calls of Dapr's API pass through, after those there are. */
    public Builder httpHandler(Handler handler) {
      return add(handler.tree(), "httpPipeline", "handlers");
    }

    /** Adds a middleware that calls to the app pass through; since Dapr 1.9. */
    public Builder appHttpHandler(Handler handler) {
      return add(handler.tree(), "appHttpPipeline", "handlers");
    }

    /** Adds a type, or {@code type/version}, that sidecars do not load; since Dapr 1.9. */
    public Builder deniedComponent(String type) {
      return add(Scalar.of(Names.text("component type", type)), "components", "deny");
    }

    /** Switches a feature such as {@code HotReload} on or off. */
    public Builder feature(String feature, boolean on) {
      Mapping item =
          Mapping.builder().put("name", Names.text("feature", feature)).put("enabled", on).build();
      return add(item, "features");
    }

    /** Sets whether calls of Dapr's APIs are logged; since Dapr 1.10, off by default. */
    public Builder apiLogging(ApiLogging logging) {
      return set(logging.tree(), "logging", "apiLogging");
    }

    /** Sets how the control plane makes certificates; it counts in {@code daprsystem} only. */
    public Builder mtls(ControlPlaneMtls mtls) {
      return set(mtls.tree(), "mtls");
    }

    /**
     * Sets how sidecars find one another; {@code kubernetes} by default.
     *
     * @param component such as {@code kubernetes}, {@code consul} or {@code sqlite}
     * @param version of the component, {@code v1}
     * @param configuration the component's own; may be empty
     */
    public Builder nameResolution(String component, String version, Map<String, ?> configuration) {
      return set(
          Mapping.builder()
              .put("component", Names.text("name resolution", component))
              .put("version", Names.text("version", version))
              .put("configuration", Tree.fromJava(Objects.requireNonNull(configuration)))
              .build(),
          "nameResolution");
    }

    /** Adds what apps may read of a secret store; everything by default. */
    public Builder secretScope(SecretScope scope) {
      return add(scope.tree(), "secrets", "scopes");
    }

    /** Sets whether WebAssembly has no clock and no randomness; since Dapr 1.12, off by default. */
    public Builder strictWasmSandbox(boolean strict) {
      return set(Scalar.of(strict), "wasm", "strictSandbox");
    }

    /** Sets limits to workflows; since Dapr 1.15, none by default. */
    public Builder workflow(WorkflowOptions options) {
      return set(options.tree(), "workflow");
    }

    /**
     * Changes the resource by fabric8's builder, after everything else is in it; checks look at it
     * like at any other.
     */
    public Builder customized(Consumer<GenericKubernetesResourceBuilder> change) {
      object = object.customized(change);
      return this;
    }

    /**
     * Returns the Configuration.
     *
     * @throws IllegalStateException if it names secret stores twice, which daprd refuses, naming
     *     all of them
     */
    public DaprConfiguration build() {
      Sequence scopes = spec.mapping("secrets").sequence("scopes");
      Set<String> stores = new HashSet<>();
      List<String> wrong = new ArrayList<>();
      for (int i = 0; i < scopes.size(); i++) {
        String store = String.valueOf(scopes.mapping(i).text("storeName"));
        if (!stores.add(store)) {
          wrong.add("secret store \"%s\": must have one scope, not two".formatted(store));
        }
      }
      object.refuse(wrong);
      return new DaprConfiguration(object, spec);
    }
  }
}
