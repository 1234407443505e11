package dev.portside.dapr.rules;

import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.manifest.Resource;
import dev.portside.manifest.SecretCopy;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A Component takes a value from a Secret or a secret store that is not there. */
final class ComponentSecretMissing extends Rule {

  /** The store that is there without a Component. */
  private static final String BUILT_IN = "kubernetes";

  /** Kinds of which a controller makes a Secret, and their groups. */
  private static final Map<String, String> MAKERS =
      Map.of(
          "ExternalSecret", "external-secrets.io",
          "SealedSecret", "bitnami.com",
          "Certificate", "cert-manager.io");

  private record Name(String namespace, String name) {}

  ComponentSecretMissing() {
    super(
        "dapr-component-secret-missing",
        Severity.ERROR,
        Rank.SETTING,
        "a Component names a Secret, a key of one, or a secret store that the set lacks");
  }

  @Override
  public void check(Scene scene, Found found) {
    Set<Name> made = made(scene);
    for (Resource component : DaprResources.of(scene, "Component")) {
      new Judge(scene, made, component, found).component();
    }
    for (Resource endpoint : DaprResources.of(scene, "HTTPEndpoint")) {
      new Judge(scene, made, endpoint, found).endpoint();
    }
  }

  /** The Secrets that controllers make of other resources of the set. */
  private static Set<Name> made(Scene scene) {
    Set<Name> made = new HashSet<>();
    MAKERS.forEach(
        (kind, group) -> {
          for (Resource maker : scene.manifests().ofKind(group, kind)) {
            Mapping spec = maker.tree().mapping("spec");
            Optional<String> named =
                spec.findText("secretName").or(() -> spec.mapping("target").findText("name"));
            made.add(new Name(maker.namespace(), named.orElse(maker.name())));
          }
        });
    return made;
  }

  /** Judges one resource; a Secret that is named twice is reported once. */
  private final class Judge {

    private final Scene scene;
    private final Set<Name> made;
    private final Resource resource;
    private final Found found;
    private final Set<String> reported = new HashSet<>();
    private boolean inCluster = true;

    Judge(Scene scene, Set<Name> made, Resource resource, Found found) {
      this.scene = scene;
      this.made = made;
      this.resource = resource;
      this.found = found;
      store();
    }

    private void store() {
      String store = resource.tree().mapping("auth").text("secretStore");
      if (store == null || store.isEmpty() || store.equals(BUILT_IN)) {
        return;
      }
      Pointer field = Pointer.of("auth", "secretStore");
      Optional<Resource> named = DaprResources.component(scene, resource.namespace(), store);
      if (named.isEmpty()) {
        add(field, DaprResources.absent(scene), "the set has no secret store %s".formatted(store));
      } else if (!DaprResources.category(named.get()).equals("secretstores")) {
        add(field, Severity.ERROR, "Component %s is not a secret store".formatted(store));
      }
      inCluster =
          named
              .flatMap(component -> component.tree().mapping("spec").findText("type"))
              .filter("secretstores.kubernetes"::equalsIgnoreCase)
              .isPresent();
    }

    void component() {
      items(resource.tree().mapping("spec").sequence("metadata"), Pointer.of("spec", "metadata"));
    }

    void endpoint() {
      Mapping spec = resource.tree().mapping("spec");
      items(spec.sequence("headers"), Pointer.of("spec", "headers"));
      Mapping tls = spec.mapping("clientTLS");
      for (String document : List.of("rootCA", "certificate", "privateKey")) {
        reference(tls.mapping(document), Pointer.of("spec", "clientTLS", document));
      }
    }

    private void items(Sequence items, Pointer at) {
      for (int i = 0; i < items.size(); i++) {
        reference(items.mapping(i), at.child(i));
      }
    }

    private void reference(Mapping holder, Pointer at) {
      Mapping reference = holder.mapping("secretKeyRef");
      String name = reference.text("name");
      if (!inCluster || name == null || name.isEmpty()) {
        return;
      }
      Pointer field = at.child("secretKeyRef");
      Optional<Resource> secret = secret(name);
      if (secret.isEmpty()) {
        if (!isMadeElsewhere(name) && reported.add(name)) {
          String message =
              "the set has no Secret %s in namespace %s".formatted(name, resource.namespace());
          add(field.child("name"), DaprResources.absent(scene), message);
        }
        return;
      }
      // Without a key Dapr takes the one of the Secret's own name.
      String key = reference.findText("key").filter(text -> !text.isEmpty()).orElse(name);
      if (!has(secret.get().tree(), key)) {
        boolean written = reference.text("key") != null;
        add(
            written ? field.child("key") : field.child("name"),
            Severity.ERROR,
            "Secret %s has no key %s".formatted(name, key));
      }
    }

    private static boolean has(Mapping secret, String key) {
      return secret.mapping("data").has(key) || secret.mapping("stringData").has(key);
    }

    private Optional<Resource> secret(String name) {
      return scene.manifests().named("", "Secret", resource.namespace(), name).stream().findFirst();
    }

    private boolean isMadeElsewhere(String name) {
      return isCopied(name) || made.contains(new Name(resource.namespace(), name));
    }

    /** A Secret that is copied here when the set is applied. */
    private boolean isCopied(String name) {
      try {
        return SecretCopy.of(resource).stream().anyMatch(copy -> copy.name().equals(name));
      } catch (IllegalArgumentException e) {
        // Whoever applies the set is told of the annotation's form.
        return true;
      }
    }

    private static String why(Pointer field) {
      return field.last().equals("secretStore")
          ? "no value is available from that store, and a component that asks for one does not"
              + " start"
          : "without the value the component does not start";
    }

    private void add(Pointer field, Severity severity, String message) {
      found.add(
          at(resource, field)
              .severity(severity)
              .message(message)
              .why(why(field))
              .help("name one that exists, or add it to the set")
              .fieldCause());
    }
  }
}
