package dev.portside.dapr.injection;

import dev.portside.value.GoText;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the injector changes on a pod: the sidecar, its volumes, and what the pod's own containers
 * get. Source: dapr/dapr pkg/injector/patcher/sidecar_patcher.go, patch.go, sidecar_volumes.go and
 * sidecar_components.go @v1.18.3.
 */
final class PodPatch {

  static final String SOCKETS_VARIABLE = "DAPR_COMPONENT_SOCKETS_FOLDER";

  private static final String SOCKETS_FOLDER = "/tmp/dapr-components-sockets";
  private static final String SOCKETS_VOLUME = "dapr-components-unix-domain-socket";
  private static final String SOCKET_VOLUME = "dapr-unix-domain-socket";
  private static final String TOKEN_VOLUME = "dapr-identity-token";
  private static final String TOKEN_MOUNT = "/var/run/secrets/dapr.io/sentrytoken";
  private static final String CONTAINERS = "containers";

  private final InjectorSettings settings;
  private final InjectorConfig config;
  private final PodRequest request;
  private final SidecarValues values;
  private final SidecarContainer sidecar;
  private final Set<String> pluggable;
  private final List<Mapping> injected;

  PodPatch(
      InjectorSettings settings,
      InjectorConfig config,
      PodRequest request,
      SidecarValues values,
      SidecarContainer sidecar) {
    this.settings = settings;
    this.config = config;
    this.request = request;
    this.values = values;
    this.sidecar = sidecar;
    this.pluggable = Set.copyOf(Arrays.asList(distinct(values.text("pluggable-components"))));
    this.injected =
        values.flag("inject-pluggable-components")
            ? ComponentContainers.of(request.components(), sidecar.appId())
            : List.of();
  }

  private static String[] distinct(String list) {
    return Arrays.stream(list.split(",", -1)).distinct().toArray(String[]::new);
  }

  /** Returns the pod with its sidecar. */
  Mapping pod() {
    boolean components = !injected.isEmpty() || hasComponents();
    String folder = components ? socketsFolder() : null;
    List<Mapping> volumes = new ArrayList<>(volumes(components));
    List<Mapping> containers = new ArrayList<>();
    for (Mapping container : own()) {
      containers.add(changed(container, folder));
    }
    List<Mapping> initContainers = mappings(request.spec().sequence("initContainers"));
    boolean native_ = isNative();
    Mapping daprd = daprd(native_, folder);
    (native_ ? initContainers : containers).add(daprd);
    for (Mapping container : injected) {
      containers.add(component(container, folder == null ? "" : folder));
    }
    Tree pod = request.pod();
    pod = pod.with(Pointer.of("metadata", "labels"), labels());
    pod = pod.with(Pointer.of("spec", CONTAINERS), sequence(containers));
    if (!initContainers.isEmpty()) {
      pod = pod.with(Pointer.of("spec", "initContainers"), sequence(initContainers));
    }
    return (Mapping) pod.with(Pointer.of("spec", "volumes"), sequence(volumes));
  }

  private boolean isNative() {
    boolean on =
        values.has("enable-native-sidecar") && values.isPassed("enable-native-sidecar")
            ? values.flag("enable-native-sidecar")
            : config.flag("NATIVE_SIDECAR_ENABLED");
    return on && settings.release().is(Fact.NATIVE_SIDECAR);
  }

  private Mapping daprd(boolean native_, @Nullable String folder) {
    Mapping.Builder container = sidecar.container(isCommandSplit(), folder);
    List<Mapping> mounts = new ArrayList<>(mounts("volume-mounts", true));
    mounts.addAll(mounts("volume-mounts-rw", false));
    if (!values.text("unix-domain-socket-path").isEmpty()) {
      mounts.add(mount(SOCKET_VOLUME, SidecarContainer.SOCKETS_MOUNT, false));
    }
    mounts.add(mount(TOKEN_VOLUME, TOKEN_MOUNT, true));
    if (folder != null) {
      mounts.add(mount(SOCKETS_VOLUME, folder, false));
    }
    container.put("volumeMounts", sequence(mounts));
    if (native_) {
      container.put("restartPolicy", "Always");
    }
    return container.build();
  }

  private boolean isCommandSplit() {
    List<Mapping> known = mappings(config.entrypointTolerations());
    return mappings(request.spec().sequence("tolerations")).stream()
        .anyMatch(one -> known.stream().anyMatch(other -> isSame(one, other)));
  }

  /** With a number of seconds two tolerations are never the same to the injector. */
  private static boolean isSame(Mapping one, Mapping other) {
    return !one.has("tolerationSeconds")
        && !other.has("tolerationSeconds")
        && Stream.of("key", "operator", "value", "effect")
            .allMatch(field -> Objects.equals(one.text(field), other.text(field)));
  }

  private List<Mapping> own() {
    return mappings(request.spec().sequence(CONTAINERS));
  }

  private boolean hasComponents() {
    return own().stream().anyMatch(container -> pluggable.contains(name(container)));
  }

  private String socketsFolder() {
    String folder = values.text("pluggable-components-sockets-folder");
    return folder.isEmpty() ? SOCKETS_FOLDER : folder;
  }

  private Mapping labels() {
    Mapping labels = request.pod().mapping("metadata").mapping("labels");
    Tree result = labels.with(Pointer.of("dapr.io/sidecar-injected"), Scalar.of("true"));
    result = result.with(Pointer.of("dapr.io/app-id"), Scalar.of(sidecar.appId()));
    String metrics = Boolean.toString(values.flag("enable-metrics"));
    return (Mapping) result.with(Pointer.of("dapr.io/metrics-enabled"), Scalar.of(metrics));
  }

