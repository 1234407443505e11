package dev.portside.istio.capture;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.istio.RecordedPlatform;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.netfilter.PortList;
import dev.portside.manifest.Source;
import dev.portside.platform.Platform;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Mapping;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class CaptureProperties {

  private static final String TRAFFIC = "traffic.sidecar.istio.io/";

  @Provide
  Arbitrary<Map<String, String>> settings() {
    Arbitrary<String> port =
        Arbitraries.of("80", "443", "8080", "15020", "15008", "22", " 80", "0120", "50002");
    Arbitrary<String> ports = port.list().ofMaxSize(4).map(items -> String.join(",", items));
    Arbitrary<String> ranges =
        Arbitraries.of("*", "", "10.0.0.0/8", "0.0.0.0/0", "127.0.0.1/32,10.0.0.0/8");
    return Combinators.combine(
            Arbitraries.oneOf(ports, Arbitraries.just("*")), ports, ports, ports, ranges, ranges)
        .as(
            (includeIn, excludeIn, includeOut, excludeOut, include, exclude) -> {
              Map<String, String> settings = new LinkedHashMap<>();
              settings.put(TRAFFIC + "includeInboundPorts", includeIn);
              settings.put(TRAFFIC + "excludeInboundPorts", excludeIn);
              settings.put(TRAFFIC + "includeOutboundPorts", includeOut);
              settings.put(TRAFFIC + "excludeOutboundPorts", excludeOut);
              settings.put(TRAFFIC + "includeOutboundIPRanges", include);
              settings.put(TRAFFIC + "excludeOutboundIPRanges", exclude.equals("*") ? "" : exclude);
              return settings;
            });
  }

  @Provide
  Arbitrary<Integer> dialled() {
    return Arbitraries.of(22, 80, 120, 443, 8080, 15008, 15020, 15021, 50002, 50003);
  }

  /** Excluding a port never captures more, in either direction, with or without CNI. */
  @Property
  void excluding_neverCapturesMore(
      @ForAll("settings") Map<String, String> settings,
      @ForAll("dialled") int excluded,
      @ForAll("dialled") int dialled,
      @ForAll boolean inbound,
      @ForAll boolean cni) {
    String key = TRAFFIC + (inbound ? "excludeInboundPorts" : "excludeOutboundPorts");
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.merge(key, "" + excluded, (old, one) -> old.isBlank() ? one : old + "," + one);

    assertThat(rank(of(more, cni).inbound(dialled).captured()))
        .isAtMost(rank(of(settings, cni).inbound(dialled).captured()));
    assertThat(rank(of(more, cni).outbound(dialled).captured()))
        .isAtMost(rank(of(settings, cni).outbound(dialled).captured()));
  }

  private static int rank(Tri captured) {
    return switch (captured) {
      case NO -> 0;
      case UNKNOWN -> 1;
      case YES -> 2;
    };
  }

  @Property
  void verdict_whateverTheOrderOfAnnotations(
      @ForAll("settings") Map<String, String> settings,
      @ForAll long order,
      @ForAll("dialled") int dialled) {
    List<String> keys = new ArrayList<>(settings.keySet());
    Collections.shuffle(keys, new Random(order));
    Map<String, String> shuffled = new LinkedHashMap<>();
    keys.forEach(key -> shuffled.put(key, settings.get(key)));

    PodCapture one = of(settings, false);
    PodCapture other = of(shuffled, false);

    assertThat(other.inbound(dialled).captured()).isEqualTo(one.inbound(dialled).captured());
    assertThat(other.inbound(dialled).reason()).isEqualTo(one.inbound(dialled).reason());
    assertThat(other.outbound(dialled).captured()).isEqualTo(one.outbound(dialled).captured());
    assertThat(other.outbound(dialled).reason()).isEqualTo(one.outbound(dialled).reason());
  }

  @Property
  void portList_printedIsReadAgain(
      @ForAll List<@IntRange(max = 65535) Integer> ports, @ForAll boolean all) {
    PortList list =
        PortList.of(all ? "*" : String.join(",", ports.stream().map(String::valueOf).toList()));

    assertThat(PortList.of(list.toString())).isEqualTo(list);
  }

  /** Whatever is written, what was read of it stays the same when printed and read. */
  @Property
  void portList_anyText(@ForAll("texts") String text) {
    PortList list = PortList.of(text);

    assertThat(PortList.of(list.toString())).isEqualTo(list);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("0123456789,: x*-a").ofMaxLength(20);
  }

  private static PodCapture of(Map<String, String> annotations, boolean cni) {
    Mapping.Builder mapping = Mapping.builder();
    annotations.forEach(mapping::put);
    IstioMesh mesh = Platform.today().get(IstioMesh.SECTION).withCni(cni);
    return new PodCapture(
        new RecordedPlatform(Mapping.empty())
            .pod(Mapping.empty(), mapping.build(), Mapping.empty()),
        mesh,
        new Source("mesh", 0, null));
  }
}
