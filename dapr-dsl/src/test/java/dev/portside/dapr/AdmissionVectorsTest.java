package dev.portside.dapr;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.portside.dapr.Recordings.plain;

import dev.portside.dapr.injection.DaprRelease;
import dev.portside.dapr.injection.Injection;
import dev.portside.dapr.injection.Injector;
import dev.portside.dapr.injection.InjectorSettings;
import dev.portside.dapr.injection.PodRequest;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Each line is a pod that a real API server was asked for, with Dapr's webhook behind it. */
final class AdmissionVectorsTest {

  private static final int PODS = 15;

  private static final Map<String, String> CREATORS =
      Map.of(
          "ReplicaSet controller", "system:serviceaccount:kube-system:replicaset-controller",
          "StatefulSet controller", "system:serviceaccount:kube-system:statefulset-controller",
          "ordinary user", "jane",
          "member of system:masters", "admin");

  @Test
  void admission_asTheApiServer() {
    List<String> differ = new ArrayList<>();
    List<Mapping> lines = Recordings.json("dapr-admission-live.jsonl");
    lines.forEach(line -> compare(line, differ));
    Recordings.tell("admission", lines.size(), differ);
    assertWithMessage("differ").that(differ).isEmpty();
    if (Recordings.areOwn()) {
      assertThat(lines).hasSize(PODS);
    }
  }

  private static void compare(Mapping line, List<String> differ) {
    Mapping result = line.mapping("result");
    Injection made = inject(line);
    String id = line.text("id");
    boolean created = made.allowed() && made.refusals().isEmpty();
    tell(id, "created", plain(result.get("created")), created, differ);
    String error = result.text("error");
    if (error != null) {
      made.error().ifPresent(own -> tell(id, "error", true, error.endsWith(own), differ));
      for (String refusal : made.refusals()) {
        tell(id, "field", true, error.contains(refusal.split(": ", 2)[0] + ": "), differ);
      }
      return;
    }
    Mapping spec = made.pod().mapping("spec");
    tell(id, "containers", plain(result.get("containers")), names(spec, "containers"), differ);
    tell(
        id,
        "initContainers",
        plain(result.get("initContainers")),
        names(spec, "initContainers"),
        differ);
    tell(
        id,
        "labels",
        plain(result.get("labels")),
        plain(made.pod().mapping("metadata").get("labels")),
        differ);
    tell(id, "volumes", plain(result.get("volumes")), names(spec, "volumes"), differ);
  }

  private static void tell(
      String id, String what, Object recorded, Object made, List<String> differ) {
    if (!Objects.equals(recorded, made)) {
      differ.add("%s %s: recorded %s, made %s".formatted(id, what, recorded, made));
    }
  }

  private static List<String> names(Mapping spec, String list) {
    List<String> names = new ArrayList<>();
    Sequence named = spec.sequence(list);
    for (int i = 0; i < named.size(); i++) {
      boolean stays = "Always".equals(named.mapping(i).text("restartPolicy"));
      names.add(named.mapping(i).text("name") + (stays ? "*" : ""));
    }
    return names;
  }

  private static Injection inject(Mapping line) {
    Version release = Version.of(line.text("daprVersion"));
    InjectorSettings settings =
        new InjectorSettings(
            DaprRelease.of(release),
            "dapr-system",
            "cluster.local",
            true,
            true,
            ControlPlaneAddresses.of(release, "dapr-system", "cluster.local"),
            Map.of("SIDECAR_IMAGE", "daprd"));
    String creator = line.text("creator");
    boolean master = creator.equals("member of system:masters");
    PodRequest request =
        new PodRequest(
            "shop",
            CREATORS.get(creator),
            master ? List.of("system:masters") : List.of(),
            pod(line),
            List.of());
    return new Injector(settings).inject(request);
  }

  /** What the pod holds beside its annotations stands in the note. */
  private static Mapping pod(Mapping line) {
    String note = line.text("note");
    Mapping.Builder metadata = Mapping.builder();
    metadata.put("labels", Mapping.of("app", "x"));
    metadata.put("annotations", line.mapping("podAnnotations"));
    if (note.startsWith("named ")) {
      metadata.put("name", note.substring("named ".length()));
    }
    Sequence.Builder containers = Sequence.builder().add(container("app"));
    boolean pluggable = line.mapping("podAnnotations").has("dapr.io/pluggable-components");
    if (pluggable) {
      containers.add(container("comp"));
    }
    Mapping.Builder spec = Mapping.builder().put("containers", containers.build());
    if (note.contains("init container i")) {
      spec.put("initContainers", Sequence.of(container("i")));
    }
    if (!note.contains("automountServiceAccountToken false")) {
      // The API server itself adds it, before it asks the webhook.
      spec.put("volumes", Sequence.of(Mapping.of("name", "kube-api-access-<random>")));
    }
    return Mapping.builder().put("metadata", metadata.build()).put("spec", spec.build()).build();
  }

  private static Mapping container(String name) {
    return Mapping.builder().put("name", Scalar.of(name)).put("image", "i").build();
  }
}