  /**
   * Where the pod has no volume of its own, the injector sets the list twice, and the second time
   * all that it set the first time is lost.
   */
  private List<Mapping> volumes(boolean components) {
    List<Mapping> volumes = mappings(request.spec().sequence("volumes"));
    boolean none = volumes.isEmpty();
    Set<String> names = names(volumes);
    if (!values.text("unix-domain-socket-path").isEmpty() && !names.contains(SOCKET_VOLUME)) {
      volumes.add(emptyDir(SOCKET_VOLUME, Mapping.of("medium", "Memory")));
    }
    if (!names.contains(TOKEN_VOLUME)) {
      volumes.add(Mapping.builder().put("name", TOKEN_VOLUME).put("projected", token()).build());
    }
    if (components) {
      if (none) {
        volumes.clear();
      }
      volumes.add(emptyDir(SOCKETS_VOLUME, Mapping.empty()));
      Set<String> known = new HashSet<>(names);
      known.add(SOCKETS_VOLUME);
      for (Mapping container : injected) {
        for (Mapping mount : mappings(container.sequence("volumeMounts"))) {
          if (!known.contains(name(mount))) {
            volumes.add(emptyDir(name(mount), Mapping.empty()));
          }
        }
      }
    }
    return volumes;
  }

  private static Mapping emptyDir(String name, Mapping source) {
    return Mapping.builder().put("name", name).put("emptyDir", source).build();
  }

  private Mapping token() {
    String audience =
        "spiffe://%s/ns/%s/dapr-sentry".formatted(settings.trustDomain(), settings.namespace());
    Mapping source =
        Mapping.builder()
            .put("audience", audience)
            .put("expirationSeconds", 7200)
            .put("path", "token")
            .build();
    return Mapping.of("sources", Sequence.of(Mapping.of("serviceAccountToken", source)));
  }

  private List<Mapping> mounts(String concept, boolean readOnly) {
    Set<String> volumes = names(mappings(request.spec().sequence("volumes")));
    List<Mapping> mounts = new ArrayList<>();
    for (String item : values.text(concept).split(",", -1)) {
      String[] parts = GoText.trim(item).split(":", -1);
      if (parts.length == 2 && volumes.contains(parts[0])) {
        mounts.add(mount(parts[0], parts[1], readOnly));
      }
    }
    return mounts;
  }

  private static Mapping mount(String name, String path, boolean readOnly) {
    return Mapping.builder()
        .put("name", name)
        .put("mountPath", path)
        .put("readOnly", readOnly)
        .build();
  }

  /** What one of the pod's own containers gets: an app's another thing than a component's. */
  private Mapping changed(Mapping container, @Nullable String folder) {
    if (pluggable.contains(name(container))) {
      String path = folder == null ? "" : folder;
      Mapping changed = withEnv(container, List.of(Variables.of(SOCKETS_VARIABLE, path)));
      return withMount(changed, mount(SOCKETS_VOLUME, path, false));
    }
    List<Mapping> env = new ArrayList<>();
    env.add(Variables.of("DAPR_HTTP_PORT", Integer.toString(SidecarContainer.HTTP_PORT)));
    if (settings.release().is(Fact.GRPC_PORT_IN_APP)) {
      env.add(Variables.of("DAPR_GRPC_PORT", Long.toString(values.number("grpc-port"))));
    }
    if (settings.release().is(Fact.APP_PROTOCOL_IN_APP) && !sidecar.appProtocol().isEmpty()) {
      env.add(Variables.of("APP_PROTOCOL", sidecar.appProtocol()));
    }
    Mapping changed = withEnv(container, env);
    String socket = values.text("unix-domain-socket-path");
    return socket.isEmpty() ? changed : withMount(changed, mount(SOCKET_VOLUME, socket, false));
  }

  /** What is there already stays. */
  private static Mapping withEnv(Mapping container, List<Mapping> added) {
    List<Mapping> env = mappings(container.sequence("env"));
    Set<String> names = names(env);
    added.stream().filter(variable -> !names.contains(name(variable))).forEach(env::add);
    return (Mapping) container.with(Pointer.of("env"), sequence(env));
  }

  private static Mapping withMount(Mapping container, Mapping added) {
    List<Mapping> mounts = mappings(container.sequence("volumeMounts"));
    boolean taken =
        mounts.stream()
            .anyMatch(
                mount ->
                    name(mount).equals(name(added))
                        || String.valueOf(mount.text("mountPath")).equals(added.text("mountPath")));
    if (taken) {
      return container;
    }
    mounts.add(added);
    return (Mapping) container.with(Pointer.of("volumeMounts"), sequence(mounts));
  }

  private static Mapping component(Mapping container, String folder) {
    List<Mapping> env = mappings(container.sequence("env"));
    env.add(Variables.of(SOCKETS_VARIABLE, folder));
    List<Mapping> mounts = mappings(container.sequence("volumeMounts"));
    mounts.add(mount(SOCKETS_VOLUME, folder, false));
    Tree changed = container.with(Pointer.of("env"), sequence(env));
    return (Mapping) changed.with(Pointer.of("volumeMounts"), sequence(mounts));
  }

  static String name(Mapping named) {
    String name = named.text("name");
    return name == null ? "" : name;
  }

  private static Set<String> names(List<Mapping> named) {
    Set<String> names = new HashSet<>();
    named.forEach(one -> names.add(name(one)));
    return names;
  }

  static List<Mapping> mappings(Sequence sequence) {
    List<Mapping> mappings = new ArrayList<>(sequence.size() + 1);
    for (int i = 0; i < sequence.size(); i++) {
      mappings.add(sequence.mapping(i));
    }
    return mappings;
  }

  private static Sequence sequence(List<Mapping> mappings) {
    return Sequence.of(mappings.toArray(Mapping[]::new));
  }
}
