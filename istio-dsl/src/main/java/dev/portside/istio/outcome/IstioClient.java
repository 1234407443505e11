package dev.portside.istio.outcome;

import dev.portside.istio.mesh.PortProtocol;
import dev.portside.istio.mesh.TlsRule;
import dev.portside.traffic.ClientFacet;
import org.jspecify.annotations.Nullable;

/**
 * What the outcome depends on at a client's end.
 *
 * @param registryOnly whether its proxy closes connections to destinations that it does not know
 * @param autoMtls whether its proxy uses Istio's mTLS unasked
 * @param known whether its proxy knows the destination by name
 * @param declared what the destination's port is declared as to its proxy
 * @param httpNumber whether a Service that its proxy knows declares the number of the port HTTP, so
 *     that what is dialled there by an unknown address is parsed as well
 * @param rule what a DestinationRule asks of its proxy
 * @param ruleUnseen whether Istio's mTLS would need a DestinationRule, which the set may not hold
 * @param ambient whether its pods are in the ambient mesh
 * @param dialler for a group: all by which its members' names and rules may differ; else null
 */
public record IstioClient(
    boolean registryOnly,
    boolean autoMtls,
    boolean known,
    PortProtocol declared,
    boolean httpNumber,
    TlsRule rule,
    boolean ruleUnseen,
    boolean ambient,
    @Nullable Object dialler)
    implements ClientFacet {

  /** Returns the facet of pods that are in the ambient mesh. */
  public IstioClient inAmbient() {
    return new IstioClient(
        registryOnly, autoMtls, known, declared, httpNumber, rule, ruleUnseen, true, dialler);
  }
}
