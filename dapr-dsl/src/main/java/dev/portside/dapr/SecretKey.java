package dev.portside.dapr;

import dev.portside.manifest.Names;
import dev.portside.manifest.SecretCopy;

/**
 * One key of a Kubernetes Secret.
 *
 * @param namespace the Secret's namespace; empty for that of who refers to it
 * @param secret the Secret's name
 * @param key the key in its data
 */
public record SecretKey(String namespace, String secret, String key) {

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if a name is blank, or the namespace is not a DNS label
   */
  public SecretKey {
    if (!namespace.isEmpty()) {
      Names.label("secret namespace", namespace);
    }
    Names.text("secret name", secret);
    Names.text("secret key", key);
  }

  /** Returns the key of that name in the Secret of that name, beside who refers to it. */
  public static SecretKey of(String secret, String key) {
    return new SecretKey("", secret, key);
  }

  /**
   * Returns the key of that name in a Secret of any namespace. Who refers to one elsewhere carries
   * the annotation {@value SecretCopy#ANNOTATION}; whoever applies the set copies the Secret.
   */
  public static SecretKey of(String namespace, String secret, String key) {
    return new SecretKey(Names.label("secret namespace", namespace), secret, key);
  }
}
