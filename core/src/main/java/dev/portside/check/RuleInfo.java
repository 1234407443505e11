package dev.portside.check;

/**
 * What there is to know of a rule without running it.
 *
 * @param id its id: lower-case kebab, named after the defect, at most 50 characters, never reused
 * @param severity the highest that its findings have
 * @param rank whether it or another rule reports a defect that both see
 * @param summary the defect in one sentence without a period
 */
public record RuleInfo(String id, Severity severity, Rank rank, String summary) {}
