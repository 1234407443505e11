package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.capture.IstioCapture;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A ServiceEntry nearly covers a host or a port that is dialled. */
final class ServiceEntryMismatch extends Rule {

  private static final Pointer SPEC = Pointer.of("spec");

  ServiceEntryMismatch() {
    super(
        "service-entry-mismatch",
        Severity.ERROR,
        Rank.SETTING,
        "a ServiceEntry nearly covers a host or a port that is dialled");
  }

  /** A ServiceEntry that lacks the host or the port, and the field where it does. */
  private record Near(Resource entry, Pointer field, String name, boolean host) {}

  @Override
  public void check(Scene scene, Found found) {
    List<Resource> entries = scene.manifests().ofKind("networking.istio.io", "ServiceEntry");
    Set<Peer> told = new HashSet<>();
    if (entries.isEmpty()) {
      return;
    }
    for (Flow flow : scene.traffic().flows()) {
      Optional<Workload> client = flow.client().use().party().workload();
      if (flow.meeting().peer() instanceof Peer.Host host
          && client.isPresent()
          && flow.client().captured() == Tri.YES
          && scene.traffic().capture(client.get()) instanceof IstioCapture capture
          && !capture.admits(flow.client().use().party(), host)
          && told.add(host)) {
        List<Near> near = near(entries, host);
        if (!near.isEmpty()) {
          found.add(finding(flow, capture, client.get(), host, near));
        }
      }
    }
  }

  private static List<Near> near(List<Resource> entries, Peer.Host host) {
    List<Near> near = new ArrayList<>();
    for (Resource entry : entries) {
      Mapping spec = entry.tree().mapping("spec");
      List<String> hosts = spec.sequence("hosts").texts();
      boolean listed = hasPort(spec.sequence("ports"), host.port());
      for (int i = 0; i < hosts.size(); i++) {
        if (covers(hosts.get(i), host.name()) && !listed) {
          near.add(new Near(entry, SPEC.child("ports"), hosts.get(i), false));
        } else if (isSibling(hosts.get(i), host.name()) && listed) {
          near.add(new Near(entry, SPEC.child("hosts").child(i), hosts.get(i), true));
        }
      }
    }
    return near;
  }

  private static boolean hasPort(Sequence ports, int port) {
    for (int i = 0; i < ports.size(); i++) {
      if (Integer.toString(port).equals(ports.mapping(i).text("number"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean covers(String pattern, String host) {
    return pattern.equals(host) || pattern.startsWith("*.") && host.endsWith(pattern.substring(1));
  }

  /** Another name of the same domain, which has two labels at least: only the first differs. */
  private static boolean isSibling(String other, String host) {
    int dot = host.indexOf('.');
    int theirs = other.indexOf('.');
    boolean sibling =
        dot > 0
            && theirs > 0
            && host.substring(dot).equals(other.substring(theirs))
            && host.indexOf('.', dot + 1) > 0;
    return sibling && !covers(other, host);
  }

  private Finding.Builder finding(
      Flow flow, IstioCapture capture, Workload workload, Peer.Host host, List<Near> all) {
    Near near = all.get(0);
    Party client = flow.client().use().party();
    boolean closed = capture.closesEgress(workload);
    Finding.Builder finding =
        at(near.entry(), near.field())
            .severity(closed ? Severity.ERROR : Severity.WARNING)
            .message(
                near.host()
                    ? "%s dials %s, and the entry names %s".formatted(client, host, near.name())
                    : "%s dials %s, and the entry lacks port %d"
                        .formatted(client, host, host.port()))
            .why(
                closed
                    ? "the mesh closes connections to hosts that it does not know (REGISTRY_ONLY):"
                        + " the entry does not cover this one"
                    : "the entry does not cover what is dialled: its settings have no effect on it")
            .help(
                near.host()
                    ? "name %s in the hosts".formatted(host.name())
                    : "add port %d to its ports, with the protocol that is spoken"
                        .formatted(host.port()))
            .cause(host.toString());
    flow.clients().stream()
        .flatMap(party -> party.workload().stream())
        .forEach(pods -> finding.addCauses(Cause.peer(pods, host)));
    if (near.host() && all.size() == 1) {
      finding.addEdits(
          new Edit.AddToList(
              near.entry().target(),
              SPEC.child("hosts"),
              Edit.ListForm.SEQUENCE,
              List.of(host.name()),
              true));
    }
    return finding;
  }
}
