package dev.portside.traffic;

import dev.portside.manifest.Resource;
import dev.portside.yaml.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * What the policies of one kind say of a connection.
 *
 * @param kind the kind of the policies, such as {@code NetworkPolicy}
 * @param policy the policy that decides; null where none alone does
 * @param field the rule of it that decides; the whole policy where no rule does
 * @param lets whether they let the connection through
 * @param reason why, in a sentence without a period
 * @param help what to do that they let it through, where they do not; else empty
 * @param missing the fact that would decide where that is not known; else empty
 */
public record PolicyVerdict(
    String kind,
    @Nullable Resource policy,
    Pointer field,
    Tri lets,
    String reason,
    String help,
    String missing) {

  /** Returns the policy, where one decides, and the reason. */
  @Override
  public String toString() {
    return policy == null ? reason : policy + ": " + reason;
  }
}
