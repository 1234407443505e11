package dev.portside.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML and JSON into trees, from the parser's events, as Kubernetes does (sigs.k8s.io/yaml
 * over go-yaml v2): aliases and merge keys are resolved, a merge key overrides what stands before
 * it and is overridden by what stands behind it, and a key that is not a string is named by its
 * value, so that {@code yes} is the key {@code true}.
 */
public final class YamlReader {

  /** Deeper than any schema that the API server takes; the trees are walked recursively. */
  private static final int MAX_DEPTH = 500;

  /** A text of a few lines can stand for billions of nodes; go-yaml has such a limit as well. */
  private static final int MAX_ALIASED_NODES = 100_000;

  private static final String TAG = "tag:yaml.org,2002:";

  private static final LoadSettings SETTINGS = settings(1024);

  /** What an anchor names, the number of its nodes, and how many levels it has below it. */
  private record Anchored(Tree tree, long nodes, int levels) {}

  /** A merge key: how many of the mapping's own entries stand before it, and what it adds. */
  private record Merge(int before, List<Mapping> sources) {}

  private record Merged(int before, Mapping source, int index) {}

  private final Input input;
  private final Iterator<Event> events;
  private final Offsets offsets;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private int depth;
  private int deepest;
  private long nodes;
  private long aliased;

  private YamlReader(Input input, String text, int start) {
    this.input = input;
    this.events = new Parse(settings(text)).parseReader(new PairReader(text)).iterator();
    this.offsets = new Offsets(text, start);
  }

  /**
   * Returns the documents of an input in order, empty ones left out.
   *
   * @throws YamlException at the first place where the text is not YAML, or where it nests deeper
   *     or its aliases stand for more than any manifest needs
   */
  public static List<Document> read(Input input) {
    return read(input, 0, input.text().length(), 0);
  }

  /**
   * Returns the documents of a part of an input, which begins and ends between two of them.
   *
   * @param start where the part begins, in {@code char}s
   * @param end where it ends, exclusive
   * @param index the place of its first document among the input's, from 0
   * @throws YamlException as {@link #read(Input)}
   */
  public static List<Document> read(Input input, int start, int end, int index) {
    String text = input.text().substring(start, end);
    try {
      return read(input, text, start, index);
    } catch (YamlException e) {
      // YAML wants no tabs before a token; JSON has them there, and nowhere else.
      if (text.indexOf('\t') < 0 || !text.stripLeading().startsWith("{")) {
        throw e;
      }
      return read(input, text.replace('\t', ' '), start, index);
    }
  }

  private static List<Document> read(Input input, String text, int start, int index) {
    YamlReader reader = new YamlReader(input, text, start);
    try {
      return reader.documents(index);
    } catch (MarkedYamlEngineException e) {
      int mark = e.getProblemMark().or(e::getContextMark).map(Mark::getIndex).orElse(0);
      throw reader.problem(mark, e.getProblem());
    } catch (ReaderException e) {
      throw reader.problem(
          e.getPosition(), "character U+%04X is not allowed".formatted(e.getCodePoint()));
    } catch (YamlEngineException e) {
      throw reader.problem(0, e.getMessage());
    } catch (NumberFormatException e) {
      // What snakeyaml-engine 2.10 throws for an escape of more than 31 bits, without its place.
      int escape = Math.max(0, text.indexOf("\\U", reader.offsets.chars)) + start;
      throw new YamlException(input, escape, "an escape that does not stand for a character");
    }
  }

  /**
   * The parser copies what it holds of a scalar for each buffer that it fills: eight of them to a
   * long text make a scalar of any length cost in proportion.
   */
  private static LoadSettings settings(String text) {
    int eighth = text.length() / 8;
    return eighth <= SETTINGS.getBufferSize() ? SETTINGS : settings(eighth);
  }

  /** The text is in memory already, and so its length needs no limit. */
  private static LoadSettings settings(int bufferSize) {
    return LoadSettings.builder()
        .setUseMarks(true)
        .setParseComments(false)
        .setCodePointLimit(Integer.MAX_VALUE)
        .setBufferSize(bufferSize)
        .build();
  }

  private YamlException problem(int codePoints, @Nullable String problem) {
    return new YamlException(input, offsets.chars(codePoints), String.valueOf(problem));
  }

  private List<Document> documents(int first) {
    List<Document> documents = new ArrayList<>();
    int index = first;
    while (events.hasNext()) {
      Event event = events.next();
      if (event.getEventId() == Event.ID.DocumentStart) {
        anchors.clear();
        Tree root = node(events.next());
        if (!(root instanceof Scalar scalar && scalar.isNull())) {
          documents.add(new Document(input, index, root));
        }
        index++;
      }
    }
    return documents;
  }

