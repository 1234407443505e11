package dev.portside.dapr.spec;

import dev.portside.manifest.Names;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.List;

/** What one app may call: an item of {@code spec.accessControl.policies}. */
public final class AppPolicy extends SpecPart {

  private AppPolicy(Mapping tree) {
    super(tree);
  }

  /**
   * Returns the policy of an app. daprd needs namespace and trust domain, though the schema does
   * not.
   */
  public static AppPolicy of(String appId, String namespace, String trustDomain) {
    return new AppPolicy(
        Mapping.builder()
            .put("appId", Names.text("app id", appId))
            .put("namespace", Names.label("namespace", namespace))
            .put("trustDomain", Names.text("trust domain", trustDomain))
            .build());
  }

  /** Returns this with what holds for operations that it does not name. */
  public AppPolicy byDefault(Access access) {
    return new AppPolicy(with("defaultAction", access.word()));
  }

  /**
   * Returns this with one more operation.
   *
   * @param path begins with {@code /}; {@code /*} at its end stands for all below
   * @param verbs HTTP verbs in upper case, or {@code *}; none for calls over gRPC
   * @throws IllegalArgumentException if the path does not begin so
   */
  public AppPolicy operation(Access access, String path, String... verbs) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("operation \"%s\": must begin with /".formatted(path));
    }
    Mapping operation =
        Mapping.builder()
            .put("name", path)
            .putUnlessEmpty("httpVerb", Sequence.ofTexts(List.of(verbs)))
            .put("action", access.word())
            .build();
    return new AppPolicy(withItem("operations", operation));
  }
}
