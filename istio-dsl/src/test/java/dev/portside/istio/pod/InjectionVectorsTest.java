package dev.portside.istio.pod;

import dev.portside.istio.RecordedPlatform;
import dev.portside.istio.Vectors;
import dev.portside.istio.annotation.Rejection;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Each line is a pod and what Istio 1.31 answered: the webhooks whose selectors match, the
 * injector's decision or refusal, and the pod that came out of it.
 */
final class InjectionVectorsTest {

  /** What has no fixed text: the list of templates comes out of a hash map. */
  private static final Pattern UNSTABLE = Pattern.compile("; have .*");

  @Test
  void pod_asInjector() {
    Vectors.Judge judge = new Vectors.Judge("istio-injection.jsonl");
    for (Mapping line : Vectors.json("istio-injection.jsonl")) {
      judge.judge(line.findText("id").orElseThrow(), new Case(line).differences());
    }
    judge.finish();
  }

  /** One recorded pod. */
  private static final class Case {
    private final RecordedPlatform platform;
    private final Mapping expect;
    private final Workload workload;
    private final IstioMesh mesh;
    private final InjectedPod pod;
    private final PodParts parts;
    private final InjectionDecision.Decision decision;
    private final Map<String, String> differences = new TreeMap<>();

    Case(Mapping line) {
      platform = new RecordedPlatform(line.mapping("platform"));
      expect = line.mapping("expect");
      workload =
          platform.pod(
              line.mapping("podLabels"), line.mapping("podAnnotations"), line.mapping("pod"));
      mesh = platform.mesh();
      pod = new InjectedPod(workload, mesh);
      parts = new PodParts(workload, mesh);
      decision = new InjectionDecision(mesh).decide(workload, platform.namespaceLabels());
    }

    String differences() {
      String refused = platform.isOn("installForced", false) ? null : MeshValues.refusal(mesh);
      compare("installRejected", expect.text("installRejected"), refused);
      if (refused == null) {
        decision();
      }
      return differences.isEmpty() ? "" : differences.toString();
    }

    private void compare(String what, Object expected, Object actual) {
      if (!Objects.equals(expected, actual)) {
        differences.put(what, "%s instead of %s".formatted(actual, expected));
      }
    }

    private void decision() {
      compare(
          "webhooks",
          expect.sequence("webhooks").texts(),
          decision.matches().stream().map(InjectionDecision.Match::name).toList());
      boolean selected = decision.presence().meshed() == Tri.YES;
      List<Rejection> rejections = selected ? Rejection.of(workload) : List.of();
      String rejected = Rejection.message(rejections);
      String reason =
          decision.matches().isEmpty()
              ? "no webhook matches"
              : !selected
                  ? "skipped by the injector"
                  : rejected.isEmpty() ? null : "rejected by the injector";
      compare("reason", expect.text("reason"), reason);
      compare("injected", expect.text("injected"), Boolean.toString(reason == null));
      compare("rejected", stable(expect.findText("rejected").orElse("")), stable(rejected));
      if (reason == null && "true".equals(expect.text("injected"))) {
        injected();
      }
    }

    /** Several errors come in no fixed order. */
    private static Set<String> stable(String text) {
      return new TreeSet<>(
          Arrays.asList(UNSTABLE.matcher(text).replaceAll("").split("\n\t\\* ")).stream()
              .map(String::strip)
              .toList());
    }

    private void injected() {
      compare("initContainer", text("initContainer"), parts.initContainer());
      if (parts.initContainer() != null) {
        compare("initArgs", texts("initArgs"), new TreeMap<>(pod.arguments().letters()));
        compare("initFlags", expect.sequence("initFlags").texts(), parts.initFlags());
        compare("initEnv", texts("initEnv"), new TreeMap<>(pod.config().metadata()));
      }
      compare("initOrder", expect.sequence("initOrder").texts(), parts.initOrder());
      compare("containerOrder", expect.sequence("containerOrder").texts(), parts.containerOrder());
      compare("native", text("native"), Boolean.toString(pod.isNative()));
      compare(
          "proxyContainer", text("proxyContainer"), Boolean.toString(pod.templates().hasProxy()));
      String lifecycle = pod.isNative() ? "preStop" : pod.holds() ? "postStart" : "";
      compare(
          "proxyLifecycle", String.join(",", expect.sequence("proxyLifecycle").texts()), lifecycle);
      boolean envoy = pod.templates().hasEnvoy();
      compare("proxyUid", text("proxyUid"), envoy ? pod.proxyUser() : null);
      compare("proxyGid", text("proxyGid"), envoy ? pod.proxyGroup() : null);
      compare(
          "metaInterceptionMode",
          text("metaInterceptionMode"),
          envoy ? pod.arguments().mode() : null);
      compare("tlsMode", text("tlsMode"), parts.tlsMode());
      String revision = decision.matches().get(0).revision();
      String installed = mesh.tags().getOrDefault(revision, revision);
      compare("revision", text("revision"), installed.equals("default") ? "" : installed);
      compare("probes", texts("probes"), pod.probes().handlers());
      compare(
          "recordedProbes",
          new HashSet<>(expect.sequence("recordedProbes").texts()),
          new HashSet<>(pod.probes().recorded()));
      compare("annotationsWritten", texts("annotationsWritten"), annotationsWritten());
      if (mesh.cni()) {
        cniPlugin();
      }
    }

    /** The recordings also hold where metrics are scraped. */
    private Map<String, String> annotationsWritten() {
      Map<String, String> written = new TreeMap<>(pod.annotationsWritten());
      Mapping recorded = expect.mapping("annotationsWritten");
      recorded
          .findText("prometheus.io/port")
          .ifPresent(port -> written.put("prometheus.io/port", port));
      return written;
    }

    private void cniPlugin() {
      Mapping recorded = expect.mapping("cniPlugin");
      boolean skips = pod.cniSkips() != null;
      String error = skips ? null : pod.cniPlugin().error();
      compare("cni programs", recorded.text("programs"), Boolean.toString(!skips && error == null));
      compare("cni error", recorded.text("error"), error);
      if ("true".equals(recorded.text("programs")) && recorded.has("redirect")) {
        compare(
            "cni redirect",
            map(recorded.mapping("redirect")),
            new TreeMap<>(pod.cniPlugin().letters()));
      }
    }

    private String text(String key) {
      return expect.get(key) instanceof Scalar scalar && scalar.isNull() ? null : expect.text(key);
    }

    private Map<String, String> texts(String key) {
      return map(expect.mapping(key));
    }

    private static Map<String, String> map(Mapping mapping) {
      Map<String, String> texts = new HashMap<>();
      mapping.keys().forEach(key -> texts.put(key, mapping.findText(key).orElse("")));
      return texts;
    }
  }
}