  private Tree node(Event event) {
    if (event instanceof AliasEvent alias) {
      return aliased(alias);
    }
    int offset = offset(event);
    long nodesBefore = nodes++;
    int deepestBefore = deepest;
    deepest = 0;
    enter(offset, ++depth);
    Tree node;
    if (event instanceof ScalarEvent scalar) {
      node = new Scalar(offset, input.pool().string(scalar.getValue()), style(scalar));
    } else if (event instanceof SequenceStartEvent) {
      node = sequence(offset);
    } else if (event instanceof MappingStartEvent) {
      node = mapping(offset);
    } else {
      throw new YamlException(input, offset, "unexpected " + event.getEventId());
    }
    Anchored anchored = new Anchored(node, nodes - nodesBefore, deepest - depth);
    ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), anchored));
    deepest = Math.max(deepest, deepestBefore);
    depth--;
    return node;
  }

  private void enter(int offset, int level) {
    if (level > MAX_DEPTH) {
      throw new YamlException(input, offset, "more than " + MAX_DEPTH + " levels deep");
    }
    deepest = Math.max(deepest, level);
  }

  private Tree aliased(AliasEvent alias) {
    Anchored anchored = anchors.get(alias.getAlias().getValue());
    if (anchored == null) {
      throw new YamlException(
          input, offset(alias), "no anchor &" + alias.getAlias() + " before it");
    }
    enter(offset(alias), depth + 1 + anchored.levels());
    nodes += anchored.nodes();
    aliased += anchored.nodes();
    if (aliased > MAX_ALIASED_NODES) {
      throw new YamlException(
          input, offset(alias), "aliases stand for more than " + MAX_ALIASED_NODES + " nodes");
    }
    return anchored.tree();
  }

  private Sequence sequence(int offset) {
    Sequence.Builder sequence = Sequence.builderAt(offset);
    for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
      sequence.add(node(e));
    }
    return sequence.build();
  }

  private Mapping mapping(int offset) {
    Mapping.Builder mapping = Mapping.builderAt(offset);
    List<Merge> merges = new ArrayList<>(0);
    for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
      int keyOffset = offset(e);
      Tree key = node(e);
      Tree value = node(events.next());
      if (!(key instanceof Scalar scalar) || scalar.isNull()) {
        throw new YamlException(input, keyOffset, "a key must be a string");
      }
      if (scalar.style() == Scalar.Style.PLAIN && scalar.text().equals("<<")) {
        merges.add(new Merge(mapping.size(), sources(keyOffset, value)));
      } else {
        mapping.put(input.pool().key(scalar.name()), keyOffset, value);
      }
    }
    Mapping own = mapping.build(input.pool());
    return merges.isEmpty() ? own : merged(own, merges);
  }

  private List<Mapping> sources(int keyOffset, Tree value) {
    List<Mapping> sources = new ArrayList<>();
    for (Tree source : value instanceof Sequence sequence ? sequence : Sequence.of(value)) {
      if (!(source instanceof Mapping mapping)) {
        throw new YamlException(
            input, keyOffset, "a merge key takes a mapping or a list of mappings");
      }
      sources.add(mapping);
    }
    return sources;
  }

  /** Of one key's sources the first one wins, of several keys the last one. */
  private static Mapping merged(Mapping own, List<Merge> merges) {
    Map<String, Merged> merged = new LinkedHashMap<>();
    for (Merge merge : merges) {
      for (int s = merge.sources().size() - 1; s >= 0; s--) {
        Mapping source = merge.sources().get(s);
        for (int i = 0; i < source.size(); i++) {
          merged.put(source.key(i), new Merged(merge.before(), source, i));
        }
      }
    }
    Map<String, Integer> lastOwn = new HashMap<>();
    for (int i = 0; i < own.size(); i++) {
      lastOwn.put(own.key(i), i);
    }
    Mapping.Builder result = Mapping.builderAt(own.offset());
    for (int i = 0; i < own.size(); i++) {
      String key = own.key(i);
      boolean last = lastOwn.getOrDefault(key, i) == i;
      Merged other = last ? merged.remove(key) : null;
      if (other == null || i >= other.before()) {
        result.put(key, own.keyOffset(i), own.value(i));
      } else {
        put(result, other);
      }
    }
    merged.values().forEach(other -> put(result, other));
    return result.build();
  }

  private static void put(Mapping.Builder result, Merged merged) {
    Mapping source = merged.source();
    int index = merged.index();
    result.put(source.key(index), source.keyOffset(index), source.value(index));
  }

  private static Scalar.Style style(ScalarEvent event) {
    String tag = event.getTag().orElse("");
    return switch (tag) {
      case "" -> written(event);
      case TAG + "int", TAG + "float", TAG + "bool", TAG + "null" -> Scalar.Style.PLAIN;
      default -> event.isPlain() ? Scalar.Style.STRING : written(event);
    };
  }

  private static Scalar.Style written(ScalarEvent event) {
    return switch (event.getScalarStyle()) {
      case SINGLE_QUOTED -> Scalar.Style.SINGLE_QUOTED;
      case DOUBLE_QUOTED, JSON_SCALAR_STYLE -> Scalar.Style.DOUBLE_QUOTED;
      case LITERAL -> Scalar.Style.LITERAL;
      case FOLDED -> Scalar.Style.FOLDED;
      case PLAIN -> Scalar.Style.PLAIN;
    };
  }

  private int offset(Event event) {
    return offsets.chars(event.getStartMark().map(Mark::getIndex).orElse(0));
  }

  /** The parser counts code points; a text counts {@code char}s. Goes on from the last answer. */
  private static final class Offsets {

    private final String text;
    private final int start;
    private int points;
    private int chars;

    Offsets(String text, int start) {
      this.text = text;
      this.start = start;
    }

    int chars(int index) {
      chars = text.offsetByCodePoints(chars, index - points);
      points = index;
      return start + chars;
    }
  }
}
