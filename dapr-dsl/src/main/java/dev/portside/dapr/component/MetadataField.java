package dev.portside.dapr.component;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One key that a type of component takes in its metadata.
 *
 * @param name the key as it is documented; Dapr matches it without regard to case
 * @param kind what the value is read as
 * @param required whether the component does not work without it, whatever the way to sign in
 * @param sensitive whether the value is a secret
 * @param deprecated whether it is honoured for old manifests only
 * @param direction {@code input} or {@code output} for what only that side of a binding reads
 * @param allowed the values there are; empty when it is free
 * @param versions the versions of the type that take it; empty for all
 * @param profiles the ways to sign in that take it, and whether they need it
 * @param target the key that it is another spelling of; empty when it is none
 */
public record MetadataField(
    String name,
    Kind kind,
    boolean required,
    boolean sensitive,
    boolean deprecated,
    String direction,
    Set<String> allowed,
    List<String> versions,
    Map<String, Boolean> profiles,
    String target) {

  /** What a value is read as. */
  public enum Kind {
    /** Any text. */
    TEXT,
    /** A truth value: {@code true}, {@code yes}, {@code on}, {@code 1} and their like. */
    BOOL,
    /** A whole or decimal number. */
    NUMBER,
    /** A duration of Go, such as {@code 30s}. */
    DURATION,
    /** A number of bytes, such as {@code 4Mi}. */
    SIZE
  }

  /** Copies the collections. */
  public MetadataField {
    allowed = Set.copyOf(allowed);
    versions = List.copyOf(versions);
    profiles = Map.copyOf(profiles);
  }
}
