package dev.portside.check;

/** Which of several rules that see one defect reports it: the later in this order. */
public enum Rank {
  /** Says that something is not needed. */
  HINT,
  /** Says what becomes of connections that the set does not show, should there be any. */
  POSSIBILITY,
  /** Says what becomes of a connection, whatever the cause. */
  OUTCOME,
  /** Says which need of a connection is not met. */
  NEED,
  /** Says which product's feature that breaks. */
  FEATURE,
  /** Says which setting cannot mean what its author thinks. */
  SETTING
}
