package dev.portside.istio;

/**
 * What the outcome depends on at a client's end.
 *
 * @param registryOnly whether its proxy closes connections to destinations that it does not know
 * @param autoMtls whether its proxy uses Istio's mTLS unasked
 */
record ClientFacet(boolean registryOnly, boolean autoMtls) {}
