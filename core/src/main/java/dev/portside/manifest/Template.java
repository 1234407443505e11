package dev.portside.manifest;

import dev.portside.Internal;
import dev.portside.yaml.Mapping;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.function.Consumer;

/** Lets a user's fabric8 code change a pod template that a builder made. */
@Internal
public final class Template {

  private Template() {}

  /** Returns the template as the change leaves it. */
  public static Mapping changed(Mapping template, Consumer<PodTemplateSpecBuilder> change) {
    PodTemplateSpecBuilder builder =
        new PodTemplateSpecBuilder(Fabric8.object(template, PodTemplateSpec.class));
    change.accept(builder);
    return Fabric8.tree(builder.build());
  }
}
