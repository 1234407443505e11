package dev.portside.istio.rules;

import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The containers of a workload's pods that are not Istio's own, and where each is written. */
final class Containers {

  private static final Set<String> ISTIOS = Set.of("istio-proxy", "istio-init", "istio-validation");

  private Containers() {}

  /**
   * One container.
   *
   * @param tree what is written
   * @param field where
   * @param init whether it runs to its end before the others start
   */
  record Container(Mapping tree, Pointer field, boolean init) {

    String name() {
      return tree.findText("name").orElse("");
    }

    /** Returns a field of its security context, else of the pod's. */
    @Nullable String security(Workload workload, String key) {
      String own = tree.mapping("securityContext").text(key);
      return own == null ? workload.podSpec().mapping("securityContext").text(key) : own;
    }

    /** Returns where that is written. */
    Pointer securityField(Workload workload, String key) {
      boolean own = tree.mapping("securityContext").has(key);
      Pointer pod = workload.templateField().child("spec");
      return (own ? field : pod).child("securityContext").child(key);
    }
  }

  /** Returns them: those that run with the pod, then those that run before. */
  static List<Container> of(Workload workload) {
    List<Container> containers = new ArrayList<>();
    add(workload, "containers", containers);
    add(workload, "initContainers", containers);
    return containers;
  }

  private static void add(Workload workload, String list, List<Container> containers) {
    Sequence sequence = workload.podSpec().sequence(list);
    Pointer field = workload.templateField().child("spec").child(list);
    for (int i = 0; i < sequence.size(); i++) {
      Mapping container = sequence.mapping(i);
      boolean init =
          list.equals("initContainers") && !"Always".equals(container.text("restartPolicy"));
      if (!ISTIOS.contains(container.findText("name").orElse(""))) {
        containers.add(new Container(container, field.child(i), init));
      }
    }
  }

  /** Returns the number that a text is, or 0 for none. */
  static int number(@Nullable String text) {
    return text != null && text.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(text) : 0;
  }
}
