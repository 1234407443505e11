package dev.portside.dapr;

/** The kinds of workload that an app can be. */
enum AppKind {
  DEPLOYMENT("Deployment", "apps/v1"),
  STATEFUL_SET("StatefulSet", "apps/v1"),
  DAEMON_SET("DaemonSet", "apps/v1"),
  JOB("Job", "batch/v1"),
  CRON_JOB("CronJob", "batch/v1");

  private final String kind;
  private final String apiVersion;

  AppKind(String kind, String apiVersion) {
    this.kind = kind;
    this.apiVersion = apiVersion;
  }

  String kind() {
    return kind;
  }

  String apiVersion() {
    return apiVersion;
  }

  boolean hasReplicas() {
    return this == DEPLOYMENT || this == STATEFUL_SET;
  }

  /** Pods of a Job end, and are found by no selector of ours. */
  boolean ends() {
    return this == JOB || this == CRON_JOB;
  }
}
