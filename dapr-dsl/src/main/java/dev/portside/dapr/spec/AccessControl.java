package dev.portside.dapr.spec;

import dev.portside.manifest.Names;
import dev.portside.yaml.Mapping;

/** Who may call an app through its sidecar: {@code spec.accessControl}. */
public final class AccessControl extends SpecPart {

  private AccessControl(Mapping tree) {
    super(tree);
  }

  /** Returns what holds for apps that no policy names. */
  public static AccessControl byDefault(Access access) {
    return new AccessControl(Mapping.of("defaultAction", access.word()));
  }

  /** Returns this with the trust domain of the app's own identity; {@code public} by default. */
  public AccessControl trustDomain(String domain) {
    return new AccessControl(with("trustDomain", Names.text("trust domain", domain)));
  }

  /** Returns this with one more app's policy. */
  public AccessControl policy(AppPolicy policy) {
    return new AccessControl(withItem("policies", policy.tree()));
  }
}
