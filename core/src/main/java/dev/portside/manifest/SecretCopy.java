package dev.portside.manifest;

import dev.portside.Internal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Secret of another namespace that a resource refers to as if it stood beside it: whoever applies
 * the set copies it, so that no value of it is ever written down. The resource says so in the
 * annotation {@value #ANNOTATION}: {@code namespace/name}, several separated by commas.
 *
 * @param namespace where the Secret is
 * @param name its name, which the copy has too
 * @param resource what refers to it, and in whose namespace the copy is
 */
@Internal
public record SecretCopy(String namespace, String name, Resource resource) {

  /** The annotation's key. */
  public static final String ANNOTATION = "portside.dev/secret-from";

  private static final Pattern REFERENCE =
      Pattern.compile("\\s*([a-z0-9][a-z0-9-]*)/([a-z0-9][a-z0-9.-]*)\\s*");

  /**
   * Returns the Secrets that a resource asks to have copied.
   *
   * @throws IllegalArgumentException if the annotation is not of that form
   */
  public static List<SecretCopy> of(Resource resource) {
    String asked = resource.annotations().text(ANNOTATION);
    List<SecretCopy> copies = new ArrayList<>();
    if (asked == null) {
      return copies;
    }
    for (String reference : asked.split(",", -1)) {
      Matcher parts = REFERENCE.matcher(reference);
      if (!parts.matches()) {
        throw new IllegalArgumentException(
            "%s \"%s\": must be namespace/name".formatted(ANNOTATION, asked));
      }
      copies.add(new SecretCopy(parts.group(1), parts.group(2), resource));
    }
    return copies;
  }

  /** Returns the name of the Secret that is copied. */
  public ResourceRef from() {
    return new ResourceRef("v1", "Secret", namespace, name);
  }

  /** Returns the name of the copy. */
  public ResourceRef to() {
    return new ResourceRef("v1", "Secret", resource.namespace(), name);
  }
}
