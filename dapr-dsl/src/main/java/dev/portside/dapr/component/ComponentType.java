package dev.portside.dapr.component;

import dev.portside.platform.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A type of component: the versions it has, and the metadata it takes. Immutable. */
public final class ComponentType {

  private static final Map<String, ComponentType> TYPES = new ConcurrentHashMap<>();
  private static final List<Table.Row> KEYS = Table.read(ComponentType.class, "component-keys.txt");

  private final String name;
  private final List<String> versions;
  private final String status;
  private final Set<String> marks = new HashSet<>();
  private final Map<String, MetadataField> fields;

  /** The fields that a manifest may leave out though they are listed as required. */
  private final Set<String> optional = new HashSet<>();

  private ComponentType(String name) {
    List<String> block = Catalogue.block(name);
    Words head = new Words(block.get(0));
    this.name = head.next();
    this.versions = List.of(head.next().split(",", -1));
    this.status = head.next();
    while (head.hasNext()) {
      marks.add(head.next());
    }
    this.fields = new LinkedHashMap<>(Catalogue.fields(block));
    for (Table.Row row : KEYS) {
      if (concerns(row.get("scope"))) {
        honour(row);
      }
    }
  }

  /** A scope is a category, a type, or {@code with} and a field that the type has. */
  private boolean concerns(String scope) {
    if (scope.startsWith("with ")) {
      return fields.containsKey(scope.substring("with ".length()).toLowerCase(Locale.ROOT));
    }
    return scope.equals(name)
        || scope.equals(category(name))
        || scope.startsWith("*.") && name.endsWith(scope.substring(1));
  }

  private void honour(Table.Row row) {
    for (String key : row.get("keys").split(",", -1)) {
      String own = key.trim();
      switch (row.get("as")) {
        case "optional" -> optional.add(own.toLowerCase(Locale.ROOT));
        case "known" -> FieldWord.read(own, "", fieldsUnless(own));
        default -> FieldWord.read(own + "/>" + row.get("as"), "", fieldsUnless(own));
      }
    }
  }

  /** What the catalogue itself says of a field stays. */
  private Map<String, MetadataField> fieldsUnless(String word) {
    int slash = word.indexOf('/');
    String key = (slash < 0 ? word : word.substring(0, slash)).toLowerCase(Locale.ROOT);
    return fields.containsKey(key) ? new LinkedHashMap<>() : fields;
  }

  private static String category(String type) {
    return type.substring(0, type.indexOf('.'));
  }

  /** Returns the type of that name or one of its other spellings, in whatever case. */
  public static Optional<ComponentType> find(String type) {
    String name = Catalogue.canonical(type.toLowerCase(Locale.ROOT));
    return name == null
        ? Optional.empty()
        : Optional.of(TYPES.computeIfAbsent(name, ComponentType::new));
  }

  /** Returns every name that Dapr takes for a type, in order. */
  public static List<String> names() {
    return Catalogue.all();
  }

  /** Returns its own name, in lower case. */
  public String name() {
    return name;
  }

  /** Returns the versions that daprd has, the default first. */
  public List<String> versions() {
    return versions;
  }

  /** Returns whether daprd has that version: blank, {@code v0} and {@code v1} are the first one. */
  public boolean hasVersion(String version) {
    String own = version.toLowerCase(Locale.ROOT);
    boolean first = own.isEmpty() || own.equals("v0") || own.equals("v1");
    return first || versions.contains(own);
  }

  /** Returns its maturity, such as {@code stable}; {@code -} when it is not known. */
  public String status() {
    return status;
  }

  /** Returns whether a Component may have it: name resolution is set in a Configuration. */
  public boolean isComponent() {
    return !marks.contains("no-component");
  }

  /** Returns whether daprd as it is released holds it. */
  public boolean isReleased() {
    return !marks.contains("unregistered");
  }

  /** Returns whether its metadata is documented at all. */
  public boolean isDescribed() {
    return !status.equals("-");
  }

  /** Returns what it takes, in the order of its documentation, other spellings last. */
  public List<MetadataField> fields() {
    return List.copyOf(fields.values());
  }

  /** Returns the field that a key names, in whatever case and spelling. */
  public Optional<MetadataField> field(String key) {
    String own = key.toLowerCase(Locale.ROOT);
    MetadataField field = fields.get(own);
    return Optional.ofNullable(field != null ? field : pattern(own));
  }

  /** Returns the field that a key means: of another spelling, the field that it spells. */
  public Optional<MetadataField> meaning(String key) {
    return field(key)
        .map(field -> field.target().isEmpty() ? field : field(field.target()).orElse(field));
  }

  /** Some names hold a name of the user's: {@code <topic-name>.avroschema}, {@code header:*}. */
  private @Nullable MetadataField pattern(String key) {
    for (MetadataField field : fields.values()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      boolean suffix = name.startsWith("<") && key.endsWith(name.substring(name.indexOf('>') + 1));
      boolean prefix = name.endsWith("*") && key.startsWith(name.substring(0, name.length() - 1));
      if (suffix || prefix) {
        return field;
      }
    }
    return null;
  }

  /** Returns a field's name and its other spellings, the name first. */
  public List<String> spellings(String field) {
    List<String> spellings = new ArrayList<>();
    spellings.add(field);
    for (MetadataField other : fields.values()) {
      if (other.target().equals(field)) {
        spellings.add(other.name());
      }
    }
    return spellings;
  }

  /** Returns whether metadata sets a field, under its name or another spelling. */
  public boolean isSet(MetadataField field, ComponentSettings settings) {
    return new Fields(this, settings).get(field.name()).isSet();
  }

  /** Returns the fields without which it does not work, whatever the way to sign in. */
  public List<MetadataField> required() {
    return fields.values().stream()
        .filter(field -> field.required() && !optional.contains(key(field)))
        .toList();
  }

  private static String key(MetadataField field) {
    return field.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return name;
  }
}
