package dev.portside.check;

import dev.portside.traffic.ClientEnd;
import dev.portside.traffic.Meeting;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.PortUse;
import dev.portside.traffic.Protection;
import dev.portside.traffic.ServerEnd;
import dev.portside.traffic.Traffic;
import dev.portside.traffic.Wire;

/** Asks a mesh what it would do to a call from outside of it, as the server's process wants it. */
final class Stranger {

  private Stranger() {}

  /** Returns whether the mesh refuses such a call at a port that it takes. */
  static boolean isRefused(Traffic traffic, ServerEnd server) {
    Wire wire = server.wire();
    Protection own = server.use().protection();
    PortUse use =
        PortUse.builder()
            .party(new Party.Outside(Party.Kind.EXTERNAL, "", "a stranger"))
            .process("stranger")
            .peer(new Peer.Group("strangers", wire.podPort(), false))
            .protection(own.isEncrypted() ? own : Protection.plaintext())
            .role("stranger")
            .group("stranger")
            .claimant("core")
            .purpose("a call from outside the mesh")
            .fact("none: a question to the mesh")
            .build();
    ClientEnd client = traffic.client(use, wire);
    Outcome outcome =
        traffic.outcome(client, server.ifCaptured(true), new Meeting(use.peer(), wire));
    return outcome.isBroken();
  }
}
