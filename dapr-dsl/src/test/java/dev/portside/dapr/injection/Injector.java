package dev.portside.dapr.injection;

import dev.portside.yaml.Mapping;
import java.util.Optional;

/**
 * Dapr's sidecar injector. Sources, dapr/dapr: pkg/injector/service/handler.go,
 * pkg/injector/patcher @v1.18.3; what differs in older releases is in {@code facts.txt} and {@code
 * annotations.txt}.
 */
public final class Injector {

  private final InjectorSettings settings;
  private final InjectorConfig config;
  private final AnnotationTable table;

  /**
   * Returns an injector of those settings.
   *
   * @throws InjectorConfigException with Dapr's message if the injector would not start with them
   */
  public Injector(InjectorSettings settings) {
    this.settings = settings;
    this.config = new InjectorConfig(settings.env());
    this.table = AnnotationTable.at(settings.release());
  }

  /** Returns what becomes of a pod. */
  public Injection inject(PodRequest request) {
    SidecarValues values = SidecarValues.of(table, request.annotations());
    String enabled = request.annotations().text(AnnotationTable.PREFIX + "enabled");
    boolean asked = enabled != null && table.asksForSidecar(enabled);
    if (!asked
        || !config.allows(request.user(), request.groups())
        || SidecarVerdict.hasSidecar(settings.release(), request.spec())) {
      return Injection.untouched(request, values.unknown());
    }
    String appId = values.appId(request.name());
    Optional<String> problem =
        settings.release().is(Fact.APP_ID_CHECKED) ? AppId.problem(appId) : Optional.empty();
    if (problem.isPresent()) {
      return Injection.refused(request, values, problem.get());
    }
    SidecarContainer container =
        new SidecarContainer(settings, config, request.namespace(), values, appId);
    Mapping pod = new PodPatch(settings, config, request, values, container).pod();
    return new Injection(
        true,
        true,
        Optional.empty(),
        values.ignored(),
        values.unknown(),
        pod,
        Optional.of(Daprd.start(values, container.args())),
        PodCheck.refusals(settings.release(), request, values, pod));
  }
}
