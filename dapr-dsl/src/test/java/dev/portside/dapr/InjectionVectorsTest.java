package dev.portside.dapr;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.portside.dapr.Recordings.plain;

import dev.portside.dapr.injection.DaprRelease;
import dev.portside.dapr.injection.Injection;
import dev.portside.dapr.injection.Injector;
import dev.portside.dapr.injection.InjectorConfigException;
import dev.portside.dapr.injection.InjectorSettings;
import dev.portside.dapr.injection.PodRequest;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each line is a pod, the settings of Dapr's injector, and what came out of it. */
final class InjectionVectorsTest {

  private static final String FILE = "dapr-injection.jsonl";
  private static final int PODS = 600;
  private static final int OLDER = 123;

  /**
   * Lines of the injector's log, whose wording nothing hangs on: what they tell is in {@code
   * ignored} and {@code error}.
   */
  private static final Set<String> NOT_COMPARED = Set.of("warnings");

  /**
   * With {@code mtlsEnabled: false} the recording still shows {@code --enable-mtls}, as without a
   * configuration. That cannot be: in {@code dapr-observed-flows.csv} the same injector, told the
   * same, made sidecars that speak cleartext HTTP/2 on 50002 (scenarios mtls-off and
   * mtls-off-app2). What the recorder's stand-in for the cluster answered did not reach the
   * injector. So in those rows the flag alone is left out.
   */
  private static final String DOUBTED = "--enable-mtls";

  @Test
  void inject_asTheInjector() {
    List<String> differ = new ArrayList<>();
    List<Mapping> lines = Recordings.json(FILE);
    for (Mapping line : lines) {
      compare(line, "1.18.3", expected(line), differ);
    }
    Recordings.tell("injection", lines.size(), differ);
    assertWithMessage("differ").that(differ).isEmpty();
    if (Recordings.areOwn()) {
      assertThat(lines).hasSize(PODS);
    }
  }

  @Test
  void inject_asOlderInjectors() {
    Map<String, Mapping> pods = new HashMap<>();
    Recordings.json(FILE).forEach(line -> pods.put(line.text("id"), line));
    Map<String, Map<String, Object>> defaults = new HashMap<>();
    List<String> differ = new ArrayList<>();
    List<Mapping> lines = Recordings.json("dapr-injection-versions.jsonl");
    int judged = 0;
    for (Mapping line : lines) {
      String release = line.text("daprVersion");
      if (line.text("id").equals("defaults")) {
        defaults.put(release, map(plain(line.get("differs"))));
      }
    }
    for (Mapping line : lines) {
      Mapping pod = pods.get(line.text("id"));
      if (pod != null) {
        judged++;
        compareOlder(line, pod, defaults.get(line.text("daprVersion")), differ);
      }
    }
    Recordings.tell("injection of older releases", judged, differ);
    assertWithMessage("differ").that(differ).isEmpty();
    if (Recordings.areOwn()) {
      assertThat(judged).isEqualTo(OLDER);
    }
  }

  /** What a line does not name is as in 1.18.3, but for what differs for every pod. */
  private static void compareOlder(
      Mapping line, Mapping pod, Map<String, Object> always, List<String> differ) {
    String release = line.text("daprVersion");
    Map<String, Object> actual = said(pod, release);
    Map<String, Object> differs = map(plain(line.get("differs")));
    Map<String, Object> expected = new TreeMap<>();
    for (String key :
        List.of(
            "injected", "native", "unknown", "labelsSet", "image", "position", "volumesAdded")) {
      if (differs.containsKey(key)) {
        expected.put(key, map(differs.get(key)).get(release));
      } else if (pod.mapping("expect").has(key)) {
        expected.put(key, plain(pod.mapping("expect").get(key)));
      }
    }
    if (!pod.mapping("expect").mapping("args").isEmpty()) {
      expected.put("probes", map(always.get("probes")).get(release));
      TreeSet<String> flags = flags(map(plain(pod.mapping("expect").get("args"))));
      changed(flags, always);
      changed(flags, differs);
      expected.put("args", flags);
      actual.put("args", flags(map(actual.get("args"))));
      TreeSet<String> names =
          new TreeSet<>(pod.mapping("expect").sequence("daprdEnvNames").texts());
      names.addAll(list(map(differs.getOrDefault("daprdEnvNames", Map.of())).get("added")));
      expected.put("daprdEnvNames", names);
      actual.put("daprdEnvNames", new TreeSet<>(list(actual.get("daprdEnvNames"))));
    }
    expected.forEach(
        (key, value) -> {
          if (!Objects.equals(value, actual.get(key))) {
            differ.add(
                "%s %s %s: recorded %s, made %s"
                    .formatted(release, line.text("id"), key, value, actual.get(key)));
          }
        });
  }

