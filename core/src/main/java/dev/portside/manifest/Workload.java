package dev.portside.manifest;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A resource with a pod template: what its pods will carry, and where that is written. Immutable.
 */
public final class Workload {

  private final Resource resource;
  private final Kinds.PodTemplate template;
  private final Mapping annotations;
  private final Mapping labels;
  private final Mapping podSpec;

  private Workload(Resource resource, Kinds.PodTemplate template) {
    this.resource = resource;
    this.template = template;
    Mapping pod =
        resource.tree().at(template.root()) instanceof Mapping mapping ? mapping : Mapping.empty();
    this.annotations = pod.mapping("metadata").mapping("annotations");
    this.labels = pod.mapping("metadata").mapping("labels");
    this.podSpec = pod.mapping("spec");
  }

  /** Returns the workload that a resource is, where its kind has a pod template. */
  public static Optional<Workload> of(Resource resource) {
    return Kinds.podTemplate(resource.ref().apiVersion(), resource.kind())
        .map(template -> new Workload(resource, template));
  }

  /** Returns the kinds that have a pod template. */
  public static Set<GroupKind> kinds() {
    return Kinds.workloads();
  }

  /** Returns the resource it is. */
  public Resource resource() {
    return resource;
  }

  /** Returns the namespace of its pods. */
  public String namespace() {
    return resource.namespace();
  }

  /** Returns its kind. */
  public String kind() {
    return resource.kind();
  }

  /** Returns the annotations of its pods. */
  public Mapping annotations() {
    return annotations;
  }

  /** Returns the value of an annotation of its pods, or null when it is missing or not a scalar. */
  public @Nullable String annotation(String key) {
    return annotations.text(key);
  }

  /** Returns the labels of its pods. */
  public Mapping labels() {
    return labels;
  }

  /** Returns the {@code spec} of its pods. */
  public Mapping podSpec() {
    return podSpec;
  }

  /** Returns the containers of its pods, init containers not among them. */
  public Sequence containers() {
    return podSpec.sequence("containers");
  }

  /** Returns whether a container of its pods, or a native sidecar, declares that TCP port. */
  public boolean declaresPort(int port) {
    String number = Integer.toString(port);
    return tcpPorts().anyMatch(declared -> number.equals(declared.text("containerPort")));
  }

  /** Returns the TCP ports that its containers declare, then those of its native sidecars. */
  Stream<Mapping> tcpPorts() {
    Stream<Mapping> sidecars =
        mappings(podSpec.sequence("initContainers"))
            .filter(container -> "Always".equals(container.text("restartPolicy")));
    return Stream.concat(mappings(containers()), sidecars)
        .flatMap(container -> mappings(container.sequence("ports")))
        .filter(ServiceView::isTcp);
  }

  private static Stream<Mapping> mappings(Sequence sequence) {
    return IntStream.range(0, sequence.size()).mapToObj(sequence::mapping);
  }

  /** Returns the field of an annotation of its pods, whether or not it is there. */
  public Pointer annotationField(String key) {
    return template.annotations().child(key);
  }

  /** Returns the field of a label of its pods, whether or not it is there. */
  public Pointer labelField(String key) {
    return template.root().resolve(Pointer.of("metadata", "labels", key));
  }

  /** Returns the field of its pod template; the root for a Pod. */
  public Pointer templateField() {
    return template.root();
  }

  /** Returns the field of its containers. */
  public Pointer containersField() {
    return template.containers();
  }

  /** Returns where an annotation of its pods is written, or would be. */
  public Source annotationSource(String key) {
    return resource.source(annotationField(key));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Workload workload && resource.equals(workload.resource);
  }

  @Override
  public int hashCode() {
    return resource.hashCode();
  }

  /** Returns {@code Kind/namespace/name}. */
  @Override
  public String toString() {
    return resource.toString();
  }
}
