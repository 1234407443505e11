package dev.portside.dapr.injection;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The container that the injector adds, but for its volumes. Source: dapr/dapr
 * pkg/injector/patcher/sidecar_container.go @v1.18.3.
 */
final class SidecarContainer {

  static final int HTTP_PORT = 3500;
  static final int PUBLIC_PORT = 3501;
  static final String SOCKETS_MOUNT = "/var/run/dapr-sockets";

  private final InjectorSettings settings;
  private final InjectorConfig config;
  private final String namespace;
  private final SidecarValues values;
  private final String appId;

  SidecarContainer(
      InjectorSettings settings,
      InjectorConfig config,
      String namespace,
      SidecarValues values,
      String appId) {
    this.settings = settings;
    this.config = config;
    this.namespace = namespace;
    this.values = values;
    this.appId = appId;
  }

  String appId() {
    return appId;
  }

  /** Returns the arguments of daprd, without its own name and without a debugger's. */
  List<DaprdArg> args() {
    DaprdArgs args = new DaprdArgs(values);
    args.add("--dapr-http-port", Integer.toString(HTTP_PORT));
    args.number("--dapr-grpc-port", "grpc-port");
    args.number("--dapr-internal-grpc-port", "internal-grpc-port");
    args.add("--dapr-listen-addresses", values.text("sidecar-listen-addresses"));
    args.add("--dapr-public-port", Integer.toString(PUBLIC_PORT));
    args.add("--app-id", appId);
    args.add("--app-protocol", values.text("app-protocol"));
    args.add("--log-level", values.text("log-level"));
    args.number("--dapr-graceful-shutdown-seconds", "graceful-shutdown-seconds");
    args.add("--mode", "kubernetes");
    args.add("--control-plane-address", settings.addresses().operator());
    args.add("--sentry-address", settings.addresses().sentry());
    if (values.number("app-port") > 0) {
      args.number("--app-port", "app-port");
    }
    if (values.flag("enable-metrics")) {
      args.flag("--enable-metrics");
      args.number("--metrics-port", "metrics-port");
    }
    args.textUnlessEmpty("--config", "config");
    args.textUnlessEmpty("--app-channel-address", "app-channel-address");
    actors(args);
    args.textUnlessEmpty("--sentry-request-jwt-audiences", "sentry-request-jwt-audiences");
    if (values.has("enable-api-logging")) {
      args.add("--enable-api-logging", Boolean.toString(values.flag("enable-api-logging")));
    }
    args.flagIf("--disable-builtin-k8s-secret-store", "disable-builtin-k8s-secret-store");
    appHealth(args);
    args.textIfSet("--app-binding-options-timeout", "app-binding-options-timeout");
    args.flagIf("--log-as-json", "log-as-json");
    args.flagIf("--enable-profiling", "enable-profiling");
    if (settings.mtls()) {
      args.flag("--enable-mtls");
    }
    args.flagIf("--app-ssl", "app-ssl");
    args.numberIfSet("--app-max-concurrency", "app-max-concurrency");
    args.numberIfSet("--dapr-http-max-request-size", "http-max-request-size");
    args.textUnlessEmpty("--max-body-size", "max-body-size");
    args.numberIfSet("--dapr-http-read-buffer-size", "http-read-buffer-size");
    args.textUnlessEmpty("--read-buffer-size", "read-buffer-size");
    if (!values.text("unix-domain-socket-path").isEmpty()) {
      args.add("--unix-domain-socket", SOCKETS_MOUNT);
    }
    args.textIfSet("--dapr-block-shutdown-duration", "block-shutdown-duration");
    args.textIfSet("--actors-disseminate-timeout", "actors-disseminate-timeout");
    String scheduler = schedulerAddress();
    if (scheduler != null && settings.release().is(Fact.SCHEDULER_ARGUMENT)) {
      args.add("--scheduler-host-address", scheduler);
    }
    args.textIfSet("--disable-init-endpoints", "disable-init-endpoints");
    return args.build();
  }