  private static void changed(Set<String> flags, Map<String, Object> differs) {
    Map<String, Object> args = map(differs.getOrDefault("args", Map.of()));
    flags.addAll(list(args.get("added")));
    list(args.get("removed")).forEach(flags::remove);
  }

  private static TreeSet<String> flags(Map<String, Object> args) {
    TreeSet<String> flags = new TreeSet<>();
    args.forEach(
        (flag, value) -> flags.add(Boolean.TRUE.equals(value) ? flag : flag + " " + value));
    return flags;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<String> list(Object value) {
    return value == null ? List.of() : (List<String>) value;
  }

  private static Map<String, Object> expected(Mapping line) {
    Tree expect = line.mapping("expect");
    if (line.mapping("expect").has("apiServer")) {
      // Of the API server's answer the words are Kubernetes's own, and change with it.
      expect =
          expect.with(
              Pointer.of("apiServer"), line.mapping("expect").mapping("apiServer").get("accepted"));
    }
    Map<String, Object> expected = map(plain(expect));
    NOT_COMPARED.forEach(expected::remove);
    if (expected.containsKey("daprd")) {
      // Its words tell at which stage daprd exits.
      map(expected.get("daprd")).remove("stage");
    }
    for (String key : List.of("ignored", "unknown", "volumesAdded")) {
      expected.computeIfPresent(key, (k, value) -> list(value).stream().sorted().toList());
    }
    return expected;
  }

  private static void compare(
      Mapping line, String release, Map<String, Object> expected, List<String> differ) {
    Map<String, Object> actual = said(line, release);
    levelled(line, expected);
    levelled(line, actual);
    Set<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(actual.keySet());
    for (String key : keys) {
      if (!Objects.equals(expected.get(key), actual.get(key))) {
        differ.add(
            "%s %s: recorded %s, made %s"
                .formatted(line.text("id"), key, expected.get(key), actual.get(key)));
      }
    }
  }

  /** Takes out what is doubted, or decided by chance, and writes what is absent as null. */
  private static void levelled(Mapping line, Map<String, Object> said) {
    if (!said.containsKey("args")) {
      return;
    }
    Map<String, Object> args = map(said.get("args"));
    Map<String, Object> daprd = map(said.get("daprd"));
    Object effective = daprd.get("effective");
    if ("false".equals(line.mapping("settings").text("mtlsEnabled"))) {
      args.remove(DOUBTED);
    }
    if (effective != null) {
      Map<String, Object> configuration = map(effective);
      configuration.values().removeIf(Objects::isNull);
      if ("false".equals(line.mapping("settings").text("mtlsEnabled"))) {
        configuration.remove("mtls");
      }
      if ("0".equals(args.get("--dapr-internal-grpc-port"))) {
        // With 0 daprd takes any port that is free.
        configuration.remove("internalGRPCPort");
      }
    }
  }

  private static Map<String, Object> said(Mapping line, String release) {
    Mapping settings = line.mapping("settings");
    Mapping pod = pod(line);
    Mapping user = settings.mapping("user");
    PodRequest request =
        new PodRequest(
            settings.text("namespace"),
            user.text("name"),
            user.sequence("groups").texts(),
            pod,
            components(settings.sequence("components")));
    try {
      Injection injection = new Injector(settings(settings, release)).inject(request);
      return InjectedPod.of(pod, injection);
    } catch (InjectorConfigException e) {
      return new TreeMap<>(Map.of("configError", e.getMessage()));
    }
  }

  private static Mapping pod(Mapping line) {
    Tree pod = line.mapping("pod");
    pod = pod.with(Pointer.of("metadata", "annotations"), line.mapping("podAnnotations"));
    return (Mapping) pod.with(Pointer.of("metadata", "labels"), line.mapping("podLabels"));
  }

  private static List<Mapping> components(Sequence sequence) {
    List<Mapping> components = new ArrayList<>();
    for (int i = 0; i < sequence.size(); i++) {
      components.add(sequence.mapping(i));
    }
    return components;
  }

  private static InjectorSettings settings(Mapping settings, String release) {
    Map<String, String> env = new HashMap<>();
    Mapping given = settings.mapping("injectorEnv");
    given.keys().forEach(key -> env.put(key, given.text(key)));
    Version version = Version.of(release);
    String namespace = settings.text("controlPlaneNamespace");
    return new InjectorSettings(
        DaprRelease.of(version),
        namespace,
        settings.text("controlPlaneTrustDomain"),
        !"false".equals(settings.text("mtlsEnabled")),
        "true".equals(settings.text("schedulerEnabled")),
        ControlPlaneAddresses.of(version, namespace, settings.text("clusterDomain")),
        env);
  }
}
