package dev.portside.istio.annotation;

import dev.portside.istio.RecordedPlatform;
import dev.portside.istio.Vectors;
import dev.portside.istio.netfilter.PodNetwork;
import dev.portside.istio.pod.InjectedPod;
import dev.portside.istio.pod.PodParts;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Each line is what the writers of rules were told, and whether they could write them. */
final class ConfigurationVectorsTest {

  @Test
  void configuration_asProgrammed() {
    Vectors.Judge judge = new Vectors.Judge("istio-capture-configs.jsonl");
    Map<String, Mapping> proxies = userProxies();
    for (Mapping line : Vectors.json("istio-capture-configs.jsonl")) {
      String name = line.findText("config").orElseThrow();
      Mapping proxy = proxies.getOrDefault(name, Mapping.empty());
      judge.judge(name, String.join("; ", differences(line, proxy)));
    }
    judge.finish();
  }

  /** Pods that define their proxy themselves are told by the rows of a configuration only. */
  private static Map<String, Mapping> userProxies() {
    Map<String, Mapping> proxies = new HashMap<>();
    for (Map<String, String> row : rows()) {
      if (row.get("platform").contains("userProxySecurityContext")) {
        Mapping platform = Vectors.mapping(row.get("platform"));
        proxies.put(row.get("config"), platform.mapping("userProxySecurityContext"));
      }
    }
    return proxies;
  }

  private static List<Map<String, String>> rows() {
    try {
      return Vectors.csv("istio-capture.csv");
    } catch (TestAbortedException e) {
      return List.of();
    }
  }

  private static List<String> differences(Mapping line, Mapping proxy) {
    RecordedPlatform platform = new RecordedPlatform(line.mapping("platform"));
    InjectedPod pod = pod(platform, line, proxy);
    List<String> differences = new ArrayList<>();
    List<Rejection> rejections =
        Rejection.of(
            platform.pod(
                line.mapping("podLabels"), line.mapping("podAnnotations"), Mapping.empty()));
    String rejected = text(line, "rejected");
    if (!Rejection.message(rejections).strip().equals(rejected.strip())) {
      differences.add("rejected " + rejections);
    }
    if (!rejected.isEmpty()) {
      return differences;
    }
    if (line.has("initArgs") && !pod.arguments().letters().equals(map(line.mapping("initArgs")))) {
      differences.add("initArgs " + pod.arguments().letters());
    }
    if (line.has("initEnv") && !pod.config().metadata().equals(map(line.mapping("initEnv")))) {
      differences.add("initEnv " + pod.config().metadata());
    }
    Mapping redirect = line.mapping("cniRedirect");
    if (!redirect.isEmpty() && !pod.cniPlugin().letters().equals(map(redirect))) {
      differences.add("cniRedirect " + pod.cniPlugin().letters());
    }
    programmed(line, platform, parts(platform, line, proxy), differences);
    return differences;
  }

  /** Tools word their errors by release; what they quote is the same. */
  private static void programmed(
      Mapping line, RecordedPlatform platform, PodParts pod, List<String> differences) {
    String problem = pod.problem(network(line, platform));
    boolean programmed = "true".equals(line.text("programmed"));
    String error = text(line, "error");
    boolean same =
        programmed
            ? problem == null
            : problem != null && (error.contains(problem) || error.contains("nftables"));
    if (!same) {
      differences.add("problem %s instead of %s".formatted(problem, error));
    }
  }

  /** Whether an image has service names stands in a configuration's name only. */
  private static PodNetwork network(Mapping line, RecordedPlatform platform) {
    PodNetwork network = platform.network();
    boolean named = !line.findText("config").orElseThrow().endsWith("noservices");
    return new PodNetwork(network.four(), network.six(), network.nameservers(), named);
  }

  @Test
  void validation_asRecorded() {
    Vectors.Judge judge = new Vectors.Judge("istio-cni-validation.jsonl");
    for (Mapping line : Vectors.json("istio-cni-validation.jsonl")) {
      RecordedPlatform platform = new RecordedPlatform(line.mapping("platform"));
      PodParts pod = parts(platform, line, Mapping.empty());
      boolean added = pod.problem(platform.network()) == null;
      int exit = pod.findsRules(platform.network()) ? 0 : 126;
      boolean same =
          Boolean.toString(added).equals(line.text("cniAddSucceeds"))
              && Integer.toString(exit).equals(line.text("istioValidationExit"));
      judge.judge(
          line.findText("id").orElseThrow(),
          same ? "" : "added %s, exit %d".formatted(added, exit));
    }
    judge.finish();
  }

  private static InjectedPod pod(RecordedPlatform platform, Mapping line, Mapping proxy) {
    Mapping spec = proxy.isEmpty() ? Mapping.empty() : RecordedPlatform.withProxy(proxy);
    return new InjectedPod(workload(platform, line, spec), platform.mesh());
  }

  private static PodParts parts(RecordedPlatform platform, Mapping line, Mapping proxy) {
    Mapping spec = proxy.isEmpty() ? Mapping.empty() : RecordedPlatform.withProxy(proxy);
    return new PodParts(workload(platform, line, spec), platform.mesh());
  }

  private static Workload workload(RecordedPlatform platform, Mapping line, Mapping spec) {
    return platform.pod(line.mapping("podLabels"), line.mapping("podAnnotations"), spec);
  }

  private static String text(Mapping line, String key) {
    return line.get(key) instanceof Scalar scalar && !scalar.isNull() ? scalar.text() : "";
  }

  private static Map<String, String> map(Mapping mapping) {
    Map<String, String> texts = new HashMap<>();
    mapping.keys().forEach(key -> texts.put(key, mapping.findText(key).orElse("")));
    return texts;
  }
}
