package dev.portside.dapr;

import dev.portside.dapr.injection.AppId;
import dev.portside.dapr.injection.DaprRelease;
import dev.portside.dapr.injection.Injection;
import dev.portside.dapr.injection.Injector;
import dev.portside.dapr.injection.InjectorSettings;
import dev.portside.dapr.injection.PodRequest;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.yaml.Mapping;
import java.util.Map;

/** What Dapr's injector, set as its chart sets it, makes of the pods of a platform. */
public final class DaprInjection {

  /** What the chart sets when nobody asks for anything else. */
  private static final String DOMAIN = "cluster.local";

  private final Injector injector;

  private DaprInjection(DaprRuntime runtime) {
    DaprRelease release = DaprRelease.of(runtime.version());
    this.injector =
        new Injector(
            new InjectorSettings(
                release,
                runtime.namespace(),
                DOMAIN,
                runtime.mtls(),
                true,
                ControlPlaneAddresses.of(runtime.version(), runtime.namespace(), DOMAIN),
                Map.of("SIDECAR_IMAGE", "daprd:" + release.facts())));
  }

  /** Returns the injector of a platform. */
  public static DaprInjection at(Platform platform) {
    return new DaprInjection(platform.get(DaprRuntime.SECTION));
  }

  /** Returns what becomes of a pod that a controller makes: metadata and spec. */
  public Injection inject(String namespace, Mapping pod) {
    return injector.inject(PodRequest.byController(namespace, pod));
  }

  /** Returns what becomes of the pods of a workload. */
  public Injection inject(Workload workload) {
    Mapping.Builder metadata =
        Mapping.builder()
            .put("annotations", workload.annotations())
            .put("labels", workload.labels());
    String name = AppId.ofPods(workload);
    if (!name.isEmpty()) {
      metadata.put("name", name);
    }
    Mapping pod =
        Mapping.builder().put("metadata", metadata.build()).put("spec", workload.podSpec()).build();
    return inject(workload.namespace(), pod);
  }
}
