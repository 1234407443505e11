package dev.portside.dapr.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprAnnotations;
import dev.portside.dapr.injection.AnnotationTable;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.platform.Version;
import dev.portside.yaml.Pointer;
import java.util.Optional;

/** An annotation is meant for Dapr, and Dapr does not read it. */
final class DaprAnnotationUnknown extends Rule {

  DaprAnnotationUnknown() {
    super(
        "dapr-annotation-unknown",
        Severity.WARNING,
        Rank.SETTING,
        "Dapr does not know an annotation that is meant for it");
  }

  @Override
  public void check(Scene scene, Found found) {
    DaprAnnotations known = Keys.known(scene);
    for (Workload workload : scene.manifests().workloads()) {
      for (String key : Keys.unknown(known, workload)) {
        found.add(finding(known, workload, key));
      }
    }
  }

  private Finding.Builder finding(DaprAnnotations known, Workload workload, String key) {
    Pointer field = workload.annotationField(key);
    Edit.Target target = workload.resource().target();
    Finding.Builder finding =
        at(workload.resource(), field)
            .message("Dapr %s does not know %s".formatted(known.release().asked(), key))
            .why("Dapr ignores it silently")
            .addAllAssumed(Keys.assumed(known))
            .cause(key);
    if (AnnotationTable.wasEverRead(key)) {
      return finding.help(otherRelease(known, key));
    }
    String value = workload.annotation(key);
    Optional<String> taking = Keys.meant(known, key, value == null ? "" : value);
    Optional<String> meant = taking.or(() -> Keys.meant(known, key));
    if (meant.isEmpty()) {
      return finding.help("remove it; no Dapr annotation has a similar name");
    }
    if (workload.annotations().has(meant.get())) {
      return finding.help("remove it; %s is set too".formatted(meant.get()));
    }
    if (taking.isEmpty()) {
      return finding.help(
          "the nearest that Dapr knows is %s, which does not accept this value"
              .formatted(meant.get()));
    }
    return finding
        .help("rename it to %s, the nearest that Dapr knows".formatted(meant.get()))
        .addEdits(new Edit.MoveField(target, field, workload.annotationField(meant.get()), true));
  }

  private static String otherRelease(DaprAnnotations known, String key) {
    String concept = key.substring(AnnotationTable.PREFIX.length());
    String gone = AnnotationTable.ignoredSince(key);
    boolean past = !gone.isEmpty() && known.release().facts().isAtLeast(Version.of(gone));
    return past
        ? "remove it; Dapr ignores it from %s on".formatted(gone)
        : "remove it, or use Dapr %s or later".formatted(AnnotationTable.since(concept));
  }
}