  private void actors(DaprdArgs args) {
    boolean on = config.flagUnlessOff("ACTORS_ENABLED");
    String custom = config.serviceName("ACTORS");
    String placement = values.text("placement-host-address");
    if (!values.has("placement-host-address") && on && custom.isEmpty()) {
      placement = settings.addresses().placement();
    }
    if (!placement.isEmpty()) {
      args.add("--placement-host-address", placement);
    } else if (on && !custom.isEmpty()) {
      args.add("--actors-service", service("ACTORS"));
    }
    String reminders = config.serviceName("REMINDERS");
    if (!reminders.isEmpty() && !reminders.equals("default")) {
      args.add("--reminders-service", service("REMINDERS"));
    }
  }

  private String service(String prefix) {
    String address = config.text(prefix + "_SERVICE_ADDRESS");
    int colon = address.indexOf(':');
    return "%s:%s.%s.svc.%s%s"
        .formatted(
            config.serviceName(prefix),
            address.substring(0, colon),
            settings.namespace(),
            settings.addresses().clusterDomain(),
            address.substring(colon));
  }

  private @Nullable String schedulerAddress() {
    if (values.has("scheduler-host-address")) {
      return values.text("scheduler-host-address");
    }
    return settings.scheduler() ? settings.addresses().scheduler() : null;
  }

  private void appHealth(DaprdArgs args) {
    if (values.flag("enable-app-health-check")) {
      args.flag("--enable-app-health-check");
      args.add("--app-health-check-path", values.text("app-health-check-path"));
      args.number("--app-health-probe-interval", "app-health-probe-interval");
      args.number("--app-health-probe-timeout", "app-health-probe-timeout");
      args.number("--app-health-threshold", "app-health-threshold");
    }
  }

  /** Returns the container without its mounts. */
  Mapping.Builder container(boolean splitCommand, @Nullable String socketsFolder) {
    List<String> arguments = new ArrayList<>();
    List<String> command = List.of("/daprd");
    if (values.flag("enable-debug")) {
      command = List.of("/dlv");
      arguments.addAll(
          List.of(
              "--listen",
              ":" + values.number("debug-port"),
              "--accept-multiclient",
              "--headless=true",
              "--log",
              "--api-version=2",
              "exec",
              "/daprd",
              "--"));
    }
    args().forEach(argument -> arguments.addAll(argument.words()));
    Mapping.Builder container =
        Mapping.builder()
            .put("name", "daprd")
            .put("image", image())
            .put("imagePullPolicy", config.pullPolicy());
    if (splitCommand) {
      container.put("command", Sequence.ofTexts(command));
    } else {
      arguments.addAll(0, command);
    }
    List<Mapping> env = env(socketsFolder);
    return container
        .put("args", Sequence.ofTexts(arguments))
        .put("ports", ports())
        .put("env", Sequence.of(env.toArray(Mapping[]::new)))
        .putUnlessEmpty("resources", Resources.of(values))
        .put("livenessProbe", Probes.liveness(settings.release(), values))
        .put("readinessProbe", Probes.readiness(settings.release(), values))
        .put("securityContext", security(env));
  }

  private String image() {
    return values.has("sidecar-image")
        ? values.text("sidecar-image")
        : config.text("SIDECAR_IMAGE");
  }

  private Sequence ports() {
    Sequence.Builder ports = Sequence.builder();
    ports.add(port("dapr-http", HTTP_PORT));
    ports.add(port("dapr-grpc", values.number("grpc-port")));
    ports.add(port("dapr-internal", values.number("internal-grpc-port")));
    ports.add(port("dapr-metrics", values.number("metrics-port")));
    if (values.flag("enable-debug")) {
      ports.add(port("dapr-debug", values.number("debug-port")));
    }
    return ports.build();
  }

  private static Mapping port(String name, long number) {
    return Mapping.builder().put("name", name).put("containerPort", number).build();
  }

