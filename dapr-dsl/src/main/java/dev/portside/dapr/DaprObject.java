package dev.portside.dapr;

import dev.portside.dapr.schema.DaprSchema;
import dev.portside.dapr.schema.SchemaViolation;
import dev.portside.dapr.spec.NamedValue;
import dev.portside.manifest.Context;
import dev.portside.manifest.Names;
import dev.portside.manifest.Resource;
import dev.portside.manifest.SecretCopy;
import dev.portside.manifest.UnsupportedOnPlatformException;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What all of Dapr's resources share: each method that sets something returns another.
 *
 * @param kind the resource's
 * @param name the resource's
 * @param shared its annotations, {@code auth} and {@code scopes}
 * @param secrets the keys of Secrets that it refers to
 * @param changes those that its user makes
 */
record DaprObject(
    String kind,
    String name,
    Mapping shared,
    List<SecretKey> secrets,
    List<Customization> changes) {

  private static final String GROUP = "dapr.io/";

  /** Returns one that has a name only. */
  static DaprObject of(String kind, String what, String name) {
    return new DaprObject(kind, Names.label(what, name), Mapping.empty(), List.of(), List.of());
  }

  private static <T> List<T> longer(List<T> list, T item) {
    return Stream.concat(list.stream(), Stream.of(item)).toList();
  }

  private DaprObject with(Tree value, String... path) {
    Mapping more = (Mapping) shared.with(Pointer.of(path), value);
    return new DaprObject(kind, name, more, secrets, changes);
  }

  DaprObject annotation(String key, String value) {
    return with(Scalar.of(value), "annotations", key);
  }

  DaprObject secretStore(String component) {
    return with(Scalar.of(Names.text("secret store", component)), "auth", "secretStore");
  }

  DaprObject scope(String appId) {
    return with(Sequence.ofTexts(longer(scopes(), DaprApp.checkedId(appId))), "scopes");
  }

  DaprObject secret(SecretKey secret) {
    return new DaprObject(kind, name, shared, longer(secrets, secret), changes);
  }

  DaprObject customized(Consumer<GenericKubernetesResourceBuilder> change) {
    List<Customization> more = longer(changes, Customization.of(kind, change));
    return new DaprObject(kind, name, shared, secrets, more);
  }

  List<String> scopes() {
    return shared.sequence("scopes").texts();
  }

  static Version version(Context context) {
    return context.platform().get(DaprRuntime.SECTION).version();
  }

  List<Resource> resources(Context context, Mapping spec) {
    return resources(context, "v1alpha1", spec);
  }

  /**
   * Returns the resource.
   *
   * @throws UnsupportedOnPlatformException if it says what the platform's release does not know
   */
  List<Resource> resources(Context context, String apiVersion, Mapping spec) {
    Mapping metadata =
        Mapping.builder()
            .put("name", name)
            .put("namespace", context.namespace())
            .putUnlessEmpty("annotations", annotations(context))
            .build();
    Mapping built =
        Mapping.builder()
            .put("apiVersion", GROUP + apiVersion)
            .put("kind", kind)
            .put("metadata", metadata)
            .put("spec", spec)
            .putUnlessEmpty("auth", shared.mapping("auth"))
            .putUnlessEmpty("scopes", shared.sequence("scopes"))
            .build();
    refuseNewer(built, version(context));
    Resource resource = Resource.made(toString(), 0, built, context.namespace());
    return List.of(Customization.all(changes, toString(), 0, resource));
  }

  /** Notes the Secrets of other namespaces, which whoever applies the set copies. */
  private Mapping annotations(Context context) {
    List<String> elsewhere =
        secrets.stream()
            .filter(secret -> !Set.of("", context.namespace()).contains(secret.namespace()))
            .map(secret -> secret.namespace() + "/" + secret.secret())
            .distinct()
            .toList();
    Mapping.Builder all = Mapping.builder().putAll(shared.mapping("annotations"));
    if (!elsewhere.isEmpty()) {
      all.put(SecretCopy.ANNOTATION, String.join(",", elsewhere));
    }
    return all.build();
  }

  private void refuseNewer(Mapping tree, Version version) {
    for (SchemaViolation violation : DaprSchema.at(version).violations(tree)) {
      switch (violation.kind()) {
        case NEWER, NO_SUCH_KIND ->
            throw new UnsupportedOnPlatformException(
                kind + "/" + name,
                violation.field().toString(),
                "Dapr %s does not have it: %s".formatted(version, violation.message()),
                violation.help());
        default -> {}
      }
    }
  }

  /** Returns a value that stands in a key of a Secret. */
  static NamedValue fromSecret(String name, SecretKey secret) {
    return NamedValue.fromSecret(name, secret.secret(), secret.key());
  }

  /**
   * Refuses what is wrong of a builder's values together, Secrets of one name in two namespaces
   * among it: Dapr reads both beside the resource.
   *
   * @throws IllegalStateException naming all of it
   */
  void refuse(List<String> problems) {
    List<String> all = new ArrayList<>();
    Map<String, SecretKey> byName = new HashMap<>();
    for (SecretKey secret : secrets) {
      SecretKey other = byName.putIfAbsent(secret.secret(), secret);
      if (other != null && !other.namespace().equals(secret.namespace())) {
        all.add(
            "secret %s: has the same name in two namespaces; Dapr reads both in the component's namespace"
                .formatted(secret.secret()));
      }
    }
    all.addAll(problems);
    refuse(toString(), all);
  }

  /**
   * Refuses what is wrong of a builder's values together.
   *
   * @throws IllegalStateException naming all of it
   */
  static void refuse(String maker, List<String> problems) {
    if (!problems.isEmpty()) {
      throw new IllegalStateException(maker + ": " + String.join("; ", problems));
    }
  }

  /** Returns kind and name only: values may be secrets. */
  @Override
  public String toString() {
    return "Dapr%s %s".formatted(kind.equals("HTTPEndpoint") ? "HttpEndpoint" : kind, name);
  }
}
