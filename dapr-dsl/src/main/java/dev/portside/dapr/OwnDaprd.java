package dev.portside.dapr;

import dev.portside.Internal;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.platform.Table;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A daprd that a workload runs itself, as the chart dapr-shared has it: a container with its image
 * or its program. Its flags say what annotations say of one that the injector adds.
 *
 * @param workload the workload
 * @param flags what its flags say, by their names without dashes
 */
@Internal
public record OwnDaprd(Workload workload, Map<String, Flag> flags) {

  private static final String PROGRAM = "daprd";
  private static final List<Table.Row> FLAGS = Table.read(OwnDaprd.class, "flags.txt");

  /**
   * What a flag says.
   *
   * @param value its value; {@code true} where it has none
   * @param field the argument
   */
  public record Flag(String value, Pointer field) {}

  /** Returns the flags that name a Service of the control plane, each with the Service's role. */
  public static Map<String, String> addresses() {
    Map<String, String> addresses = new LinkedHashMap<>();
    for (Table.Row row : FLAGS) {
      if (!row.get("role").isEmpty()) {
        addresses.put(row.get("flag"), row.get("role"));
      }
    }
    return addresses;
  }

  /** Returns the one of a workload, where it runs one. */
  public static Optional<OwnDaprd> of(Workload workload) {
    Sequence containers = workload.containers();
    for (int i = 0; i < containers.size(); i++) {
      if (isDaprd(containers.mapping(i))) {
        Pointer field = workload.containersField().child(i);
        return Optional.of(new OwnDaprd(workload, flags(containers.mapping(i), field)));
      }
    }
    return Optional.empty();
  }

  private static boolean isDaprd(Mapping container) {
    String image = container.findText("image").orElse("");
    String name = image.substring(image.lastIndexOf('/') + 1);
    boolean program =
        isProgram(container.sequence("command")) || isProgram(container.sequence("args"));
    return program || name.equals(PROGRAM) || name.startsWith(PROGRAM + ":");
  }

  private static boolean isProgram(Sequence words) {
    String first = words.texts().isEmpty() ? "" : words.texts().get(0);
    return first.equals(PROGRAM) || first.endsWith("/" + PROGRAM);
  }

  private static Map<String, Flag> flags(Mapping container, Pointer field) {
    Map<String, Flag> flags = new LinkedHashMap<>();
    for (String list : List.of("command", "args")) {
      List<String> words = container.sequence(list).texts();
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        if (word.startsWith("-")) {
          String bare = word.replaceFirst("^--?", "");
          int equals = bare.indexOf('=');
          boolean next = i + 1 < words.size() && !words.get(i + 1).startsWith("-");
          String value =
              equals >= 0 ? bare.substring(equals + 1) : next ? words.get(i + 1) : "true";
          String name = equals >= 0 ? bare.substring(0, equals) : bare;
          flags.put(name, new Flag(value, field.child(list).child(i)));
        }
      }
    }
    return flags;
  }

  /** Returns the workload as it would be if annotations said what the flags say. */
  Workload annotated() {
    Resource resource = workload.resource();
    List<Edit> edits = new ArrayList<>();
    for (Table.Row row : FLAGS) {
      Flag flag = flags.get(row.get("flag"));
      if (flag != null && !row.get("annotation").isEmpty()) {
        Pointer field = workload.annotationField("dapr.io/" + row.get("annotation"));
        edits.add(new Edit.SetField(resource.target(), field, Scalar.of(flag.value()), true));
      }
    }
    return Workload.of(Edit.apply(resource, edits)).orElse(workload);
  }
}
