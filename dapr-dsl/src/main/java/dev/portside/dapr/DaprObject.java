package dev.portside.dapr;

import dev.portside.dapr.schema.DaprSchema;
import dev.portside.dapr.schema.Violation;
import dev.portside.dapr.spec.NamedValue;
import dev.portside.manifest.Context;
import dev.portside.manifest.Resource;
import dev.portside.manifest.SecretCopy;
import dev.portside.manifest.UnsupportedOnPlatformException;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts together what all of Dapr's resources share. */
final class DaprObject {

  private static final String GROUP = "dapr.io/";

  private final String kind;
  private final String name;
  private final Context context;
  private final Mapping.Builder annotations = Mapping.builder();
  private String apiVersion = "v1alpha1";
  private String secretStore = "";
  private List<String> scopes = List.of();

  DaprObject(String kind, String name, Context context) {
    this.kind = kind;
    this.name = name;
    this.context = context;
  }

  static Version version(Context context) {
    return context.platform().get(DaprRuntime.SECTION).version();
  }

  DaprObject apiVersion(String changed) {
    this.apiVersion = changed;
    return this;
  }

  DaprObject scopes(List<String> ids) {
    this.scopes = ids;
    return this;
  }

  DaprObject secretStore(String store) {
    this.secretStore = store;
    return this;
  }

  DaprObject annotation(String key, String value) {
    if (!value.isEmpty()) {
      annotations.put(key, value);
    }
    return this;
  }

  /** Notes the Secrets of other namespaces, which whoever applies the set copies. */
  DaprObject secrets(Collection<SecretKey> secrets) {
    List<String> elsewhere =
        secrets.stream()
            .filter(secret -> !Set.of("", context.namespace()).contains(secret.namespace()))
            .map(secret -> secret.namespace() + "/" + secret.secret())
            .distinct()
            .toList();
    return annotation(SecretCopy.ANNOTATION, String.join(",", elsewhere));
  }

  /**
   * Returns the resource.
   *
   * @throws UnsupportedOnPlatformException if it says what the platform's release does not know
   */
  List<Resource> with(Mapping spec) {
    Mapping metadata =
        Mapping.builder()
            .put("name", name)
            .put("namespace", context.namespace())
            .putUnlessEmpty("annotations", annotations.build())
            .build();
    Mapping.Builder tree =
        Mapping.builder()
            .put("apiVersion", GROUP + apiVersion)
            .put("kind", kind)
            .put("metadata", metadata)
            .put("spec", spec);
    if (!secretStore.isEmpty()) {
      tree.put("auth", Mapping.of("secretStore", secretStore));
    }
    Mapping built = tree.putUnlessEmpty("scopes", Sequence.ofTexts(scopes)).build();
    refuseNewer(built);
    return List.of(Resource.made("Dapr" + kind + " " + name, 0, built, context.namespace()));
  }

  private void refuseNewer(Mapping tree) {
    Version version = version(context);
    for (Violation violation : DaprSchema.at(version).violations(tree)) {
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
   * Refuses Secrets of one name in two namespaces: Dapr reads both beside the resource.
   *
   * @throws IllegalArgumentException naming the Secret
   */
  static void requireOneNamespace(Collection<SecretKey> secrets) {
    Map<String, SecretKey> byName = new HashMap<>();
    for (SecretKey secret : secrets) {
      SecretKey other = byName.putIfAbsent(secret.secret(), secret);
      if (other != null && !other.namespace().equals(secret.namespace())) {
        throw new IllegalArgumentException(
            "secret %s: of one name in two namespaces; Dapr reads both beside the component"
                .formatted(secret.secret()));
      }
    }
  }
}
