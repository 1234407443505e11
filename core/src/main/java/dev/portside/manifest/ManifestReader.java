package dev.portside.manifest;

import dev.portside.platform.Platform;
import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Position;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlException;
import dev.portside.yaml.YamlReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reads inputs into a set. Each document is read on its own, so that a broken one costs nothing
 * else; what cannot be read is a {@link Problem} of the set.
 */
public final class ManifestReader {

  /**
   * How an input came to be read: what a user names must be a manifest, what a directory's walk
   * meets may be anything.
   */
  public enum Origin {
    /** The user named it. */
    NAMED,
    /** A walk through a directory met it. */
    WALKED
  }

  /** From this many documents on an input is read on all cores. */
  private static final int LARGE = 64;

  private static final String LIST = "List";

  private static final char REPLACEMENT = '\ufffd';

  /** What one document became. */
  private record Outcome(List<Resource> resources, List<Problem> problems) {}

  private final String namespace;
  private final List<Resource> resources = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  /** Reads for a set whose resources live in that namespace unless they say otherwise. */
  public ManifestReader(String namespace) {
    this.namespace = namespace;
  }

  /** Returns the set of all that was read. */
  public Manifests manifests(Platform platform) {
    return Manifests.read(namespace, platform, resources, problems);
  }

  /** Reads an input. */
  public void read(Input input, Origin origin) {
    List<Chunk> chunks = Chunk.of(input.text());
    IntStream indexes = IntStream.range(0, chunks.size());
    IntStream order = chunks.size() >= LARGE ? indexes.parallel() : indexes;
    List<Outcome> outcomes =
        order.mapToObj(i -> document(input, chunks.get(i), i, origin)).toList();
    for (Outcome outcome : outcomes) {
      resources.addAll(outcome.resources());
      problems.addAll(outcome.problems());
    }
    boolean empty =
        outcomes.stream().allMatch(o -> o.resources().isEmpty() && o.problems().isEmpty());
    if (empty && origin == Origin.NAMED && chunks.stream().allMatch(Chunk::isBlank)) {
      problems.add(
          problem(Problem.Kind.UNREADABLE, input, 0, 0, "it is empty; expected a manifest"));
    }
  }

  /**
   * Reads bytes, which must be UTF-8.
   *
   * @param argument what the user named to have them read
   * @param name what messages call them
   */
  public void read(String argument, String name, byte[] bytes, Origin origin) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    // What stands for bytes that are no text may also stand in the text itself.
    if (text.indexOf(REPLACEMENT) < 0) {
      read(Input.of(argument, name, text), origin);
      return;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult end = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    Input input = Input.of(argument, name, out.flip().toString());
    if (!end.isError()) {
      read(input, origin);
      return;
    }
    String wrong =
        "it is not UTF-8 text: byte 0x%02X does not begin a character"
            .formatted(bytes[in.position()]);
    problems.add(problem(Problem.Kind.UNREADABLE, input, 0, input.text().length(), wrong));
  }

  /** Returns a reader for a part of the set, which can be read beside other parts. */
  ManifestReader part() {
    return new ManifestReader(namespace);
  }

  /** Adds what a part has read. */
  void add(ManifestReader part) {
    resources.addAll(part.resources);
    problems.addAll(part.problems);
  }

  /** Notes an input that could not even be opened. */
  public void unreadable(String name, String message) {
    problems.add(new Problem(Problem.Kind.UNREADABLE, new Source(name, 0, null), message, null));
  }

  private Outcome document(Input input, Chunk chunk, int index, Origin origin) {
    Outcome outcome = new Outcome(new ArrayList<>(1), new ArrayList<>(0));
    if (chunk.isBlank()) {
      return outcome;
    }
    try {
      if (passedOver(input, chunk, index, outcome)) {
        return outcome;
      }
      for (Document document : YamlReader.read(input, chunk.start(), chunk.end(), index)) {
        root(document, chunk, origin, outcome);
      }
    } catch (YamlException e) {
      if (origin == Origin.WALKED && !chunk.looksLikeManifest()) {
        return outcome;
      }
      int offset = Math.min(e.offset(), chunk.lastCharacter());
      outcome
          .problems()
          .add(
              chunk.holdsActions()
                  ? template(input, index, chunk.action(offset))
                  : problem(Problem.Kind.UNREADABLE, input, index, offset, e.problem()));
    }
    return outcome;
  }

  /**
   * Definitions of custom resources are most of the bytes of many repositories: only the head is
   * read of what nobody asks for. What is wrong in its body is not found.
   */
  private boolean passedOver(Input input, Chunk chunk, int index, Outcome outcome) {
    int body = Kinds.isSomeBodyUnasked(chunk.kind()) ? chunk.body() : -1;
    if (body < 0 || chunk.holdsActions()) {
      return false;
    }
    List<Document> heads;
    try {
      heads = YamlReader.read(input, chunk.start(), body, index);
    } catch (YamlException e) {
      // Either the head is broken, or the line does not end it: the whole document tells.
      return false;
    }
    if (heads.size() != 1
        || !(heads.get(0).root() instanceof Mapping head)
        || head.mapping("metadata").text("name") == null
        || Kinds.isBodyAsked(String.valueOf(head.text("apiVersion")), chunk.kind())) {
      return false;
    }
    outcome.resources().add(Resource.passedOver(heads.get(0), head, chunk, namespace));
    duplicates(heads.get(0), head, outcome, new HashSet<>());
    return true;
  }

