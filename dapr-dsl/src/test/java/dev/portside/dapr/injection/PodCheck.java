package dev.portside.dapr.injection;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the API server says to a pod that the injector has changed: to its labels, one of which is
 * the app id, to its mounts, and to the sidecar. Source: kubernetes
 * pkg/apis/core/validation/validation.go @v1.36.
 */
final class PodCheck {

  private static final Pattern LABEL =
      Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
  private static final int LABEL_LENGTH = 63;

  private PodCheck() {}

  /** Returns why it refuses the pod, each with the field; empty when it takes it. */
  static List<String> refusals(
      DaprRelease release, PodRequest request, SidecarValues values, Mapping pod) {
    List<String> refusals = new ArrayList<>();
    Mapping labels = pod.mapping("metadata").mapping("labels");
    for (int i = 0; i < labels.size(); i++) {
      String value = String.valueOf(labels.text(labels.key(i)));
      if (value.length() > LABEL_LENGTH) {
        refusals.add("metadata.labels: %s: must be no more than 63 characters".formatted(value));
      } else if (!LABEL.matcher(value).matches()) {
        refusals.add("metadata.labels: %s: no valid label".formatted(value));
      }
    }
    Set<String> volumes = new HashSet<>();
    Sequence list = pod.mapping("spec").sequence("volumes");
    for (int i = 0; i < list.size(); i++) {
      volumes.add(list.mapping(i).text("name"));
    }
    for (String kind : List.of("containers", "initContainers")) {
      mounts(kind, pod.mapping("spec").sequence(kind), volumes, refusals);
    }
    refusals.addAll(
        SidecarRefusals.of(
            values,
            release,
            SidecarVerdict.field(release, values, request.spec()),
            request.spec()));
    return refusals;
  }

  /** Component containers on a pod without volumes mount what the injector has lost. */
  private static void mounts(
      String list, Sequence containers, Set<String> volumes, List<String> refusals) {
    for (int i = 0; i < containers.size(); i++) {
      Sequence mounts = containers.mapping(i).sequence("volumeMounts");
      for (int j = 0; j < mounts.size(); j++) {
        String name = mounts.mapping(j).text("name");
        if (!volumes.contains(name)) {
          refusals.add(
              "spec.%s[%d].volumeMounts[%d].name: Not found: \"%s\"".formatted(list, i, j, name));
        }
      }
    }
  }
}
