package dev.portside.istio;

import dev.portside.traffic.Tri;

/**
 * What the outcome depends on at a server's end.
 *
 * @param mode what its proxy accepts on the port
 * @param namespaceMode what clients go by for its namespace
 * @param protocol what the port is declared as
 * @param labelled whether its pods say that they take Istio's mTLS
 * @param siblings whether all pods that share a headless Service's port with it say so
 * @param listed whether clients' proxies know its pods' own addresses, by a headless Service
 */
record ServerFacet(
    MtlsMode mode,
    MtlsMode namespaceMode,
    PortProtocol protocol,
    boolean labelled,
    Tri siblings,
    boolean listed) {}
