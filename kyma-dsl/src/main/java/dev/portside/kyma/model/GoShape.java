package dev.portside.kyma.model;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.Map;
import java.util.Optional;

/**
 * How Go reads a JSON value into one of its types: keys in whatever case, unknown ones passed over,
 * null as nothing, and an error for a value of another type. Source: Go's encoding/json.
 */
public sealed interface GoShape {

  /** A text. */
  record Text() implements GoShape {}

  /** A list; items that are null are kept. */
  record ListOf(GoShape items) implements GoShape {}

  /** Texts by name. */
  record Texts() implements GoShape {}

  /** An object with those fields. */
  record Fields(Map<String, GoShape> fields) implements GoShape {
    /** Returns the field that a key means; empty when there is none. */
    String name(String key) {
      return fields.keySet().stream().filter(key::equalsIgnoreCase).findFirst().orElse("");
    }
  }

  /** A list of texts. */
  GoShape TEXTS = new ListOf(new Text());

  /** The configuration of jwt as Istio's handler reads it. */
  GoShape ISTIO_JWT =
      new Fields(
          Map.of(
              "authentications",
              new ListOf(
                  new Fields(
                      Map.of(
                          "issuer",
                          new Text(),
                          "jwksUri",
                          new Text(),
                          "fromHeaders",
                          new ListOf(new Fields(Map.of("name", new Text(), "prefix", new Text()))),
                          "fromParams",
                          TEXTS))),
              "authorizations",
              new ListOf(new Fields(Map.of("requiredScopes", TEXTS, "audiences", TEXTS)))));

  /** The configuration of jwt as Ory's handler reads it. */
  GoShape ORY_JWT =
      new Fields(
          Map.of(
              "trusted_issuers", TEXTS,
              "jwks_urls", TEXTS,
              "required_scope", TEXTS,
              "target_audience", TEXTS));

  /** The configuration of the mutator header. */
  GoShape HEADERS = new Fields(Map.of("headers", new Texts()));

  /** The configuration of the mutator cookie. */
  GoShape COOKIES = new Fields(Map.of("cookies", new Texts()));

  /** Returns the value with Go's keys; nothing where Go refuses it. */
  static Optional<Mapping> read(Mapping value, GoShape shape) {
    return read((Tree) value, shape).map(Mapping.class::cast);
  }

  private static Optional<Tree> read(Tree value, GoShape shape) {
    if (value instanceof Scalar scalar && scalar.isNull()) {
      return Optional.of(value);
    }
    if (shape instanceof Text) {
      return Optional.of(value).filter(v -> v instanceof Scalar scalar && scalar.isString());
    }
    if (shape instanceof ListOf list) {
      return value instanceof Sequence sequence ? items(sequence, list) : Optional.empty();
    }
    return value instanceof Mapping mapping ? entries(mapping, shape) : Optional.empty();
  }

  private static Optional<Tree> items(Sequence sequence, ListOf list) {
    Sequence.Builder read = Sequence.builder();
    for (Tree item : sequence) {
      Optional<Tree> value = read(item, list.items());
      if (value.isEmpty()) {
        return Optional.empty();
      }
      read.add(value.get());
    }
    return Optional.of(read.build());
  }

  private static Optional<Tree> entries(Mapping mapping, GoShape shape) {
    Mapping.Builder read = Mapping.builder();
    for (int i = 0; i < mapping.size(); i++) {
      String name = mapping.key(i);
      GoShape below = new Text();
      if (shape instanceof Fields fields) {
        String known = fields.name(name);
        if (known.isEmpty()) {
          continue;
        }
        name = known;
        below = fields.fields().get(known);
      }
      Optional<Tree> value = below == null ? Optional.empty() : read(mapping.value(i), below);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      boolean isNull = value.get() instanceof Scalar scalar && scalar.isNull();
      if (!isNull) {
        read.put(name, value.get());
      } else if (shape instanceof Texts) {
        read.put(name, "");
      }
    }
    return Optional.of(read.build());
  }
}
