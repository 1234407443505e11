package dev.portside.istio;

import dev.portside.Extension;
import dev.portside.Extensions;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Names;
import dev.portside.manifest.Step;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Need;
import dev.portside.traffic.Party;
import dev.portside.traffic.Phase;
import dev.portside.traffic.Traffic;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Scalar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which ports Istio leaves alone at the pods of a set: the step that writes {@code
 * traffic.sidecar.istio.io/excludeOutboundPorts} and {@code excludeInboundPorts}. Immutable.
 *
 * <p>{@link #excludingDapr()} derives both lists for each workload: whatever Dapr encrypts itself,
 * and every backend of a visible component that is not known to be in the mesh, is left to Dapr;
 * nothing else is. A list that is there already is appended to.
 */
public final class IstioPortCapture implements Step {

  private static final String DAPR = "dapr";
  private static final int HTTPS = 443;
  private static final String HOLD = "holdApplicationUntilProxyStarts: true\n";

  /**
   * The claims' own ports ascending, then those of backends: the order people write the list in.
   */
  private static final Comparator<End> ORDER =
      Comparator.<End, Boolean>comparing(end -> end.use().need() == Need.BYPASS_UNLESS_MESHED)
          .thenComparingInt(end -> end.wire().port());

  private final Set<String> claimants;
  private final List<Integer> inbound;
  private final List<Integer> outbound;
  private final boolean symmetric;
  private final boolean keepsHttps;

  private IstioPortCapture(
      Set<String> claimants,
      List<Integer> inbound,
      List<Integer> outbound,
      boolean symmetric,
      boolean keepsHttps) {
    this.claimants = claimants;
    this.inbound = inbound;
    this.outbound = outbound;
    this.symmetric = symmetric;
    this.keepsHttps = keepsHttps;
  }

  /** Returns the step that derives the lists from Dapr's claims. */
  public static IstioPortCapture excludingDapr() {
    return excludingClaims(DAPR);
  }

  /**
   * Returns the step that derives the lists from the claims of the named extensions.
   *
   * @param claimants ids of extensions on the class path; one that is not there fails when the set
   *     is built
   */
  public static IstioPortCapture excludingClaims(String... claimants) {
    return new IstioPortCapture(Set.of(claimants), List.of(), List.of(), false, false);
  }

  /**
   * Returns the step that writes exactly these lists on every workload.
   *
   * @throws IllegalArgumentException if a port is not 1 to 65535
   */
  public static IstioPortCapture of(Collection<Integer> inbound, Collection<Integer> outbound) {
    inbound.forEach(port -> Names.port("inbound port", port));
    outbound.forEach(port -> Names.port("outbound port", port));
    return new IstioPortCapture(
        Set.of(), List.copyOf(inbound), List.copyOf(outbound), false, false);
  }

  /** Returns the step that writes nothing: Istio captures everything. */
  public static IstioPortCapture none() {
    return of(List.of(), List.of());
  }

  /** Returns this with the same list, the union of both, in both directions. */
  public IstioPortCapture symmetric() {
    return new IstioPortCapture(claimants, inbound, outbound, true, keepsHttps);
  }

  /**
   * Returns this with outbound 443 left to Istio, so that the app's own HTTPS keeps its egress
   * policy. Dapr's control plane then passes through Istio's proxy untouched, which a closed egress
   * (REGISTRY_ONLY) refuses; where sidecars are not native, pods are made to wait for the proxy.
   */
  public IstioPortCapture keepingHttpsCaptured() {
    return new IstioPortCapture(claimants, inbound, outbound, symmetric, true);
  }

  /**
   * Returns new objects with the lists written, judged on today's platform; all else is as it was.
   * Objects without a namespace are taken to be in {@code default}.
   */
  public List<HasMetadata> applyTo(List<? extends HasMetadata> objects) {
    return applyTo(objects, Platform.today());
  }

  /** Returns new objects with the lists written, judged on a platform; all else is as it was. */
  public List<HasMetadata> applyTo(List<? extends HasMetadata> objects, Platform platform) {
    Manifests changed = apply(Manifests.of(objects, platform));
    List<HasMetadata> result = new ArrayList<>(objects.size());
    for (int i = 0; i < objects.size(); i++) {
      result.add(changed.resources().get(i).as(objects.get(i).getClass()));
    }
    return result;
  }

  /**
   * Returns the set with the lists written on every workload that has, or may have, a sidecar.
   *
   * @throws IllegalStateException if an extension whose claims are asked for is not on the class
   *     path
   */
  @Override
  public Manifests apply(Manifests manifests) {
    List<Extension> extensions = Extensions.found();
    for (String claimant : claimants) {
      if (extensions.stream().noneMatch(extension -> extension.id().equals(claimant))) {
        throw new IllegalStateException(
            "nobody claims for \"%s\": put portside-%s on the class path"
                .formatted(claimant, claimant));
      }
    }
    if (claimants.isEmpty() && inbound.isEmpty() && outbound.isEmpty()) {
      return manifests;
    }
    Traffic traffic = Traffic.of(manifests, extensions);
    List<String> roles = manifests.platform().get(IstioMesh.SECTION).excludedRoles();
    List<Edit> edits = new ArrayList<>();
    for (Workload workload : manifests.workloads()) {
      if (traffic.capture(workload).on(new Party.Pods(workload)).meshed() != Tri.NO) {
        edits(traffic, workload, roles, edits::add);
      }
    }
    return manifests.with(edits);
  }

  private void edits(Traffic traffic, Workload workload, List<String> roles, Consumer<Edit> edits) {
    List<End> claimed = new ArrayList<>();
    for (End end : traffic.ends(workload)) {
      if (claimants.contains(end.use().claimant())) {
        claimed.add(end);
      }
    }
    claimed.sort(ORDER);
    Set<Integer> out = new LinkedHashSet<>(outbound);
    Set<Integer> in = new LinkedHashSet<>(inbound);
    if (roles.isEmpty()) {
      derive(traffic, claimed, Direction.OUTBOUND, out);
      derive(traffic, claimed, Direction.INBOUND, in);
    } else {
      claimed.stream()
          .filter(end -> roles.contains(end.use().role()))
          .forEach(end -> out.add(end.wire().port()));
      in.addAll(out);
    }
    if (symmetric) {
      out.addAll(in);
      in.addAll(out);
    }
    if (keepsHttps) {
      out.remove(HTTPS);
    }
    write(workload, IstioKeys.EXCLUDE_OUTBOUND_PORTS, out, edits);
    write(workload, IstioKeys.EXCLUDE_INBOUND_PORTS, in, edits);
    if (startsCaptured(traffic, workload, claimed, out)) {
      hold(workload, edits);
    }
  }

  private static void derive(
      Traffic traffic, List<End> claimed, Direction direction, Set<Integer> ports) {
    for (End end : claimed) {
      if (end.use().direction() == direction && traffic.asksBypass(end)) {
        ports.add(direction == Direction.INBOUND ? end.wire().podPort() : end.wire().port());
      }
    }
  }

  private static void write(
      Workload workload, String key, Set<Integer> ports, Consumer<Edit> edits) {
    ports.remove(0);
    if (!ports.isEmpty()) {
      edits.accept(
          new Edit.AddToList(
              workload.resource().target(),
              workload.annotationField(key),
              Edit.ListForm.COMMAS,
              ports.stream().map(String::valueOf).toList(),
              true));
    }
  }

  /** Whether something that a container needs to start stays with a proxy that may not be ready. */
  private static boolean startsCaptured(
      Traffic traffic, Workload workload, List<End> claimed, Set<Integer> excluded) {
    return traffic.capture(workload).carriesAtStart(workload) == Tri.NO
        && claimed.stream()
            .filter(end -> end.use().phase() == Phase.START)
            .filter(end -> end.use().direction() == Direction.OUTBOUND)
            .anyMatch(
                end ->
                    end.verdict().captured() == Tri.YES && !excluded.contains(end.wire().port()));
  }

  private static void hold(Workload workload, Consumer<Edit> edits) {
    if (!workload.annotations().has(IstioKeys.PROXY_CONFIG)) {
      edits.accept(
          new Edit.SetField(
              workload.resource().target(),
              workload.annotationField(IstioKeys.PROXY_CONFIG),
              Scalar.of(HOLD),
              true));
    }
  }

  @Override
  public String toString() {
    return "IstioPortCapture excluding "
        + (claimants.isEmpty() ? outbound + " outbound, " + inbound + " inbound" : claimants);
  }
}
