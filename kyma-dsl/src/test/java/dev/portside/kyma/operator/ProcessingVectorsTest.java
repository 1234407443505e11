package dev.portside.kyma.operator;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.kyma.Recording;
import dev.portside.kyma.Recording.Differences;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each line is an APIRule in a cluster, and the objects that Kyma's operator made of it. */
final class ProcessingVectorsTest {

  private static final List<String> DROPPED =
      List.of(
          "Access-Control-Allow-Origin",
          "Access-Control-Expose-Headers",
          "Access-Control-Allow-Headers",
          "Access-Control-Allow-Credentials",
          "Access-Control-Allow-Methods",
          "Access-Control-Max-Age");

  @Test
  void made_asOperator() {
    assertThat(Recording.judge("kyma-processing", ProcessingVectorsTest::judge)).isEmpty();
  }

  private static void judge(Mapping line, Differences differences) {
    Vector vector = Vector.of(line);
    Mapping expect = vector.expect();
    Reconciliation outcome = vector.outcome();
    differences.compare("admissible", expect.text("admissible"), "" + vector.isAdmissible());
    if (outcome.made().isEmpty()) {
      differences.compare("made", false, expect.has("virtualService"));
      differences.compare("policies", false, expect.has("authorizationPolicies"));
      return;
    }
    Generated made = outcome.made().get(0);
    Mapping route = expect.mapping("virtualService");
    if (expect.has("virtualService")) {
      differences.compare("hosts", route.sequence("hosts").texts(), made.hosts());
      differences.compare("gateways", route.sequence("gateways").texts(), made.gateways());
      differences.compare("namespace", route.text("namespace"), vector.rule().namespace());
    }
    List<Object> routes = new ArrayList<>();
    for (Tree http : route.sequence("http")) {
      routes.add(sorted(http));
    }
    List<Object> ours = new ArrayList<>();
    made.routes().forEach(one -> ours.add(sorted(Tree.fromJava(java(vector, one)))));
    differences.compare("routes", "" + routes, "" + ours);
    differences.compare(
        "policies", texts(expect.sequence("authorizationPolicies")), texts(made.policies()));
    differences.compare(
        "authentications",
        texts(expect.sequence("requestAuthentications")),
        texts(made.authentications()));
    differences.compare(
        "oathkeeper", texts(expect.sequence("oathkeeperRules")), texts(made.oathkeeperRules()));
    differences.compare("allowed", allowed(expect), allowed(made));
  }

  private static Map<String, Object> java(Vector vector, Generated.Route route) {
    Map<String, Object> http = new LinkedHashMap<>();
    http.put("uri", route.uri().toJava());
    http.put("method", route.methods().isEmpty() ? null : Map.of("regex", route.methods()));
    http.put("destination", Map.of("host", route.destination(), "port", route.port()));
    http.put("timeout", route.timeout());
    http.put("cors", route.cors().isEmpty() ? null : route.cors().toJava());
    http.put("requestHeadersSet", route.requestHeaders().toJava());
    http.put("responseHeadersRemoved", route.dropsCors() ? DROPPED : null);
    http.put("reaches", reaches(vector, route.service()));
    return http;
  }

  private static Map<String, Object> reaches(Vector vector, ServiceLink link) {
    if (link.name().startsWith("ory-oathkeeper")) {
      return null;
    }
    Map<String, Object> reaches = new LinkedHashMap<>();
    reaches.put("namespace", link.namespace());
    reaches.put("service", link.name());
    int port = Integer.parseInt(link.port());
    reaches.put("servicePort", port);
    Optional<ServiceView> service = vector.objects().service(link.namespace(), link.name());
    Optional<ServiceView.Port> found = service.flatMap(one -> one.port(port));
    if (found.isPresent()) {
      List<Workload> pods = vector.objects().selectedBy(service.get());
      int number = ServiceView.targetNumber(found.get());
      int pod = pods.isEmpty() ? number : ServiceView.podPort(found.get(), pods.get(0));
      reaches.put("podPort", pod == 0 ? null : pod);
    }
    return reaches;
  }

  /** The recording's own words beside the numbers are not compared. */
  private static Object sorted(Tree tree) {
    if (tree instanceof Mapping mapping) {
      Map<String, Object> entries = new TreeMap<>();
      for (int i = 0; i < mapping.size(); i++) {
        boolean word = mapping.key(i).equals("why") || mapping.key(i).equals("targetPort");
        Object value = sorted(mapping.value(i));
        if (value != null && !word) {
          entries.put(mapping.key(i), value);
        }
      }
      return entries;
    }
    if (tree instanceof Sequence sequence) {
      List<Object> items = new ArrayList<>();
      sequence.forEach(item -> items.add(sorted(item)));
      return items;
    }
    return tree.toJava();
  }

  private static List<String> texts(Iterable<? extends Tree> trees) {
    List<String> texts = new ArrayList<>();
    trees.forEach(tree -> texts.add("" + sorted(tree)));
    return texts.stream().sorted().toList();
  }

  private static Set<String> allowed(Mapping expect) {
    return new TreeSet<>(texts(expect.sequence("allowedIdentities")));
  }

  private static Set<String> allowed(Generated made) {
    Set<String> sources = new TreeSet<>();
    for (Mapping policy : made.policies()) {
      for (Tree rule : policy.sequence("rules")) {
        for (Tree from : ((Mapping) rule).sequence("from")) {
          sources.add("" + sorted(((Mapping) from).mapping("source")));
        }
      }
    }
    return sources;
  }
}
