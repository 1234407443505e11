package dev.portside.dapr.injection;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Dapr's sidecar injector. Sources, dapr/dapr: pkg/injector/service/handler.go,
 * pkg/injector/patcher and pkg/validation/kubernetes.go @v1.18.3; what differs in older releases is
 * in {@code facts.txt} and {@code annotations.txt}.
 */
public final class Injector {

  private static final String SIDECAR = "daprd";
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final int LABEL_LENGTH = 63;

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
    boolean asked = enabled != null && isEnabled(settings.release(), enabled);
    if (!asked || !config.allows(request.user(), request.groups()) || hasSidecar(request.spec())) {
      return Injection.untouched(request, values.unknown());
    }
    String appId = values.appId(request.name());
    Optional<String> problem =
        settings.release().is(Fact.APP_ID_CHECKED) ? appIdProblem(appId) : Optional.empty();
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
        Optional.of(Daprd.start(container.args())),
        PodCheck.refusals(pod));
  }

  /** Returns whether that value of {@code dapr.io/enabled} asks for a sidecar. */
  public static boolean isEnabled(DaprRelease release, String value) {
    return release.is(Fact.ENABLED_SAYS_TRUE) ? "true".equalsIgnoreCase(value) : Go.isTruthy(value);
  }

  private boolean hasSidecar(Mapping spec) {
    return isNamed(spec.sequence("containers"))
        || settings.release().is(Fact.INIT_CONTAINERS_LOOKED_AT)
            && isNamed(spec.sequence("initContainers"));
  }

  private static boolean isNamed(Sequence containers) {
    for (int i = 0; i < containers.size(); i++) {
      if (SIDECAR.equals(containers.mapping(i).text("name"))) {
        return true;
      }
    }
    return false;
  }

  /** Returns why Dapr refuses an app id, in its words. A dash at the end passes. */
  public static Optional<String> appIdProblem(String appId) {
    if (appId.isEmpty()) {
      return Optional.of("value for the dapr.io/app-id annotation is empty");
    }
    String service = appId + "-dapr";
    List<String> problems = new ArrayList<>();
    if (service.getBytes(StandardCharsets.UTF_8).length > LABEL_LENGTH) {
      problems.add("must be no more than 63 characters");
    }
    if (!LABEL.matcher(service).matches()) {
      problems.add(
          "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-',"
              + " and must start and end with an alphanumeric character (e.g. 'my-name',  or"
              + " '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");
    }
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "invalid app id (input: '%s', service: '%s'): %s"
                .formatted(appId, service, String.join(",", problems)));
  }
}
