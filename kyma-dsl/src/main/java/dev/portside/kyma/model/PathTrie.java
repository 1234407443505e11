package dev.portside.kyma.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The paths of one method, and whether a new one is covered by those before it, exactly as the
 * operator decides it: an earlier {@code {*}} takes any one segment, {@code {**}} among them; an
 * earlier {@code {**}} takes the rest, or all whose end is the literal end of the pattern; a path
 * that leads through the nodes of an earlier longer one is forgotten. Source:
 * kyma-project/api-gateway 3.10.0 internal/path/segment_trie/segment_trie.go,
 * internal/path/token/token.go.
 */
public final class PathTrie {

  private static final String ONE = "{*}";
  private static final String ANY = "{**}";

  private static final class Node {
    private final boolean end;
    private final Map<String, Node> children = new HashMap<>();
    private final List<String> suffixes = new ArrayList<>();

    Node(boolean end) {
      this.end = end;
    }
  }

  private final Node root = new Node(false);

  /** Returns whether a path is taken by an earlier one already; if not, it is remembered. */
  public boolean collides(String path) {
    List<String> segments = segments(path);
    if (!root.children.isEmpty() && isTaken(root, segments, 0)) {
      return true;
    }
    Node node = root;
    for (int i = 0; i < segments.size(); i++) {
      boolean end = i == segments.size() - 1;
      node = node.children.computeIfAbsent(segments.get(i), segment -> new Node(end));
      if (segments.get(i).equals(ANY)) {
        node.suffixes.add(joined(segments, i + 1));
      }
    }
    return false;
  }

  private static List<String> segments(String path) {
    String pattern = path.equals("/*") ? "/{**}" : path;
    int begin = 0;
    while (begin < pattern.length() && pattern.charAt(begin) == '/') {
      begin++;
    }
    return List.of(pattern.substring(begin).split("/", -1));
  }

  private static String joined(List<String> segments, int from) {
    StringBuilder text = new StringBuilder();
    for (String segment : segments.subList(Math.min(from, segments.size()), segments.size())) {
      text.append('/').append(segment);
    }
    return text.toString();
  }

  private static boolean isTaken(Node node, List<String> segments, int at) {
    if (at >= segments.size()) {
      return node.end;
    }
    Node same = node.children.get(segments.get(at));
    if (same != null && isTaken(same, segments, at + 1)) {
      return true;
    }
    Node one = node.children.get(ONE);
    if (one != null && isTaken(one, segments, at + 1)) {
      return true;
    }
    Node any = node.children.get(ANY);
    return any != null && isTakenByRest(any, segments, at);
  }

  private static boolean isTakenByRest(Node any, List<String> segments, int at) {
    for (int i = at; i <= segments.size(); i++) {
      String suffix = joined(segments, i);
      if (any.suffixes.contains(suffix) || any.suffixes.contains("")) {
        return true;
      }
    }
    return false;
  }
}
