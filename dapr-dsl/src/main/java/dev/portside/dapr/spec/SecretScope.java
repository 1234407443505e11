package dev.portside.dapr.spec;

import dev.portside.manifest.Names;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;

/** Which secrets of a store an app may read: an item of {@code spec.secrets.scopes}. */
public final class SecretScope extends SpecPart {

  private SecretScope(Mapping tree) {
    super(tree);
  }

  /** Returns the scope of a store, and what holds for secrets that it does not name. */
  public static SecretScope of(String store, Access byDefault) {
    return new SecretScope(
        Mapping.builder()
            .put("storeName", Names.text("secret store", store))
            .put("defaultAccess", byDefault.word())
            .build());
  }

  /** Returns this with one more secret allowed; with any, no other one is. */
  public SecretScope allowedSecret(String secret) {
    return new SecretScope(withItem("allowedSecrets", Scalar.of(Names.text("secret", secret))));
  }

  /** Returns this with one more secret denied. */
  public SecretScope deniedSecret(String secret) {
    return new SecretScope(withItem("deniedSecrets", Scalar.of(Names.text("secret", secret))));
  }
}
