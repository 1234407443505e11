package dev.portside.dapr;

import dev.portside.manifest.Resource;
import io.fabric8.kubernetes.api.builder.Builder;
import io.fabric8.kubernetes.api.builder.Editable;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A user's change to a resource that a builder made, by fabric8's builder of its type.
 *
 * @param kind of the resources that it changes
 * @param change makes the changed object
 */
record Customization(String kind, Function<Resource, HasMetadata> change) {

  /** Returns a change to resources of a type that fabric8 knows. */
  static <T extends HasMetadata & Editable<B>, B extends Builder<T>> Customization of(
      Class<T> type, Consumer<B> change) {
    Objects.requireNonNull(change);
    return new Customization(
        HasMetadata.getKind(type),
        resource -> {
          B builder = resource.as(type).edit();
          change.accept(builder);
          return builder.build();
        });
  }

  /** Returns a change to a Dapr resource, of which fabric8 knows no type. */
  static Customization of(String kind, Consumer<GenericKubernetesResourceBuilder> change) {
    Objects.requireNonNull(change);
    return new Customization(
        kind,
        resource -> {
          GenericKubernetesResourceBuilder builder =
              new GenericKubernetesResourceBuilder(resource.as(GenericKubernetesResource.class));
          change.accept(builder);
          return builder.build();
        });
  }

  /** Returns a resource as the changes of its kind leave it. */
  static Resource all(List<Customization> changes, String maker, int index, Resource made) {
    Resource resource = made;
    for (Customization change : changes) {
      if (change.kind.equals(resource.kind())) {
        HasMetadata changed = change.change.apply(resource);
        resource = Resource.made(maker, index, changed, resource.namespace());
      }
    }
    return resource;
  }
}