  private static Problem template(Input input, int index, int offset) {
    return problem(
        Problem.Kind.TEMPLATE, input, index, offset, "it is a template that is not rendered");
  }

  private static Problem problem(
      Problem.Kind kind, Input input, int index, int offset, String message) {
    Position position = input.position(Math.min(offset, input.text().length()));
    return new Problem(kind, new Source(input.name(), index, position), message, input);
  }

  private void root(Document document, Chunk chunk, Origin origin, Outcome outcome) {
    Input input = document.input();
    int at = Math.max(0, document.root().offset());
    if (!(document.root() instanceof Mapping root)) {
      refuse(origin, outcome, document, at, "expected a mapping with apiVersion and kind");
      return;
    }
    String kind = root.text("kind");
    if (kind == null || root.text("apiVersion") == null) {
      String missing = kind == null ? "kind" : "apiVersion";
      refuse(origin, outcome, document, at, "it has no %s; expected a manifest".formatted(missing));
      return;
    }
    Scalar action = chunk.holdsActions() ? Actions.in(root) : null;
    if (action != null) {
      int where = chunk.nextAction(Math.max(0, action.offset()));
      outcome.problems().add(template(input, document.index(), where));
    } else if (origin == Origin.NAMED || isResource(root)) {
      object(document, root, Pointer.root(), outcome);
    }
  }

  /** Tools have files of their own beside manifests, such as a Kustomization. */
  private static boolean isResource(Mapping root) {
    String kind = String.valueOf(root.text("kind"));
    return root.has("metadata")
        || root.has("spec")
        || kind.endsWith("List")
        || Kinds.isKnown(String.valueOf(root.text("apiVersion")), kind);
  }

  private static void refuse(
      Origin origin, Outcome outcome, Document document, int offset, String message) {
    if (origin == Origin.NAMED) {
      outcome
          .problems()
          .add(
              problem(
                  Problem.Kind.UNREADABLE, document.input(), document.index(), offset, message));
    }
  }

  /** A list may hold lists; what it holds is read, it is not a resource itself. */
  private void object(Document document, Mapping tree, Pointer base, Outcome outcome) {
    String kind = tree.text("kind");
    boolean list =
        kind != null
            && kind.endsWith(LIST)
            && (tree.get("items") instanceof Sequence || kind.equals(LIST));
    if (!list) {
      resource(document, tree, base, outcome);
      return;
    }
    Sequence items = tree.sequence("items");
    for (int i = 0; i < items.size(); i++) {
      Tree item = items.get(i);
      if (item instanceof Mapping mapping) {
        Pointer at = base.resolve(Pointer.of("items", Integer.toString(i)));
        object(document, typed(mapping, tree), at, outcome);
      } else {
        int offset = Math.max(0, item.offset());
        outcome
            .problems()
            .add(
                problem(
                    Problem.Kind.UNREADABLE,
                    document.input(),
                    document.index(),
                    offset,
                    "an item of a list is not a mapping; expected a manifest"));
      }
    }
  }

  /** An item of a list of one kind need not say which: the API server leaves it out. */
  private static Mapping typed(Mapping item, Mapping list) {
    String kind = String.valueOf(list.text("kind"));
    if (kind.equals(LIST) || item.has("kind") || item.has("apiVersion")) {
      return item;
    }
    String own = kind.substring(0, kind.length() - LIST.length());
    String version = String.valueOf(list.text("apiVersion"));
    Tree typed = item.with(Pointer.of("apiVersion"), Scalar.of(version));
    return (Mapping) typed.with(Pointer.of("kind"), Scalar.of(own));
  }

  private void resource(Document document, Mapping tree, Pointer base, Outcome outcome) {
    Input input = document.input();
    try {
      outcome.resources().add(Resource.read(document, tree, base, namespace));
      duplicates(document, tree, outcome, new HashSet<>());
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      int offset = Math.max(0, tree.offset());
      outcome
          .problems()
          .add(problem(Problem.Kind.UNREADABLE, input, document.index(), offset, message));
    }
  }

  private static void duplicates(
      Document document, Tree tree, Outcome outcome, Set<Integer> reported) {
    if (tree instanceof Sequence sequence) {
      sequence.forEach(item -> duplicates(document, item, outcome, reported));
    } else if (tree instanceof Mapping mapping) {
      Set<String> keys = new HashSet<>();
      for (int i = 0; i < mapping.size(); i++) {
        int at = mapping.keyOffset(i);
        if (!keys.add(mapping.key(i)) && reported.add(at)) {
          outcome
              .problems()
              .add(
                  problem(
                      Problem.Kind.DUPLICATE_KEY,
                      document.input(),
                      document.index(),
                      Math.max(0, at),
                      "key \"%s\" occurs twice in one mapping".formatted(mapping.key(i))));
        }
        duplicates(document, mapping.value(i), outcome, reported);
      }
    }
  }
}
