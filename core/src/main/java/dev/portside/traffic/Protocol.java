package dev.portside.traffic;

/**
 * What two processes speak with each other, inside whatever encrypts it. A mesh that parses what it
 * carries, or waits for the first bytes, treats each differently.
 */
public enum Protocol {
  /** It cannot be known from what is there. */
  UNKNOWN,
  /** HTTP/1. */
  HTTP1,
  /** HTTP/2, with gRPC. */
  HTTP2,
  /** Anything else in which the client sends the first bytes. */
  CLIENT_FIRST,
  /** The server greets first, and the client waits for it: SMTP, MySQL. */
  SERVER_FIRST;

  /** Returns whether it is a form of HTTP. */
  public boolean isHttp() {
    return this == HTTP1 || this == HTTP2;
  }
}
