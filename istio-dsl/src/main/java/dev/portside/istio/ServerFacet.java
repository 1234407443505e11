package dev.portside.istio;

/**
 * What the outcome depends on at a server's end.
 *
 * @param mode what its proxy accepts on the port
 * @param namespaceMode what clients go by for its namespace
 * @param protocol what the port is declared as
 * @param labelled whether its pods say that they take Istio's mTLS
 */
record ServerFacet(
    MtlsMode mode, MtlsMode namespaceMode, PortProtocol protocol, boolean labelled) {}
