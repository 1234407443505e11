package dev.portside.cluster;

import java.time.Duration;
import java.util.List;

/** What an apply has done, in its order. Immutable. */
public final class AppliedSet {

  private final List<Applied> resources;
  private final Waiter waiter;
  private final List<Waiter.Awaited> awaited;

  AppliedSet(List<Applied> resources, Waiter waiter, List<Waiter.Awaited> awaited) {
    this.resources = List.copyOf(resources);
    this.waiter = waiter;
    this.awaited = List.copyOf(awaited);
  }

  /** Returns each resource and what was done with it. */
  public List<Applied> resources() {
    return resources;
  }

  /** Returns whether anything of the cluster has changed. */
  public boolean isChanged() {
    return resources.stream().anyMatch(each -> each.action() != Applied.Action.UNCHANGED);
  }

  /**
   * Waits until every resource is ready: roll-outs are complete, Jobs done, kinds established.
   *
   * @param timeout how long to wait at most
   * @return this
   * @throws ApplyException if one has failed, at once, or when the time is over; it tells what is
   *     not ready and why
   */
  public AppliedSet await(Duration timeout) {
    waiter.await(awaited, timeout);
    return this;
  }
}
