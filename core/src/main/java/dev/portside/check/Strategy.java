package dev.portside.check;

/** What to do with connections that the application side encrypts itself. */
public enum Strategy {
  /** They stay out of the mesh: the recipe's way, and the default. */
  EXCLUDE,
  /** They may be encrypted twice, where the mesh tolerates that at both ends. */
  TOLERATE
}
