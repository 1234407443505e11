package dev.portside.report;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Names the content of a set: equal sets have equal digests, in whatever files and order. */
final class Digest {

  /** A short password could be guessed from a digest that it is part of. */
  private static final Set<String> SECRET = Set.of("data", "stringData");

  private final MessageDigest sum;

  private Digest() {
    try {
      sum = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  static String of(Manifests manifests) {
    List<Resource> resources = new ArrayList<>(manifests.resources());
    resources.sort(Comparator.comparing(Resource::ref));
    Digest digest = new Digest();
    for (Resource resource : resources) {
      digest.text(resource.ref().toString());
      digest.mapping(resource.tree(), resource.is("", "Secret") ? SECRET : Set.of());
    }
    return "sha256:" + HexFormat.of().formatHex(digest.sum.digest());
  }

  private void tree(Tree tree) {
    if (tree instanceof Mapping mapping) {
      mapping(mapping, Set.of());
    } else if (tree instanceof Sequence sequence) {
      mark('[', sequence.size());
      sequence.forEach(this::tree);
    } else if (tree instanceof Scalar scalar) {
      Object value = scalar.toJava();
      mark(value instanceof String ? 's' : 'p', 0);
      text(String.valueOf(value));
    }
  }

  /** The order of keys says nothing. */
  private void mapping(Mapping mapping, Set<String> without) {
    List<Integer> order = new ArrayList<>(mapping.size());
    for (int i = 0; i < mapping.size(); i++) {
      if (!without.contains(mapping.key(i))) {
        order.add(i);
      }
    }
    order.sort(Comparator.comparing(mapping::key));
    mark('{', order.size());
    for (int i : order) {
      text(mapping.key(i));
      tree(mapping.value(i));
    }
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    mark('"', bytes.length);
    sum.update(bytes);
  }

  /** Lengths go first, so that no two trees give the same bytes. */
  private void mark(char kind, int length) {
    sum.update((kind + Integer.toString(length) + ":").getBytes(StandardCharsets.UTF_8));
  }
}
