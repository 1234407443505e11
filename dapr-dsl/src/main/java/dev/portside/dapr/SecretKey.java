package dev.portside.dapr;

import dev.portside.manifest.Names;

/**
 * One key of a Kubernetes Secret in the namespace of who refers to it.
 *
 * @param secret the Secret's name
 * @param key the key in its data
 */
public record SecretKey(String secret, String key) {

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if one is blank
   */
  public SecretKey {
    Names.text("secret name", secret);
    Names.text("secret key", key);
  }

  /** Returns the key of that name in the Secret of that name. */
  public static SecretKey of(String secret, String key) {
    return new SecretKey(secret, key);
  }
}
