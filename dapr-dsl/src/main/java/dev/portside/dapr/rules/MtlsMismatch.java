package dev.portside.dapr.rules;

import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprRuntime;
import dev.portside.dapr.OwnDaprd;
import dev.portside.manifest.Workload;
import java.util.Map;

/** A daprd that a workload runs itself does without mTLS among those with it, or the other way. */
final class MtlsMismatch extends Rule {

  private static final String FLAG = "enable-mtls";

  MtlsMismatch() {
    super(
        "dapr-mtls-mismatch",
        Severity.ERROR,
        Rank.SETTING,
        "a daprd that is run by hand does not agree with the others about mTLS");
  }

  @Override
  public void check(Scene scene, Found found) {
    boolean mtls = scene.platform().get(DaprRuntime.SECTION).mtls();
    for (Workload workload : scene.manifests().workloads()) {
      Map<String, OwnDaprd.Flag> flags =
          OwnDaprd.of(workload).map(OwnDaprd::flags).orElse(Map.of());
      OwnDaprd.Flag flag = flags.get(FLAG);
      if (flag != null && flag.value().equals("true") != mtls) {
        found.add(
            at(workload.resource(), flag.field())
                .message(
                    "this daprd is run %s mTLS, and the control plane gives the others %s"
                        .formatted(mtls ? "without" : "with", mtls ? "it" : "none"))
                .why(
                    mtls
                        ? "the other sidecars take only connections with Dapr's certificates: calls"
                            + " to and from this one fail"
                        : "the others speak plaintext: calls to and from this one fail")
                .help("write --%s=%s".formatted(FLAG, mtls))
                .cause(FLAG));
      }
    }
  }
}
