package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.capture.IstioCapture;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An AuthorizationPolicy asks for what only HTTP has, on a port whose bytes no proxy parses. */
final class PolicyL7OnTcp extends Rule {

  private static final String ALLOW = "ALLOW";
  private static final String DENY = "DENY";

  PolicyL7OnTcp() {
    super(
        "istio-policy-l7-on-tcp",
        Severity.ERROR,
        Rank.SETTING,
        "an AuthorizationPolicy has HTTP conditions on a port that the proxy treats as TCP");
  }

  @Override
  public void check(Scene scene, Found found) {
    List<Resource> policies = Authorization.policies(scene.manifests());
    if (policies.isEmpty()) {
      return;
    }
    Targets targets = new Targets(scene);
    Map<Workload, List<Authorization>> allowed = new HashMap<>();
    for (Resource policy : policies) {
      if (Authorization.action(policy).equals(ALLOW)) {
        List<Authorization> all = Authorization.of(policy);
        targets
            .of(policy)
            .forEach(w -> allowed.computeIfAbsent(w, k -> new ArrayList<>()).addAll(all));
      }
    }
    for (Resource policy : policies) {
      String action = Authorization.action(policy);
      if (action.equals(ALLOW) || action.equals(DENY)) {
        for (Authorization each : Authorization.of(policy)) {
          Hit hit =
              each.http() == null ? null : hit(scene, targets.of(policy), each, action, allowed);
          if (hit != null) {
            found.add(finding(policy, each.http(), action, hit));
          }
        }
      }
    }
  }

  /** A port that a condition hits, and why its bytes are not parsed. */
  private record Hit(Meshed meshed, int port, String reason) {}

  private static @Nullable Hit hit(
      Scene scene,
      List<Workload> workloads,
      Authorization authorization,
      String action,
      Map<Workload, List<Authorization>> allowed) {
    for (Workload workload : workloads) {
      Meshed meshed =
          Meshed.of(scene, workload).filter(each -> each.presence().isLikely()).orElse(null);
      if (meshed == null) {
        continue;
      }
      for (End end : scene.traffic().ends(workload)) {
        int port = end.wire().podPort();
        boolean concerned =
            end.use().direction() == Direction.INBOUND
                && end.captured() == Tri.YES
                && authorization.concerns(port);
        String reason = concerned ? opaque(meshed.capture(), workload, end, port) : "";
        boolean otherwise =
            action.equals(ALLOW)
                && allowed.getOrDefault(workload, List.of()).stream()
                    .anyMatch(each -> each.http() == null && each.concerns(port));
        if (!reason.isEmpty() && !otherwise) {
          return new Hit(meshed, port, reason);
        }
      }
    }
    return null;
  }

  private static String opaque(IstioCapture capture, Workload workload, End end, int port) {
    if (capture.isDeclaredTcp(workload, port)) {
      return "its Service declares it as TCP or TLS";
    }
    boolean encrypted = end.use().protection().isEncrypted();
    return encrypted && !capture.isDeclaredHttp(workload, port)
        ? "%s encrypts it itself (%s)".formatted(end.use().process(), end.use().protection())
        : "";
  }

  /** Returns the rule of a policy that a field of it is in. */
  private static Pointer rule(Pointer field) {
    List<String> segments = field.segments();
    return Pointer.of(segments.subList(0, Math.min(3, segments.size())).toArray(String[]::new));
  }

  private Finding.Builder finding(Resource policy, @Nullable Pointer http, String action, Hit hit) {
    Pointer field = http == null ? Pointer.root() : http;
    boolean denies = action.equals(DENY);
    return at(policy, field)
        .message(
            "%s in the %s policy cannot be checked on port %d of %s, which is TCP to the proxy: %s"
                .formatted(
                    field.last().equals("key") ? "a condition on the request" : field.last(),
                    action,
                    hit.port(),
                    hit.meshed().workload(),
                    hit.reason()))
        .why(
            denies
                ? "the proxy sees no HTTP there and leaves the condition out: every connection to"
                    + " that port is denied"
                : "the proxy sees no HTTP there, so the rule never matches: no connection to that"
                    + " port is allowed")
        .help(
            denies
                ? "name the HTTP ports in the rule's ports, or exclude port %d with notPorts"
                    .formatted(hit.port())
                : "add a rule for port %d without conditions on HTTP (principals, namespaces)"
                    .formatted(hit.port()))
        .cause(field.toString())
        .addCauses(Cause.field(policy, rule(field)))
        .assumed(hit.meshed().presence().assumed());
  }
}
