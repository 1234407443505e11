package dev.portside.dapr;

import dev.portside.dapr.component.ComponentBackend;
import dev.portside.dapr.component.ComponentType;
import dev.portside.dapr.component.Credentials;
import dev.portside.dapr.component.MetadataField;
import dev.portside.dapr.spec.DurationText;
import dev.portside.dapr.spec.NamedValue;
import dev.portside.manifest.Names;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Collects a component: what all types share.
 *
 * @param <B> the builder of the type, which each method returns
 */
public abstract class DaprComponentBuilder<B extends DaprComponentBuilder<B>> {

  private static final Pattern TYPE = Pattern.compile("[a-z]+\\.[a-z0-9.\\-]+");

  private final String type;
  private final Map<String, NamedValue> metadata = new LinkedHashMap<>();
  private final Map<String, SecretKey> secrets = new LinkedHashMap<>();
  private final Mapping.Builder options = Mapping.builder();
  private DaprObject object;
  private String version;
  private String backend = "";

  DaprComponentBuilder(String type, String name) {
    if (!TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException(
          "component type \"%s\": must be a category and a name, such as state.redis"
              .formatted(type));
    }
    this.type = type;
    this.object = DaprObject.of("Component", "component name", name);
    this.version = known().map(known -> known.versions().get(0)).orElse("v1");
  }

  abstract B self();

  private Optional<ComponentType> known() {
    return ComponentType.find(type);
  }

  private Optional<MetadataField> field(String key) {
    return known().flatMap(known -> known.meaning(key));
  }

  /** Dapr matches keys without regard to case: the one written last counts. */
  private B put(String key, NamedValue value) {
    String own = Names.text("metadata name", key).toLowerCase(Locale.ROOT);
    secrets.remove(own);
    metadata.remove(own);
    metadata.put(own, value);
    return self();
  }

  /**
   * Sets a metadata field to a value that is not a secret.
   *
   * @throws IllegalArgumentException if the field holds secrets; see {@link #plainValue}
   */
  public B metadata(String key, String value) {
    if (field(key).filter(field -> Credentials.stand(field, value)).isPresent()) {
      throw new IllegalArgumentException(
          "metadata %s: holds a secret; give a SecretKey, or call plainValue(\"%s\", …)"
              .formatted(key, key));
    }
    return put(key, NamedValue.of(key, value));
  }

  /**
   * Sets a metadata field to a key of a Secret. Dapr reads it beside the component; one of another
   * namespace is copied there when the set is applied.
   */
  public B metadata(String key, SecretKey secret) {
    put(key, DaprObject.fromSecret(key, secret));
    secrets.put(key.toLowerCase(Locale.ROOT), secret);
    return self();
  }

  /**
   * Sets a metadata field to an environment variable of the sidecar; since Dapr 1.12.
   *
   * @throws IllegalArgumentException if Dapr keeps that variable from components
   */
  public B metadataFromEnvironment(String key, String variable) {
    return put(key, NamedValue.fromEnvironment(key, variable));
  }

  /**
   * Sets a metadata field to a value that everyone who may read the Component sees, though it is a
   * secret. Checking the set warns of it.
   */
  public B plainValue(String key, String value) {
    return put(key, NamedValue.of(key, value));
  }

  /** Sets the implementation's version; the type's default by default, mostly {@code v1}. */
  public B version(String version) {
    this.version = Names.text("component version", version);
    return self();
  }

  /** Adds an app id to those that see the component; without any, all of its namespace do. */
  public B scope(String appId) {
    object = object.scope(appId);
    return self();
  }

  /** Lets daprd run on when the component fails to start; it exits by default. */
  public B ignoredErrors(boolean ignore) {
    options.put("ignoreErrors", ignore);
    return self();
  }

  /** Sets how long the component may take to start; 5 seconds by default. */
  public B initTimeout(Duration time) {
    options.put("initTimeout", DurationText.text("init timeout", time));
    return self();
  }

  /** Sets the Component of the secret store that keys are read from; Kubernetes by default. */
  public B secretStore(String component) {
    object = object.secretStore(component);
    return self();
  }

  /**
   * Tells the backend's address where the metadata does not, as {@code host:port}, several
   * separated by commas: the annotation {@code portside.dev/backend}, which only Portside reads.
   */
  public B backend(String addresses) {
    this.backend = Names.text("backend", addresses);
    return self();
  }

  /**
   * Changes the resource by fabric8's builder, after everything else is in it; checks look at it
   * like at any other.
   */
  public B customized(Consumer<GenericKubernetesResourceBuilder> change) {
    object = object.customized(change);
    return self();
  }

  /**
   * Returns the component.
   *
   * @throws IllegalStateException if it lacks metadata that its type requires, has a version that
   *     the type has not, or refers to Secrets of one name in two namespaces, naming all of it
   */
  public DaprComponent build() {
    DaprObject made = object;
    for (SecretKey secret : secrets.values()) {
      made = made.secret(secret);
    }
    if (!backend.isEmpty()) {
      made = made.annotation(ComponentBackend.ANNOTATION, backend);
    }
    List<String> wrong = new ArrayList<>();
    known().ifPresent(known -> problems(known, wrong));
    Sequence.Builder items = Sequence.builder();
    metadata.values().forEach(item -> items.add(item.tree()));
    if (wrong.isEmpty() && backend.isEmpty()) {
      unreachable(items.build(), wrong);
    }
    made.refuse(wrong);
    return new DaprComponent(made, type, version, options.build(), items.build());
  }

  private void problems(ComponentType known, List<String> problems) {
    if (!known.hasVersion(version)) {
      problems.add(
          "no version \"%s\"; it has %s".formatted(version, String.join(", ", known.versions())));
    }
    for (MetadataField field : known.required()) {
      boolean used = field.direction().isEmpty() && field.versions().isEmpty();
      boolean set =
          known.spellings(field.name()).stream()
              .anyMatch(spelling -> metadata.containsKey(spelling.toLowerCase(Locale.ROOT)));
      if (used && !set) {
        problems.add("%s is required".formatted(field.name()));
      }
    }
  }

  /** A value that is there and leads nowhere is wrong; one that is not there may be meant so. */
  private void unreachable(Sequence items, List<String> problems) {
    Mapping spec = Mapping.builder().put("type", type).put("metadata", items).build();
    Mapping tree =
        Mapping.builder()
            .put("apiVersion", "dapr.io/v1alpha1")
            .put("kind", "Component")
            .put("metadata", Mapping.of("name", object.name()))
            .put("spec", spec)
            .build();
    ComponentBackend.of(Resource.made("component", 0, tree, "default"))
        .gap()
        .filter(ComponentBackend.Gap::isRepairable)
        .ifPresent(gap -> problems.add(gap.reason() + "; " + gap.remedy()));
  }
}
