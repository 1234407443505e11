package dev.portside.traffic;

/**
 * Whether a mesh takes a connection at one end.
 *
 * @param captured yes, no, or not to be known from the set
 * @param setting what decided
 * @param reason why, in a sentence without a period
 */
public record Verdict(Tri captured, Setting setting, String reason) {}
