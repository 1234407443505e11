package dev.portside.dapr;

import static dev.portside.dapr.Recordings.plain;

import dev.portside.dapr.injection.DaprdStart;
import dev.portside.dapr.injection.Injection;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a recording of the injector says of a pod, read from what the model made of it. */
final class InjectedPod {

  private final Mapping before;
  private final Injection injection;
  private final Mapping after;
  private final Mapping daprd;
  private final Map<String, Object> said = new TreeMap<>();
  private final Map<String, Object> args = new TreeMap<>();

  private InjectedPod(Mapping before, Injection injection) {
    this.before = before;
    this.injection = injection;
    this.after = injection.pod();
    this.daprd = daprd();
  }

  /** Returns it under the names of the recording. */
  static Map<String, Object> of(Mapping before, Injection injection) {
    InjectedPod pod = new InjectedPod(before, injection);
    pod.verdict();
    if (injection.injected()) {
      pod.arguments();
      pod.ports();
      pod.place();
      pod.container();
      pod.additions();
      pod.labels();
      pod.start();
    }
    return pod.said;
  }

  private void verdict() {
    said.put("injected", injection.injected());
    said.put("allowed", injection.allowed());
    said.put("error", injection.error().orElse(null));
    said.put("ignored", sorted(injection.ignored()));
    said.put("unknown", sorted(injection.unknown()));
  }

  private static List<String> sorted(Iterable<String> texts) {
    TreeSet<String> sorted = new TreeSet<>();
    texts.forEach(sorted::add);
    return List.copyOf(sorted);
  }

  /** Where there are two of the name, the one among the init containers. */
  private Mapping daprd() {
    for (String list : List.of("initContainers", "containers")) {
      int index = indexOf(list);
      if (index >= 0) {
        return after.mapping("spec").sequence(list).mapping(index);
      }
    }
    return Mapping.empty();
  }

  private int indexOf(String list) {
    Sequence containers = after.mapping("spec").sequence(list);
    for (int i = containers.size() - 1; i >= 0; i--) {
      if ("daprd".equals(containers.mapping(i).text("name"))) {
        return i;
      }
    }
    return -1;
  }

  private void place() {
    String list = indexOf("initContainers") >= 0 ? "initContainers" : "containers";
    said.put("native", "Always".equals(daprd.text("restartPolicy")));
    Map<String, Object> of = new TreeMap<>();
    for (String each : List.of("containers", "initContainers")) {
      of.put(each, (long) after.mapping("spec").sequence(each).size());
    }
    said.put(
        "position", new TreeMap<>(Map.of("list", list, "index", (long) indexOf(list), "of", of)));
  }

  private void arguments() {
    List<String> words = new ArrayList<>(daprd.sequence("args").texts());
    boolean split = daprd.has("command");
    said.put("commandSplit", split);
    if (split) {
      words.addAll(0, daprd.sequence("command").texts());
      said.put("command", daprd.sequence("command").texts());
    }
    int start = words.indexOf("--") + 1;
    if (start > 0) {
      said.put("debugWrapper", words.subList(0, start - 1));
    }
    for (int i = Math.max(1, start); i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      if (equals > 0) {
        args.put(word.substring(0, equals), word.substring(equals + 1));
      } else if (FLAGS.contains(word)) {
        args.put(word, true);
      } else {
        args.put(word, words.get(++i));
      }
    }
    said.put("args", args);
  }

  private static final List<String> FLAGS =
      List.of(
          "--enable-metrics",
          "--disable-builtin-k8s-secret-store",
          "--enable-app-health-check",
          "--log-as-json",
          "--enable-profiling",
          "--enable-mtls",
          "--app-ssl");

  private void ports() {
    Map<String, Object> declared = new TreeMap<>();
    Sequence list = daprd.sequence("ports");
    for (int i = 0; i < list.size(); i++) {
      declared.put(list.mapping(i).text("name"), plain(list.mapping(i).get("containerPort")));
    }
    said.put("containerPorts", declared);
    Map<String, Object> ports = new TreeMap<>();
    ports.put("http", number("--dapr-http-port"));
    ports.put("grpc", number("--dapr-grpc-port"));
    ports.put("internalGrpc", number("--dapr-internal-grpc-port"));
    ports.put("public", number("--dapr-public-port"));
    ports.put("debug", declared.get("dapr-debug"));
    String metrics = injection.start().orElseThrow().effective().mapping("metrics").text("port");
    ports.put(
        "metrics", metrics == null || metrics.startsWith("--") ? metrics : number(metrics, 0));
    said.put("ports", ports);
    said.put("metricsFlag", args.containsKey("--enable-metrics"));
    said.put("listenAddresses", args.get("--dapr-listen-addresses"));
    said.put("unixDomainSocket", args.containsKey("--unix-domain-socket"));
    said.put("appPort", number("--app-port"));
    said.put("appProtocol", args.get("--app-protocol"));
    said.put("appId", args.get("--app-id"));
  }

  private Object number(String flag) {
    Object value = args.get(flag);
    return value == null ? null : number(value.toString(), 0);
  }

  private static Object number(String text, int unused) {
    return Long.parseLong(text);
  }

