package dev.portside.istio;

/**
 * What the outcome depends on at a client's end.
 *
 * @param registryOnly whether its proxy closes connections to destinations that it does not know
 * @param autoMtls whether its proxy uses Istio's mTLS unasked
 * @param known whether its proxy knows the destination by name
 * @param declared what the destination's port is declared as to its proxy
 * @param rule what a DestinationRule asks of its proxy
 * @param ruleUnseen whether Istio's mTLS would need a DestinationRule, which the set may not hold
 */
record ClientFacet(
    boolean registryOnly,
    boolean autoMtls,
    boolean known,
    PortProtocol declared,
    TlsRule rule,
    boolean ruleUnseen) {}
