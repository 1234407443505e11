package dev.portside.dapr;

import dev.portside.Internal;
import dev.portside.dapr.injection.DaprRelease;
import dev.portside.dapr.injection.Injection;
import dev.portside.dapr.injection.Injector;
import dev.portside.dapr.injection.InjectorSettings;
import dev.portside.dapr.injection.PodRequest;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.util.Map;
import java.util.Set;

/** What Dapr's injector, set as its chart sets it, makes of the pods of a platform. */
@Internal
public final class DaprInjection {

  /** What the chart sets when nobody asks for anything else. */
  private static final String DOMAIN = "cluster.local";

  /** Kinds whose pods have a name when the injector sees them, which then may be the app id. */
  private static final Set<String> KEEPS_NAME = Set.of("Pod", "StatefulSet");

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
                DaprPorts.addresses(runtime.version(), runtime.namespace(), DOMAIN),
                Map.of("SIDECAR_IMAGE", "daprd:" + release.facts())));
  }

  /** Returns the injector of a platform. */
  public static DaprInjection at(Platform platform) {
    return new DaprInjection(platform.get(DaprRuntime.SECTION));
  }

  /** Returns whether pods of a kind have their name when the injector sees them. */
  public static boolean keepsName(String kind) {
    return KEEPS_NAME.contains(kind);
  }

  /** Returns what becomes of a pod that a controller makes: metadata and spec. */
  public Injection inject(String namespace, Mapping pod) {
    return injector.inject(PodRequest.byController(namespace, pod));
  }

  /** Returns what becomes of the pods of a workload. */
  public Injection inject(Workload workload) {
    return inject(workload, workload.annotations());
  }

  /** Returns what would become of the pods of a workload without one of their annotations. */
  public Injection inject(Workload workload, String without) {
    return inject(workload, (Mapping) workload.annotations().without(Pointer.of(without)));
  }

  private Injection inject(Workload workload, Mapping annotations) {
    Mapping.Builder metadata =
        Mapping.builder().put("annotations", annotations).put("labels", workload.labels());
    if (keepsName(workload.kind())) {
      String name = workload.resource().name();
      metadata.put("name", workload.kind().equals("Pod") ? name : name + "-0");
    }
    Mapping pod =
        Mapping.builder().put("metadata", metadata.build()).put("spec", workload.podSpec()).build();
    return inject(workload.namespace(), pod);
  }
}
