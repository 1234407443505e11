package dev.portside.dapr.rules;

import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprAnnotations;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import java.util.Optional;
import java.util.Set;

/** daprd's API is opened to other pods, and nothing asks them for a token. */
final class ApiOpen extends Rule {

  private static final Set<String> API = Set.of("dapr-http", "dapr-grpc");
  private static final String ADDRESSES = "dapr.io/sidecar-listen-addresses";
  private static final String TOKEN = "dapr.io/api-token-secret";

  ApiOpen() {
    super(
        "dapr-api-open",
        Severity.WARNING,
        Rank.NEED,
        "daprd's API listens beyond its pod, and asks for no token");
  }

  @Override
  public void check(Scene scene, Found found) {
    DaprAnnotations known = Keys.known(scene);
    for (Workload workload : scene.manifests().workloads()) {
      if (known.hasSidecar(workload)
          && workload.annotation(ADDRESSES) != null
          && known.value(workload, "api-token-secret") == null) {
        open(scene, workload)
            .ifPresent(
                end ->
                    found.add(
                        at(workload, ADDRESSES)
                            .message(
                                "daprd's API listens on port %d for other pods, and asks for no"
                                        .formatted(end.wire().podPort())
                                    + " token")
                            .why(
                                "who reaches the pod can read its state and secrets, publish and"
                                    + " invoke other apps in its name")
                            .help(
                                "set %s to a Secret with a token, or remove %s"
                                    .formatted(TOKEN, ADDRESSES))
                            .cause(ADDRESSES)));
      }
    }
  }

  private static Optional<End> open(Scene scene, Workload workload) {
    return scene.traffic().ends(workload).stream()
        .filter(end -> end.use().direction() == Direction.INBOUND)
        .filter(end -> API.contains(end.use().role()))
        .findFirst();
  }
}
