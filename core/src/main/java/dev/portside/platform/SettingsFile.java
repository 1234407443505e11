package dev.portside.platform;

import dev.portside.Internal;
import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlException;
import dev.portside.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A file of settings: one document, a mapping, each key once. What of it would silently not count
 * is refused with its place.
 */
@Internal
public final class SettingsFile {

  private SettingsFile() {}

  /**
   * Returns the text of a file.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public static Input read(Path file) {
    try {
      return Input.of(file.toString(), Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ":1:1: it is not UTF-8 text", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": it cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Returns what a file says, nothing where it is empty.
   *
   * @param what what it is a mapping of, for the message
   * @throws IllegalArgumentException if it is not one, with the place
   */
  public static Mapping root(Input input, String what) {
    List<Document> documents;
    try {
      // What stands between two marks and says nothing is no document of settings.
      documents = YamlReader.read(input).stream().filter(SettingsFile::says).toList();
    } catch (YamlException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    Tree root = documents.isEmpty() ? Mapping.empty() : documents.get(0).root();
    if (!(root instanceof Mapping mapping)) {
      throw wrong(input, root.offset(), "expected a mapping of " + what);
    }
    if (documents.size() > 1) {
      throw wrong(
          input,
          documents.get(1).root().offset(),
          "a second document begins here; it would be ignored: remove it, or merge it into the"
              + " first");
    }
    refuseRepeated(input, mapping);
    return mapping;
  }

  private static boolean says(Document document) {
    return !(document.root() instanceof Scalar scalar && scalar.isNull());
  }

  private static void refuseRepeated(Input input, Tree tree) {
    if (tree instanceof Sequence sequence) {
      sequence.forEach(item -> refuseRepeated(input, item));
    } else if (tree instanceof Mapping mapping) {
      Set<String> keys = new HashSet<>();
      for (int i = 0; i < mapping.size(); i++) {
        if (!keys.add(mapping.key(i))) {
          throw wrong(
              input,
              mapping.keyOffset(i),
              "key \"%s\" occurs twice in one mapping; remove one of them"
                  .formatted(mapping.key(i)));
        }
        refuseRepeated(input, mapping.value(i));
      }
    }
  }

  /** Returns a refusal that names file, line and column. */
  public static IllegalArgumentException wrong(Input input, int offset, String message) {
    return new IllegalArgumentException(
        input.name() + ":" + input.position(Math.max(0, offset)) + ": " + message);
  }
}
