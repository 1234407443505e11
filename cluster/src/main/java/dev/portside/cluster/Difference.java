package dev.portside.cluster;

import dev.portside.manifest.ResourceRef;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Plain;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What applying one resource would change in the cluster: of the fields that we own or would own
 * what they say now, and what they would say. Values of Secrets are hidden in all of it. Immutable.
 */
public final class Difference {

  /**
   * One change.
   *
   * @param field where it is: in {@link Difference#after()}, or in {@link Difference#before()} when
   *     it is removed
   * @param before what the cluster says, or null when it says nothing
   * @param after what it would say, or null when it would say nothing
   */
  public record Change(Pointer field, @Nullable Tree before, @Nullable Tree after) {

    /** Returns the field only: values may be long. */
    @Override
    public String toString() {
      return field.toString();
    }
  }

  private final ResourceRef resource;
  private final String source;
  private final Mapping before;
  private final Mapping after;
  private final @Nullable String conflict;

  Difference(
      ResourceRef resource,
      String source,
      Mapping before,
      Mapping after,
      @Nullable String conflict) {
    this.resource = resource;
    this.source = source;
    boolean secret = Masked.isSecret(resource);
    this.before = secret ? Masked.before(before) : before;
    this.after = secret ? Masked.after(before, after) : after;
    this.conflict = conflict;
  }

  /** Returns the resource's name. */
  public ResourceRef resource() {
    return resource;
  }

  /** Returns where it is written; empty for one that the set no longer names. */
  public String source() {
    return source;
  }

  /** Returns what the cluster says in our fields; the empty mapping when it is not there yet. */
  public Mapping before() {
    return before;
  }

  /** Returns what it would say; the empty mapping when it would be gone. */
  public Mapping after() {
    return after;
  }

  /** Returns why applying would be refused: a field that another manager owns, and who that is. */
  public Optional<String> conflict() {
    return Optional.ofNullable(conflict);
  }

  /** Returns whether applying would change nothing. */
  public boolean isEmpty() {
    return Changes.same(before, after);
  }

  /** Returns what would change, field by field. */
  public List<Change> changes() {
    return Changes.between(before, after);
  }

  /**
   * Returns the difference as lines of YAML after {@code -} and {@code +}, with the lines around
   * them and a header; empty when there is none. It holds nothing that a terminal obeys.
   */
  public String text() {
    if (isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder(resource.toString());
    if (!source.isEmpty()) {
      text.append(" (").append(source).append(')');
    }
    text.append(before.isEmpty() ? ": new\n" : after.isEmpty() ? ": deleted\n" : "\n");
    if (conflict != null) {
      text.append("  # conflict: ").append(conflict.replace('\n', ' ')).append('\n');
    }
    text.append(LineDiff.of(yaml(before), yaml(after)));
    StringBuilder plain = new StringBuilder(text.length());
    text.toString().lines().forEach(line -> plain.append(Plain.of(line)).append('\n'));
    return plain.toString();
  }

  private static String yaml(Mapping tree) {
    return tree.isEmpty() ? "" : YamlWriter.write(tree);
  }

  /** Returns the name and the number of changes. */
  @Override
  public String toString() {
    return "%s: %d changes".formatted(resource, changes().size());
  }
}
