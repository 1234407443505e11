package dev.portside.traffic;

/**
 * All that a mesh's outcome depends on at a server's end beside the verdict: a value that core only
 * compares, and hands back to the mesh that made it.
 */
public interface ServerFacet {

  /** Nothing. */
  ServerFacet NONE = new ServerFacet() {};
}
