package dev.portside.dapr.injection;

import dev.portside.yaml.Mapping;
import java.util.List;
import java.util.Optional;

/**
 * What became of a pod at the injector.
 *
 * @param allowed whether the pod may be created; one that Dapr leaves alone may
 * @param injected whether it gets a sidecar
 * @param error why it may not be created, in Dapr's words
 * @param ignored the annotations whose values are ignored, with a line in the injector's log
 * @param unknown the annotations with Dapr's prefix that the release does not know
 * @param pod the pod as it leaves the injector
 * @param start whether daprd starts with the arguments it is given; empty without a sidecar
 * @param refusals why the API server refuses the pod with its sidecar; empty when it takes it
 */
public record Injection(
    boolean allowed,
    boolean injected,
    Optional<String> error,
    List<String> ignored,
    List<String> unknown,
    Mapping pod,
    Optional<DaprdStart> start,
    List<String> refusals) {

  /** Copies the lists. */
  public Injection {
    ignored = List.copyOf(ignored);
    unknown = List.copyOf(unknown);
    refusals = List.copyOf(refusals);
  }

  static Injection untouched(PodRequest request, List<String> unknown) {
    return new Injection(
        true,
        false,
        Optional.empty(),
        List.of(),
        unknown,
        request.pod(),
        Optional.empty(),
        List.of());
  }

  static Injection refused(PodRequest request, SidecarValues values, String error) {
    return new Injection(
        false,
        false,
        Optional.of(error),
        values.ignored(),
        values.unknown(),
        request.pod(),
        Optional.empty(),
        List.of());
  }
}
