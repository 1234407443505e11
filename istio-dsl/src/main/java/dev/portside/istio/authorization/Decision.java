package dev.portside.istio.authorization;

import dev.portside.traffic.Tri;
import org.jspecify.annotations.Nullable;

/**
 * What the policies of a pod say of a connection.
 *
 * @param lets whether they let it through
 * @param reason why, in a sentence without a period
 * @param missing the fact that would decide where that is not known; else empty
 * @param policy the policy that decides; null where none alone does
 * @param rule the place of the deciding rule among the policy's; -1 where none does
 */
record Decision(
    Tri lets, String reason, String missing, @Nullable AuthorizationPolicy policy, int rule) {

  static Decision of(Tri lets, String reason) {
    return new Decision(lets, reason, "", null, -1);
  }
}
