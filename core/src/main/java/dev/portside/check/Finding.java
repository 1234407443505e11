package dev.portside.check;

import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ResourceRef;
import dev.portside.manifest.Source;
import dev.portside.yaml.Pointer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a rule found: where, what is, why it matters, what to do, and the edit where there is one.
 */
@Value.Immutable
public abstract class Finding {

  Finding() {}

  /** Returns a builder of a finding of that rule about a field of a resource. */
  public static Builder of(RuleInfo rule, Resource resource, Pointer field) {
    return new Builder()
        .about(resource.target(), field)
        .rule(rule)
        .severity(rule.severity())
        .source(resource.source(field));
  }

  /** Returns a builder of a finding of that rule about a place that is not a resource. */
  static Builder at(RuleInfo rule, Source source) {
    ResourceRef nothing = new ResourceRef("", "", "", "");
    Pointer root = Pointer.root();
    return new Builder()
        .about(new Edit.Target(nothing, source.input(), source.document(), root), root)
        .rule(rule)
        .severity(rule.severity())
        .source(source);
  }

  /** Returns the rule that found it. */
  public abstract RuleInfo rule();

  /** Returns how much it matters. */
  public abstract Severity severity();

  /** Returns which resource it is about, as edits name it. */
  public abstract Edit.Target target();

  /** Returns the name of the resource it is about. */
  public final ResourceRef resource() {
    return target().ref();
  }

  /** Returns the field it is about, whether or not it is there. */
  public abstract Pointer field();

  /** Returns where that field is written, or would be. */
  public abstract Source source();

  /** Returns what is, with the value, in a sentence without a period. */
  public abstract String message();

  /** Returns why it matters: what happens at run time. */
  public abstract String why();

  /** Returns what to do. */
  public abstract String help();

  /** Returns the edits that repair it; none where a human must decide. */
  public abstract List<Edit> edits();

  /** Returns the assumptions that it leans on. */
  public abstract List<String> assumed();

  /** Returns the defects that it reports. */
  public abstract Set<Cause> causes();

  /** Several edits of one list are one change. */
  @Value.Check
  Finding normalized() {
    List<Edit> merged = Edit.merged(edits());
    return merged.size() == edits().size() ? this : new Builder().from(this).edits(merged).build();
  }

  /** Returns what it is about: the resource, or the input where there is none. */
  public final String subject() {
    return resource().kind().isEmpty() ? source().input() : resource().toString();
  }

  /** Returns one line, as compilers print it: place, severity, message, rule. */
  @Override
  public final String toString() {
    return "%s: %s: %s [%s]".formatted(place(), severity().word(), message(), rule().id());
  }

  /** Returns file, line and column, or the resource and field of what was made by code. */
  public final String place() {
    boolean made = source().position() == null && !resource().kind().isEmpty();
    return made ? resource() + " " + field() : source().toString();
  }

  /** Collects a finding; {@code build()} fails naming what is missing. */
  public static final class Builder extends ImmutableFinding.Builder {

    private Edit.@Nullable Target target;
    private Pointer field = Pointer.root();

    Builder() {}

    private Builder about(Edit.Target target, Pointer field) {
      this.target = target;
      this.field = field;
      return target(target).field(field);
    }

    /** Adds a defect of the resource that it is about, by a word of the rules' choice. */
    public Builder cause(String aspect) {
      return cause(aspect, 0);
    }

    /** Adds a defect of the resource that it is about, which a port is part of. */
    public Builder cause(String aspect, int port) {
      return addCauses(new Cause(Objects.requireNonNull(target), aspect, port));
    }

    /** Adds the defect of the field that it is about. */
    public Builder fieldCause() {
      return addCauses(Cause.field(Objects.requireNonNull(target), field));
    }
  }
}
