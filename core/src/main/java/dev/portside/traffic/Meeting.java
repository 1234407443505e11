package dev.portside.traffic;

/**
 * Where the ends of connections meet: whom the clients dial, and how it looks on the wire.
 *
 * @param peer whom the clients dial
 * @param wire the connection as a client's pod sees it
 */
public record Meeting(Peer peer, Wire wire) {}
