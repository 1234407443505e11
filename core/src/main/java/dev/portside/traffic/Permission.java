package dev.portside.traffic;

import java.util.List;

/**
 * What decides whether connections that work are let through: implemented by whoever knows of
 * policies, for one set. Pure: the same question has the same answer.
 */
public interface Permission {

  /**
   * Returns all that the policies look at of a client, as a value: clients of one meeting that are
   * equal in it, and behave alike, are let alike.
   */
  Object caller(ClientEnd client);

  /** Returns all that matters to the policies of a server, as a value; as of a client. */
  Object callee(ServerEnd server);

  /**
   * Returns what the policies say of a connection; nothing where none is about it.
   *
   * @param outcome what becomes of it otherwise, which is neither broken nor within a pod
   */
  List<PolicyVerdict> of(ClientEnd client, ServerEnd server, Meeting meeting, Outcome outcome);
}
