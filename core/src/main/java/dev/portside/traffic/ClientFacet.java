package dev.portside.traffic;

/**
 * All that a mesh's outcome depends on at a client's end beside the verdict: a value that core only
 * compares, and hands back to the mesh that made it.
 */
public interface ClientFacet {

  /** Nothing. */
  ClientFacet NONE = new ClientFacet() {};
}
