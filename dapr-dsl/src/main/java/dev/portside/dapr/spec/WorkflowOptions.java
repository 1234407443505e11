package dev.portside.dapr.spec;

import dev.portside.manifest.Names;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import java.time.Duration;

/**
 * Limits to workflows: {@code spec.workflow}; since Dapr 1.15. Whatever is not limited has no
 * limit.
 */
public final class WorkflowOptions extends SpecPart {

  /** How a workflow ended. */
  public enum End {
    /** Any way at all. */
    ANY("anyTerminal"),
    /** It completed. */
    COMPLETED("completed"),
    /** It failed. */
    FAILED("failed"),
    /** It was terminated. */
    TERMINATED("terminated");

    private final String field;

    End(String field) {
      this.field = field;
    }
  }

  private WorkflowOptions(Mapping tree) {
    super(tree);
  }

  /** Returns no limits. */
  public static WorkflowOptions of() {
    return new WorkflowOptions(Mapping.empty());
  }

  private WorkflowOptions limit(String field, int most) {
    return new WorkflowOptions(with(field, positive(field, most)));
  }

  private static int positive(String what, int number) {
    if (number < 1) {
      throw new IllegalArgumentException("%s %d: must be 1 or more".formatted(what, number));
    }
    return number;
  }

  /** Returns this with at most that many workflows at once in a sidecar. */
  public WorkflowOptions maxWorkflows(int most) {
    return limit("maxConcurrentWorkflowInvocations", most);
  }

  /** Returns this with at most that many activities at once in a sidecar. */
  public WorkflowOptions maxActivities(int most) {
    return limit("maxConcurrentActivityInvocations", most);
  }

  /** Returns this with at most that many workflows at once in all sidecars; since Dapr 1.18.1. */
  public WorkflowOptions maxWorkflowsOverall(int most) {
    return limit("globalMaxConcurrentWorkflowInvocations", most);
  }

  /** Returns this with at most that many activities at once in all sidecars; since Dapr 1.18.1. */
  public WorkflowOptions maxActivitiesOverall(int most) {
    return limit("globalMaxConcurrentActivityInvocations", most);
  }

  /** Returns this with a limit to one workflow in all sidecars; since Dapr 1.18.1. */
  public WorkflowOptions maxOfWorkflow(String name, int most) {
    return named("workflowConcurrencyLimits", name, most);
  }

  /** Returns this with a limit to one activity in all sidecars; since Dapr 1.18.1. */
  public WorkflowOptions maxOfActivity(String name, int most) {
    return named("activityConcurrencyLimits", name, most);
  }

  private WorkflowOptions named(String field, String name, int most) {
    Mapping item =
        Mapping.builder()
            .put("name", Names.text("name", name))
            .put("maxConcurrent", positive(name, most))
            .build();
    return new WorkflowOptions(withItem(field, item));
  }

  /** Returns this with how long the state of ended workflows is kept; since Dapr 1.17. */
  public WorkflowOptions retention(End end, Duration time) {
    Scalar text = Scalar.of(DurationText.text("retention", time));
    Pointer field = Pointer.of("stateRetentionPolicy", end.field);
    return new WorkflowOptions((Mapping) tree().with(field, text));
  }
}
