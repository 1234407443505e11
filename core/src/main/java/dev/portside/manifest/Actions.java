package dev.portside.manifest;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Actions of a template that is not rendered, in what a parser takes for a manifest. Many manifests
 * hold templates of others, such as an alert's: only what Helm itself fills in counts everywhere.
 * Source: Helm 3 documentation, Built-in Objects and Template Function List.
 */
final class Actions {

  private static final Pattern HELM =
      Pattern.compile(
          "\\{\\{-?\\s*(\\.(Values|Release|Chart|Capabilities|Files|Template)\\b|(include|template|tpl)\\s)");

  /** Texts of others, whatever they hold. */
  private static final Set<String> DATA = Set.of("data", "stringData", "binaryData");

  private Actions() {}

  /** Returns the first scalar that holds one, or null. */
  static @Nullable Scalar in(Mapping root) {
    Mapping metadata = root.mapping("metadata");
    for (Tree name :
        Arrays.asList(
            root.get("apiVersion"),
            root.get("kind"),
            metadata.get("name"),
            metadata.get("namespace"))) {
      // Where only a name can stand, any action is one.
      if (name instanceof Scalar scalar && scalar.text().contains("{{")) {
        return scalar;
      }
    }
    for (int i = 0; i < root.size(); i++) {
      Scalar found = DATA.contains(root.key(i)) ? null : below(root.value(i));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable Scalar below(Tree node) {
    if (node instanceof Scalar scalar) {
      boolean block =
          scalar.style() == Scalar.Style.LITERAL || scalar.style() == Scalar.Style.FOLDED;
      return !block && HELM.matcher(scalar.text()).find() ? scalar : null;
    }
    Scalar found = null;
    if (node instanceof Mapping mapping) {
      for (int i = 0; i < mapping.size() && found == null; i++) {
        found = below(mapping.value(i));
      }
    } else if (node instanceof Sequence sequence) {
      for (int i = 0; i < sequence.size() && found == null; i++) {
        found = below(sequence.get(i));
      }
    }
    return found;
  }
}
