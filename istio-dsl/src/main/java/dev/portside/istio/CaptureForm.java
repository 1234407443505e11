package dev.portside.istio;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/** What was asked of {@link IstioPortCapture}. */
@Value.Immutable
interface CaptureForm {

  /** Returns the ids of the extensions whose claims are derived from. */
  Set<String> claimants();

  /** Returns the inbound ports to be left alone. */
  List<Integer> inbound();

  /** Returns the outbound ports to be left alone. */
  List<Integer> outbound();

  /** Returns whether both directions get the same list. */
  @Value.Default
  default boolean symmetric() {
    return false;
  }

  /** Returns whether outbound 443 stays captured. */
  @Value.Default
  default boolean keepsHttps() {
    return false;
  }

  /** Returns whether inbound stays as it is. */
  @Value.Default
  default boolean outboundOnly() {
    return false;
  }

  /** Returns the names of the workloads meant; empty for all. */
  Set<String> workloads();

  /** Returns the inbound ports to be captured; none where all are. */
  Optional<List<Integer>> inboundCaptured();

  /** Returns the outbound ports to be captured whatever their address. */
  List<Integer> outboundCaptured();

  /** Returns the outbound address ranges to be captured; none where all are. */
  Optional<List<String>> rangesCaptured();

  /** Returns the outbound address ranges to be left alone. */
  List<String> ranges();

  /** Returns whether anything is to be written at all. */
  default boolean writesNothing() {
    return claimants().isEmpty()
        && inbound().isEmpty()
        && outbound().isEmpty()
        && inboundCaptured().isEmpty()
        && outboundCaptured().isEmpty()
        && rangesCaptured().isEmpty()
        && ranges().isEmpty();
  }
}
