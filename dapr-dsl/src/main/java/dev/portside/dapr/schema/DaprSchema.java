package dev.portside.dapr.schema;

import dev.portside.dapr.schema.SchemaTable.Root;
import dev.portside.dapr.schema.SchemaViolation.Kind;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The schemas of Dapr's kinds at one release. Immutable. */
public final class DaprSchema {

  /** Held apart, so that it is read when a Dapr resource is met for the first time. */
  private static final class Roots {
    static final Map<String, Root> ALL = SchemaTable.read();
  }

  /** A release that names no patch is its last one. */
  private static final String LAST_PATCH = ".9999";

  private final Version named;
  private final Version version;

  private DaprSchema(Version named) {
    this.named = named;
    String text = named.toString();
    boolean minor = text.indexOf('.') >= 0 && text.indexOf('.') == text.lastIndexOf('.');
    this.version = minor && text.indexOf('-') < 0 ? Version.of(text + LAST_PATCH) : named;
  }

  /** Returns the schemas at a release. */
  public static DaprSchema at(Version version) {
    return new DaprSchema(version);
  }

  /** Returns the release that it judges by. */
  Version version() {
    return version;
  }

  /** Returns the schema of a resource's kind, or null where the release does not have it. */
  @Nullable SchemaType type(Mapping resource) {
    Root root = Roots.ALL.get(resource.text("apiVersion") + " " + resource.text("kind"));
    if (root == null) {
      return null;
    }
    Version since = root.since();
    return since == null || version.isAtLeast(since) ? root.type() : null;
  }

  /** Returns what the API server does not take of a resource, as it stands in its document. */
  public List<SchemaViolation> violations(Mapping resource) {
    SchemaType type = type(resource);
    List<SchemaViolation> found = new ArrayList<>();
    if (type == null) {
      found.add(
          new SchemaViolation(
              Kind.NO_SUCH_KIND,
              Pointer.of("kind"),
              "Dapr %s has no kind %s of %s"
                  .formatted(named, resource.text("kind"), resource.text("apiVersion")),
              "write the kind and apiVersion of one that it has"));
      return found;
    }
    new SchemaWalk(version, found).object(resource, type, Pointer.root());
    name(resource.mapping("metadata"), found);
    return found;
  }

  /** Names are DNS names: RFC 1123, up to 253 characters. */
  private static void name(Mapping metadata, List<SchemaViolation> found) {
    String name = metadata.text("name");
    if (name == null && metadata.text("generateName") == null) {
      found.add(
          new SchemaViolation(
              Kind.NAME, Pointer.of("metadata", "name"), "it has no name", "write metadata.name"));
    } else if (name != null && !isDnsName(name)) {
      found.add(
          new SchemaViolation(
              Kind.NAME,
              Pointer.of("metadata", "name"),
              "name \"%s\" is not a DNS name".formatted(name),
              "write lower-case letters, digits, - and ., first and last a letter or digit"));
    }
  }

  private static boolean isDnsName(String name) {
    for (String label : name.split("\\.", -1)) {
      if (!isDnsLabel(label)) {
        return false;
      }
    }
    return name.length() <= 253;
  }

  private static boolean isDnsLabel(String label) {
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      boolean inner = i > 0 && i < label.length() - 1;
      if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' && inner)) {
        return false;
      }
    }
    return !label.isEmpty();
  }
}