  private void container() {
    said.put("image", daprd.text("image"));
    said.put("imagePullPolicy", daprd.text("imagePullPolicy"));
    said.put("securityContext", plain(daprd.mapping("securityContext")));
    if (daprd.has("resources")) {
      said.put("resources", plain(daprd.mapping("resources")));
    }
    Map<String, Object> probes = new TreeMap<>();
    for (String kind : List.of("liveness", "readiness")) {
      probes.put(kind, probe(daprd.mapping(kind + "Probe")));
    }
    said.put("probes", probes);
    List<Object> mounts = new ArrayList<>();
    Sequence list = daprd.sequence("volumeMounts");
    for (int i = 0; i < list.size(); i++) {
      Map<String, Object> mount = new TreeMap<>();
      mount.put("name", list.mapping(i).text("name"));
      mount.put("path", list.mapping(i).text("mountPath"));
      mount.put("readOnly", plain(list.mapping(i).get("readOnly")));
      mounts.add(mount);
    }
    said.put("daprdVolumeMounts", mounts);
    List<String> names = new ArrayList<>();
    Map<String, Object> env = new TreeMap<>();
    Sequence variables = daprd.sequence("env");
    for (int i = 0; i < variables.size(); i++) {
      names.add(variables.mapping(i).text("name"));
      env.put(variables.mapping(i).text("name"), value(variables.mapping(i)));
    }
    said.put("daprdEnvNames", names);
    said.put("daprdEnv", env);
  }

  private static Object value(Mapping variable) {
    Mapping source = variable.mapping("valueFrom");
    if (source.has("fieldRef")) {
      return Map.of("field", source.mapping("fieldRef").text("fieldPath"));
    }
    if (source.has("secretKeyRef")) {
      Mapping secret = source.mapping("secretKeyRef");
      return new TreeMap<>(Map.of("secret", secret.text("name"), "key", secret.text("key")));
    }
    return variable.text("value");
  }

  private static Map<String, Object> probe(Mapping probe) {
    Map<String, Object> said = new TreeMap<>();
    String kind = probe.has("tcpSocket") ? "tcpSocket" : "httpGet";
    said.put("kind", kind);
    said.put("port", plain(probe.mapping(kind).get("port")));
    if (kind.equals("httpGet")) {
      said.put("path", probe.mapping(kind).text("path"));
    }
    said.put("delay", plain(probe.get("initialDelaySeconds")));
    said.put("timeout", plain(probe.get("timeoutSeconds")));
    said.put("period", plain(probe.get("periodSeconds")));
    said.put("threshold", plain(probe.get("failureThreshold")));
    return said;
  }

  /** What the pod's other containers have more than before. */
  private void additions() {
    Map<String, Object> env = new TreeMap<>();
    Map<String, Object> mounts = new TreeMap<>();
    List<String> added = new ArrayList<>();
    Sequence own = before.mapping("spec").sequence("containers");
    Sequence now = after.mapping("spec").sequence("containers");
    for (int i = 0; i < now.size(); i++) {
      String name = now.mapping(i).text("name");
      Mapping old = i < own.size() ? own.mapping(i) : Mapping.empty();
      if (i >= own.size() && name.equals("daprd")) {
        continue;
      }
      if (i >= own.size()) {
        added.add(name);
      }
      putUnlessEmpty(env, name, more(old.sequence("env"), now.mapping(i).sequence("env"), "value"));
      putUnlessEmpty(
          mounts,
          name,
          more(old.sequence("volumeMounts"), now.mapping(i).sequence("volumeMounts"), "mountPath"));
    }
    said.put("appEnvAdded", env);
    putUnlessEmpty(said, "appMountsAdded", mounts);
    if (!added.isEmpty()) {
      said.put("containersAdded", added);
    }
    List<String> volumes = names(after.mapping("spec").sequence("volumes"));
    names(before.mapping("spec").sequence("volumes")).forEach(volumes::remove);
    volumes.sort(null);
    said.put("volumesAdded", volumes);
  }

  private static void putUnlessEmpty(
      Map<String, Object> map, String key, Map<String, Object> value) {
    if (!value.isEmpty()) {
      map.put(key, value);
    }
  }

  private static Map<String, Object> more(Sequence before, Sequence after, String value) {
    Map<String, Object> more = new TreeMap<>();
    for (int i = before.size(); i < after.size(); i++) {
      more.put(after.mapping(i).text("name"), after.mapping(i).text(value));
    }
    return more;
  }

  private static List<String> names(Sequence sequence) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < sequence.size(); i++) {
      names.add(sequence.mapping(i).text("name"));
    }
    return names;
  }

  private void labels() {
    Map<String, Object> labels = new TreeMap<>();
    Mapping now = after.mapping("metadata").mapping("labels");
    for (String key :
        List.of("dapr.io/app-id", "dapr.io/metrics-enabled", "dapr.io/sidecar-injected")) {
      labels.put(key, now.text(key));
    }
    said.put("labelsSet", labels);
  }

  private void start() {
    DaprdStart start = injection.start().orElseThrow();
    Map<String, Object> daprd = new TreeMap<>();
    daprd.put("starts", start.starts());
    start
        .failure()
        .ifPresentOrElse(
            failure -> daprd.put("error", failure),
            () -> daprd.put("effective", plain(start.effective())));
    said.put("daprd", daprd);
    said.put("apiServer", injection.refusals().isEmpty());
  }
}
