package dev.portside.dapr.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprRuntime;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Pointer;

/**
 * A Configuration sets mTLS where nobody reads it. Source: dapr/dapr v1.18.3
 * pkg/sentry/config/config.go, which reads the Configuration daprsystem of the control plane's
 * namespace, and pkg/injector/service/pods.go, which tells sidecars what it says.
 */
final class ConfigurationInert extends Rule {

  private static final String READ = "daprsystem";
  private static final Pointer MTLS = Pointer.of("spec", "mtls");

  ConfigurationInert() {
    super(
        "dapr-configuration-inert",
        Severity.WARNING,
        Rank.SETTING,
        "a Configuration sets mTLS where nobody reads it");
  }

  @Override
  public void check(Scene scene, Found found) {
    String system = scene.platform().get(DaprRuntime.SECTION).namespace();
    for (Resource one : scene.manifests().ofKind("dapr.io", "Configuration")) {
      boolean read = one.name().equals(READ) && one.namespace().equals(system);
      if (!read && one.tree().mapping("spec").has("mtls")) {
        found.add(finding(one, system));
      }
    }
  }

  private Finding.Builder finding(Resource one, String system) {
    return at(one, MTLS)
        .message("mtls of %s is read by nobody".formatted(one))
        .why(
            "mTLS is for all sidecars alike: only Configuration %s of namespace %s decides, and"
                    .formatted(READ, system)
                + " the sidecars of this one go on as that says")
        .help("remove it here; set it in %s/%s if it is meant".formatted(system, READ))
        .addEdits(new Edit.RemoveField(one.target(), MTLS, true))
        .addCauses(Cause.field(one, MTLS));
  }
}
