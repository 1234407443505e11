package dev.portside.pictures;

import dev.portside.pictures.Picture.Box;
import dev.portside.pictures.Picture.Edge;
import dev.portside.pictures.Picture.Item;
import dev.portside.yaml.Plain;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.elk.alg.layered.options.CycleBreakingStrategy;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/** Where everything of a picture stands, worked out by the Eclipse Layout Kernel. */
final class PictureLayout {

  /** Sizes in pixels of the text that a browser draws: an average letter, and a line. */
  static final double LETTER = 7;

  static final double LINE = 18;
  private static final double EDGE_LETTER = 6.4;
  private static final double EDGE_CAPITAL = 8.6;
  private static final double EDGE_LINE = 15;
  private static final double ITEM_HEIGHT = 32;
  private static final double GAP = 14;
  private static final double END = 11;

  /** Longer texts are cut: the whole text is told where it is pointed at. */
  private static final int LONGEST = 44;

  /** A rectangle, and for an edge's label its place. */
  record Area(double x, double y, double width, double height) {}

  /** A point. */
  record Point(double x, double y) {}

  private final ElkNode root = ElkGraphUtil.createGraph();
  private final Map<String, ElkNode> nodes = new HashMap<>();
  private final List<ElkEdge> edges = new ArrayList<>();

  private PictureLayout() {}

  /** Lays a picture out. */
  static PictureLayout of(Picture picture) {
    PictureLayout layout = new PictureLayout();
    layout.options();
    Map<String, Integer> lines = new HashMap<>();
    for (Edge edge : picture.edges()) {
      lines.merge(edge.from(), 1, Integer::sum);
      lines.merge(edge.to(), 1, Integer::sum);
    }
    picture.boxes().forEach(box -> layout.box(box, lines.getOrDefault(box.id(), 0)));
    picture.edges().forEach(layout::edge);
    new RecursiveGraphLayoutEngine().layout(layout.root, new BasicProgressMonitor());
    return layout;
  }

  private void options() {
    root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    root.setProperty(CoreOptions.DIRECTION, Direction.RIGHT);
    root.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
    root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    root.setProperty(LayeredOptions.CYCLE_BREAKING_STRATEGY, CycleBreakingStrategy.GREEDY);
    root.setProperty(
        LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.NODES_AND_EDGES);
    root.setProperty(CoreOptions.SPACING_NODE_NODE, 28.0);
    root.setProperty(CoreOptions.SPACING_EDGE_NODE, 16.0);
    root.setProperty(CoreOptions.SPACING_EDGE_EDGE, 12.0);
    root.setProperty(CoreOptions.SPACING_EDGE_LABEL, 3.0);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 30.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 14.0);
    root.setProperty(CoreOptions.PADDING, new ElkPadding(16));
  }

  /** A box is high enough for the lines that end at it. */
  private void box(Box box, int ends) {
    ElkNode node = ElkGraphUtil.createNode(root);
    nodes.put(box.id(), node);
    List<String> lines = lines(box);
    double width = width(lines);
    double height = lines.size() * LINE + GAP;
    node.setDimensions(width, Math.max(height, ends * END));
    if (box.items().isEmpty()) {
      return;
    }
    node.setProperty(CoreOptions.PADDING, new ElkPadding(height + 4, GAP, GAP, GAP));
    node.setProperty(CoreOptions.NODE_SIZE_CONSTRAINTS, EnumSet.of(SizeConstraint.MINIMUM_SIZE));
    node.setProperty(CoreOptions.NODE_SIZE_MINIMUM, new KVector(width, height));
    for (Item item : box.items()) {
      ElkNode inner = ElkGraphUtil.createNode(node);
      inner.setDimensions(Math.max(64, width(List.of(cut(item.name())))), ITEM_HEIGHT);
      nodes.put(item.id(), inner);
    }
  }

  private void edge(Edge edge) {
    ElkEdge drawn = ElkGraphUtil.createSimpleEdge(node(edge.from()), node(edge.to()));
    edges.add(drawn);
    if (!edge.label().isEmpty()) {
      ElkLabel label = ElkGraphUtil.createLabel(edge.label(), drawn);
      label.setDimensions(width(edge.label()), EDGE_LINE);
    }
  }

  private static double width(String label) {
    long capitals = label.chars().filter(Character::isUpperCase).count();
    return (label.length() - capitals) * EDGE_LETTER + capitals * EDGE_CAPITAL + 8;
  }

  private ElkNode node(String id) {
    ElkNode node = nodes.get(id);
    if (node == null) {
      throw new IllegalArgumentException("no node " + id);
    }
    return node;
  }

  /** Returns the lines that stand on a box. */
  static List<String> lines(Box box) {
    List<String> lines = new ArrayList<>();
    lines.add(cut(box.title()));
    box.lines().forEach(line -> lines.add(cut(line)));
    if (!box.isPods() && !box.kind().equals(Picture.MEETING)) {
      lines.add(box.kind());
    }
    return lines;
  }

  /** Returns a text, cut where it is long. */
  static String cut(String text) {
    String plain = Plain.of(text);
    int length = plain.codePointCount(0, plain.length());
    return length <= LONGEST
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }

  private static double width(List<String> lines) {
    int longest = lines.stream().mapToInt(String::length).max().orElse(0);
    return longest * LETTER + 2 * GAP;
  }

  /** Returns the size of the whole. */
  Area size() {
    return new Area(0, 0, root.getWidth(), root.getHeight());
  }

  /** Returns where a box or item stands. */
  Area area(String id) {
    ElkNode node = node(id);
    Point at = offset(node);
    return new Area(at.x, at.y, node.getWidth(), node.getHeight());
  }

  /** Returns the line of the edge of that index, from its start to its end. */
  List<Point> line(int index) {
    ElkEdge edge = edges.get(index);
    Point offset = offset(edge.getContainingNode());
    List<Point> points = new ArrayList<>();
    for (ElkEdgeSection section : edge.getSections()) {
      points.add(new Point(offset.x + section.getStartX(), offset.y + section.getStartY()));
      section
          .getBendPoints()
          .forEach(bend -> points.add(new Point(offset.x + bend.getX(), offset.y + bend.getY())));
      points.add(new Point(offset.x + section.getEndX(), offset.y + section.getEndY()));
    }
    return points;
  }

  /** Returns where the label of the edge of that index stands. */
  Area label(int index) {
    ElkEdge edge = edges.get(index);
    Point offset = offset(edge.getContainingNode());
    ElkLabel label = edge.getLabels().get(0);
    return new Area(
        offset.x + label.getX(), offset.y + label.getY(), label.getWidth(), label.getHeight());
  }

  private static Point offset(ElkNode node) {
    double x = 0;
    double y = 0;
    for (ElkNode at = node; at.getParent() != null; at = at.getParent()) {
      x += at.getX();
      y += at.getY();
    }
    return new Point(x, y);
  }
}