  private List<Mapping> env(@Nullable String socketsFolder) {
    List<Mapping> env = new ArrayList<>();
    env.add(Variables.of("NAMESPACE", namespace));
    env.add(Variables.of("DAPR_TRUST_ANCHORS", "TRUST-ANCHORS"));
    env.add(Variables.ofField("POD_NAME", "metadata.name"));
    env.add(Variables.of("DAPR_CONTROLPLANE_NAMESPACE", settings.namespace()));
    env.add(Variables.of("DAPR_CONTROLPLANE_TRUST_DOMAIN", settings.trustDomain()));
    if (config.flag("ENABLE_K8S_DOWNWARD_APIS")) {
      env.add(Variables.ofField("DAPR_HOST_IP", "status.podIP"));
    }
    String scheduler = values.text("scheduler-host-address");
    if (!scheduler.isEmpty() && !settings.release().is(Fact.SCHEDULER_ARGUMENT)) {
      env.add(Variables.of("DAPR_SCHEDULER_HOST_ADDRESS", scheduler));
      env.add(Variables.of("DAPR_SCHEDULER_HOST_ADDRESS_DNS_A", scheduler));
    }
    EnvEntries own = EnvEntries.parse(values.text("env"), false);
    EnvEntries secrets = EnvEntries.parse(values.text("env-from-secret"), true);
    own.variables().forEach(variable -> env.add(Variables.of(variable.name(), variable.value())));
    secrets
        .variables()
        .forEach(
            secret -> env.add(Variables.ofSecret(secret.name(), secret.secret(), secret.value())));
    List<String> keys = new ArrayList<>(own.keys());
    keys.addAll(secrets.keys());
    if (!keys.isEmpty()) {
      env.add(Variables.of("DAPR_ENV_KEYS", String.join(" ", keys)));
    }
    if (socketsFolder != null) {
      env.add(Variables.of(PodPatch.SOCKETS_VARIABLE, socketsFolder));
    }
    token(env, "DAPR_API_TOKEN", "api-token-secret");
    token(env, "APP_API_TOKEN", "app-token-secret");
    return env;
  }

  private void token(List<Mapping> env, String name, String concept) {
    String secret = values.text(concept);
    if (!secret.isEmpty()) {
      env.add(Variables.ofSecret(name, secret, "token"));
    }
  }

  private Mapping security(List<Mapping> env) {
    // Certificates of one's own can be installed on Windows by an administrator only.
    boolean windows = env.stream().anyMatch(v -> "SSL_CERT_DIR".equals(v.text("name")));
    Mapping.Builder security = Mapping.builder().put("allowPrivilegeEscalation", false);
    security.put("runAsNonRoot", !windows && config.flagUnlessOff("SIDECAR_RUN_AS_NON_ROOT"));
    security.put(
        "readOnlyRootFilesystem",
        !windows && config.flagUnlessOff("SIDECAR_READ_ONLY_ROOT_FILESYSTEM"));
    if (windows) {
      security.put("windowsOptions", Mapping.of("runAsUserName", "ContainerAdministrator"));
    } else {
      config.number("SIDECAR_RUN_AS_USER").ifPresent(id -> security.put("runAsUser", id));
      config.number("SIDECAR_RUN_AS_GROUP").ifPresent(id -> security.put("runAsGroup", id));
    }
    String seccomp = values.text("sidecar-seccomp-profile-type");
    if (!seccomp.isEmpty()) {
      security.put("seccompProfile", Mapping.of("type", seccomp));
    }
    if (config.flag("SIDECAR_DROP_ALL_CAPABILITIES")) {
      security.put("capabilities", Mapping.of("drop", Sequence.ofTexts(List.of("ALL"))));
    }
    return security.build();
  }

  /** Returns the protocol towards the app as its containers are told; empty when it is none. */
  String appProtocol() {
    String protocol = values.text("app-protocol").toLowerCase(Locale.ROOT);
    return Daprd.protocol(protocol, values.flag("app-ssl")).orElse("");
  }
}
