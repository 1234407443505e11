package dev.portside.check;

/** Takes what a rule finds. */
@FunctionalInterface
public interface Found {

  /** Takes a finding that only lacks to be built. */
  void add(Finding.Builder finding);
}
