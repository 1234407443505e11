package dev.portside.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Reads YAML and JSON into trees, from the parser's events. */
public final class YamlReader {

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setUseMarks(true).setParseComments(false).build();

  private final Input input;
  private final Iterator<Event> events;
  private final Map<String, Tree> anchors = new HashMap<>();

  private YamlReader(Input input, Iterator<Event> events) {
    this.input = input;
    this.events = events;
  }

  /**
   * Returns the documents of an input in order, empty ones left out.
   *
   * @throws YamlException at the first place where the text is no YAML
   */
  public static List<Document> read(Input input) {
    try {
      return new YamlReader(input, new Parse(SETTINGS).parseString(input.text()).iterator())
          .documents();
    } catch (MarkedYamlEngineException e) {
      int offset = e.getProblemMark().map(Mark::getIndex).orElse(0);
      throw new YamlException(input, offset, e.getProblem());
    }
  }

  private List<Document> documents() {
    List<Document> documents = new ArrayList<>();
    int index = 0;
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
      Tree anchored = anchors.get(alias.getAlias().getValue());
      if (anchored == null) {
        throw new YamlException(
            input, offset(event), "no anchor &" + alias.getAlias() + " before it");
      }
      return anchored;
    }
    Tree node;
    if (event instanceof ScalarEvent scalar) {
      node = new Scalar(offset(event), scalar.getValue(), style(scalar));
    } else if (event instanceof SequenceStartEvent) {
      node = sequence(offset(event));
    } else if (event instanceof MappingStartEvent) {
      node = mapping(offset(event));
    } else {
      throw new YamlException(input, offset(event), "unexpected " + event.getEventId());
    }
    ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), node));
    return node;
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
    Tree merged = null;
    for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
      Tree key = node(e);
      Tree value = node(events.next());
      if (!(key instanceof Scalar scalar)) {
        throw new YamlException(input, key.offset(), "a key must be a scalar");
      }
      if (scalar.style() == Scalar.Style.PLAIN && scalar.text().equals("<<")) {
        merged = value;
      } else {
        mapping.put(scalar.text().intern(), key.offset(), value);
      }
    }
    Mapping own = mapping.build();
    return merged == null ? own : merge(own, merged);
  }

  /**
   * A merge key adds what the mapping does not say itself; of several sources the first one wins.
   */
  private static Mapping merge(Mapping own, @Nullable Tree source) {
    Mapping.Builder result = Mapping.builderAt(own.offset()).putAll(own);
    List<Mapping> sources = new ArrayList<>();
    if (source instanceof Mapping mapping) {
      sources.add(mapping);
    } else if (source instanceof Sequence sequence) {
      sequence.forEach(
          item -> {
            if (item instanceof Mapping mapping) {
              sources.add(mapping);
            }
          });
    }
    Mapping merged = own;
    for (Mapping mapping : sources) {
      for (int i = 0; i < mapping.size(); i++) {
        if (!merged.has(mapping.key(i))) {
          result.put(mapping.key(i), mapping.keyOffset(i), mapping.value(i));
        }
      }
      merged = result.build();
    }
    return merged;
  }

  private static Scalar.Style style(ScalarEvent event) {
    ScalarStyle style = event.getScalarStyle();
    return switch (style) {
      case SINGLE_QUOTED -> Scalar.Style.SINGLE_QUOTED;
      case DOUBLE_QUOTED, JSON_SCALAR_STYLE -> Scalar.Style.DOUBLE_QUOTED;
      case LITERAL -> Scalar.Style.LITERAL;
      case FOLDED -> Scalar.Style.FOLDED;
      case PLAIN -> Scalar.Style.PLAIN;
    };
  }

  private static int offset(Event event) {
    return event.getStartMark().map(Mark::getIndex).orElse(Tree.NOWHERE);
  }
}
