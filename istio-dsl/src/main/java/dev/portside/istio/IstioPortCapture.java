package dev.portside.istio;

import dev.portside.Extension;
import dev.portside.Extensions;
import dev.portside.istio.netfilter.IpAddress;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Names;
import dev.portside.manifest.Step;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.traffic.Party;
import dev.portside.traffic.Traffic;
import dev.portside.traffic.Tri;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Istio captures and what it excludes at the pods of a set: the step that writes {@code
 * traffic.sidecar.istio.io/excludeOutboundPorts}, {@code excludeInboundPorts} and the other lists.
 * Immutable.
 *
 * <p>{@link #excludingDapr()} derives both lists for each workload: whatever Dapr encrypts itself,
 * and every backend of a visible component that is not known to be in the mesh, is left to Dapr;
 * nothing else is. A list that is there already is appended to, and one that the mesh declares for
 * all pods is taken over, since an annotation replaces it.
 */
public final class IstioPortCapture implements Step {

  private static final String DAPR = "dapr";
  private final CaptureForm form;

  private IstioPortCapture(CaptureForm form) {
    this.form = form;
  }

  private ImmutableCaptureForm.Builder changed() {
    return ImmutableCaptureForm.builder().from(form);
  }

  /** Returns the step that derives the lists from Dapr's claims. */
  public static IstioPortCapture excludingDapr() {
    return excludingClaims(DAPR);
  }

  /**
   * Returns the step that derives the lists from the claims of the named extensions.
   *
   * @param claimants ids of extensions on the class path; a missing one fails when the set is built
   */
  public static IstioPortCapture excludingClaims(String... claimants) {
    return new IstioPortCapture(ImmutableCaptureForm.builder().addClaimants(claimants).build());
  }

  /**
   * Returns the step that writes exactly these lists.
   *
   * @throws IllegalArgumentException if a port is not 1 to 65535
   */
  public static IstioPortCapture of(Collection<Integer> inbound, Collection<Integer> outbound) {
    return new IstioPortCapture(
        ImmutableCaptureForm.builder()
            .inbound(ports("inbound port", inbound))
            .outbound(ports("outbound port", outbound))
            .build());
  }

  /** Returns the step that writes nothing: Istio captures everything. */
  public static IstioPortCapture none() {
    return of(List.of(), List.of());
  }

  private static Collection<Integer> ports(String what, Collection<Integer> ports) {
    ports.forEach(port -> Names.port(what, port));
    return ports;
  }

  /** Returns this with one list, the union of both, for both directions. */
  public IstioPortCapture symmetric() {
    return new IstioPortCapture(changed().symmetric(true).build());
  }

  /**
   * Returns this with outbound 443 left to Istio, so that the app's own HTTPS keeps its egress
   * policy. Dapr's control plane then passes through Istio's proxy untouched, which a closed egress
   * (REGISTRY_ONLY) refuses; where sidecars are not native, pods are made to wait for the proxy.
   */
  public IstioPortCapture keepingHttpsCaptured() {
    return new IstioPortCapture(changed().keepsHttps(true).build());
  }

  /**
   * Returns this with inbound unchanged: the first half of a roll-out, in which every caller
   * excludes the ports before any callee does. Where a namespace is STRICT, the ports must be
   * PERMISSIVE in the meantime: {@link IstioPeerAuthentication.Builder#port}.
   */
  public IstioPortCapture outboundOnly() {
    return new IstioPortCapture(changed().outboundOnly(true).build());
  }

  /**
   * Returns this for the workloads with these names only; without it, for all of the set that have
   * a sidecar, or may have one. A name that no workload has fails when the set is built.
   */
  public IstioPortCapture on(String... workloads) {
    return new IstioPortCapture(changed().addWorkloads(workloads).build());
  }

  /**
   * Returns this with only these inbound ports captured ({@code includeInboundPorts}); ports to be
   * excluded stay off the list. Exclusions have no effect with it.
   *
   * @throws IllegalArgumentException if a port is not 1 to 65535
   */
  public IstioPortCapture capturingInbound(Integer... ports) {
    Collection<Integer> all = ports("inbound port", Arrays.asList(ports));
    return new IstioPortCapture(changed().inboundCaptured(List.copyOf(all)).build());
  }

  /**
   * Returns this with these outbound ports captured whatever their address ({@code
   * includeOutboundPorts}); one that is to be excluded stays excluded.
   *
   * @throws IllegalArgumentException if a port is not 1 to 65535
   */
  public IstioPortCapture capturingOutbound(Integer... ports) {
    Collection<Integer> all = ports("outbound port", Arrays.asList(ports));
    return new IstioPortCapture(changed().addAllOutboundCaptured(all).build());
  }

  /**
   * Returns this with outbound connections captured only to these address ranges ({@code
   * includeOutboundIPRanges}); without any, to no address.
   *
   * @param ranges as {@code address/bits}, such as {@code 10.96.0.0/12}
   * @throws IllegalArgumentException if one is not such a range
   */
  public IstioPortCapture capturingRanges(String... ranges) {
    return new IstioPortCapture(changed().rangesCaptured(ranges(ranges)).build());
  }

  /**
   * Returns this with outbound connections to these address ranges excluded ({@code
   * excludeOutboundIPRanges}), whatever their port.
   *
   * @param ranges as {@code address/bits}, such as {@code 10.96.0.21/32}
   * @throws IllegalArgumentException if one is not such a range
   */
  public IstioPortCapture excludingRanges(String... ranges) {
    return new IstioPortCapture(changed().addAllRanges(ranges(ranges)).build());
  }

  private static List<String> ranges(String... ranges) {
    for (String range : ranges) {
      if (IpAddress.Range.problem(range) != null) {
        throw new IllegalArgumentException(
            "address range \"%s\": must be address/bits, such as 10.96.0.0/12 or fd00::/8"
                .formatted(range));
      }
    }
    return List.of(ranges);
  }

  /**
   * Returns new objects with the lists written, judged on today's platform; everything else is
   * unchanged. Objects without a namespace are taken to be in {@code default}.
   */
  public List<HasMetadata> applyTo(List<? extends HasMetadata> objects) {
    return applyTo(objects, Platform.today());
  }

  /**
   * Returns new objects with the lists written, judged on a platform; everything else is unchanged.
   */
  public List<HasMetadata> applyTo(List<? extends HasMetadata> objects, Platform platform) {
    Manifests changed = apply(Manifests.of(objects, platform));
    List<HasMetadata> result = new ArrayList<>(objects.size());
    for (int i = 0; i < objects.size(); i++) {
      result.add(changed.resources().get(i).as(objects.get(i).getClass()));
    }
    return result;
  }

  /**
   * Returns the set with the lists written on the selected workloads that have, or may have, a
   * sidecar.
   *
   * @throws IllegalStateException if an extension whose claims are asked for is not on the class
   *     path
   * @throws IllegalArgumentException if the set has no workload with a given name
   */
  @Override
  public Manifests apply(Manifests manifests) {
    List<Extension> extensions = Extensions.found();
    for (String claimant : form.claimants()) {
      if (extensions.stream().noneMatch(extension -> extension.id().equals(claimant))) {
        throw new IllegalStateException(
            "there is no extension \"%s\": put portside-%s on the class path"
                .formatted(claimant, claimant));
      }
    }
    refuseUnknown(manifests);
    if (form.writesNothing()) {
      return manifests;
    }
    Traffic traffic = Traffic.of(manifests, extensions);
    List<Edit> edits = new ArrayList<>();
    for (Workload workload : manifests.workloads()) {
      if (isMeant(workload)
          && traffic.capture(workload).on(new Party.Pods(workload)).meshed() != Tri.NO) {
        edits.addAll(CaptureLists.edits(form, traffic, workload));
      }
    }
    return manifests.with(edits);
  }

  private boolean isMeant(Workload workload) {
    return form.workloads().isEmpty() || form.workloads().contains(workload.resource().name());
  }

  private void refuseUnknown(Manifests manifests) {
    Set<String> unknown = new TreeSet<>(form.workloads());
    manifests.workloads().forEach(workload -> unknown.remove(workload.resource().name()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: the set has no workload with %s %s"
              .formatted(
                  this,
                  unknown.size() == 1 ? "the name" : "the names",
                  String.join(", ", unknown)));
    }
  }

  @Override
  public String toString() {
    return "IstioPortCapture excluding "
        + (form.claimants().isEmpty()
            ? form.outbound() + " outbound, " + form.inbound() + " inbound"
            : form.claimants());
  }
}
