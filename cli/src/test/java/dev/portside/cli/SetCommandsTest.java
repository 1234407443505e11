package dev.portside.cli;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.it.cluster.Orders;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code portside apply}, {@code diff} and {@code delete} on a real control plane. */
final class SetCommandsTest {

  private static final String APP = Orders.APP;
  private static final String SERVICE = Orders.SERVICE;
  private static final String SETTINGS = Orders.SETTINGS;

  @TempDir private Path folder;
  private OnCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = OnCluster.in(folder);
    cluster.write("set.yaml", APP + SERVICE + SETTINGS);
  }

  private void is(Cli.Result result, int code, String out, String err) {
    assertThat(result.out()).isEqualTo(cluster.said(out));
    assertThat(result.err()).isEqualTo(cluster.said(err));
    assertThat(result.code()).isEqualTo(code);
  }

  @Test
  void apply_andAgain() throws Exception {
    is(
        cluster.run("apply", "-f", "set.yaml", "--dry-run"),
        0,
        """
        ConfigMap/NS/orders created (dry run)
        Service/NS/orders created (dry run)
        Deployment/NS/orders created (dry run)
        """,
        "3 created (dry run)\n");
    assertThat(cluster.kubectl("get", "deploy,svc", "-o", "name")).isEmpty();
    is(
        cluster.run("apply", "-f", "set.yaml", "--wait"),
        0,
        """
        ConfigMap/NS/orders created
        Service/NS/orders created
        Deployment/NS/orders created
        ConfigMap/NS/orders ready
        Service/NS/orders ready
        Deployment/NS/orders ready
        """,
        "3 created\n");
    is(
        cluster.run("apply", "-f", "."),
        0,
        """
        ConfigMap/NS/orders unchanged
        Service/NS/orders unchanged
        Deployment/NS/orders unchanged
        """,
        "3 unchanged\n");
  }

  @Test
  void diff_thenApply() throws Exception {
    cluster.write("own.yaml", SETTINGS);
    cluster.run("apply", "-f", "own.yaml");
    is(cluster.run("diff", "-f", "own.yaml"), 0, "", "0 of 1 resource differ\n");

    cluster.write("own.yaml", SETTINGS.replace("info", "debug"));
    String difference =
        """
        ConfigMap/NS/orders (own.yaml:2:1)
          data:
        -   level: info
        +   level: debug
        """;
    is(cluster.run("diff", "-f", "own.yaml"), 1, difference, "1 of 1 resource differs\n");
    is(
        cluster.run("diff", "-f", "own.yaml", "--dry-run"),
        1,
        difference,
        "1 of 1 resource differs\n");
    is(
        cluster.run("apply", "-f", "own.yaml"),
        0,
        "ConfigMap/NS/orders configured\n",
        "1 configured\n");
    is(
        cluster.run("diff", "-f", "set.yaml", "-f", "own.yaml", "--force-conflicts"),
        1,
        cluster.run("diff", "-f", "set.yaml", "-f", "own.yaml").out(),
        "3 of 4 resources differ\n");
  }

  @Test
  void conflict() throws Exception {
    cluster.write("own.yaml", APP);
    cluster.run("apply", "-f", "own.yaml");
    cluster.kubectl("scale", "deployment/orders", "--replicas=3");
    String why =
        ".spec.replicas: conflict with \"kubectl\" with subresource \"scale\" using apps/v1; they"
            + " are taken over only when conflicts are forced\n";

    is(
        cluster.run("apply", "-f", "own.yaml"),
        4,
        "",
        "portside: 0 resources applied, and then:\nportside: own.yaml:1:1: Deployment/NS/orders: "
            + why);
    assertThat(cluster.run("diff", "-f", "own.yaml").out()).contains("  # conflict: " + why);
    is(
        cluster.run("apply", "-f", "own.yaml", "--force-conflicts"),
        0,
        "Deployment/NS/orders configured\n",
        "1 configured\n");
    assertThat(cluster.kubectl("get", "deployment", "orders", "-o", "jsonpath={.spec.replicas}"))
        .isEqualTo("2");
  }

  @Test
  void timeOut_tellsWhy() throws Exception {
    cluster.write(
        "own.yaml",
        APP.replace("      containers:", "      nodeSelector: {disk: none}\n      containers:"));

    Cli.Result result = cluster.run("apply", "-f", "own.yaml", "--wait", "--timeout", "3s");

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.out()).isEqualTo(cluster.said("Deployment/NS/orders created\n"));
    assertThat(result.err())
        .startsWith(
            cluster.said(
                """
                1 created
                portside: not ready after 3 s:
                portside: own.yaml:1:1: Deployment/NS/orders: 0 of 2 pods are available; last warning: FailedScheduling: 0/1 nodes are available:\
                """));
    assertThat(result.err().lines().toList()).hasSize(3);
  }

  @Test
  void errors_stopIt() throws Exception {
    cluster.write("own.yaml", SETTINGS + SETTINGS);

    is(
        cluster.run("apply", "-f", "own.yaml"),
        1,
        "",
        """
        1 error

        own.yaml:11:3: error: ConfigMap/NS/orders also stands in own.yaml:2:1 [manifest-duplicate]
          why: kubectl applies both in turn, and the later one overwrites the earlier
          help: keep one of them, or give them different names
        portside: nothing was applied; --no-check applies it anyway
        """);
    assertThat(cluster.run("apply", "-f", "own.yaml", "--no-check").code()).isEqualTo(0);
  }

  @Test
  void unreadable() throws Exception {
    cluster.write("broken.yaml", "kind: [\n");
    for (String command : new String[] {"apply", "diff", "delete"}) {
      Cli.Result result = cluster.run(command, "-f", "set.yaml", "-f", "broken.yaml");

      assertThat(result.code()).isEqualTo(3);
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).startsWith("broken.yaml:");
      assertThat(result.err()).contains("portside: nothing was ");
    }
    is(
        cluster.run("apply", "-f", "nosuch.yaml"),
        3,
        "",
        "nosuch.yaml: error: it cannot be read: there is no such file\n"
            + "portside: nothing was applied\n");
    assertThat(cluster.kubectl("get", "deploy,svc", "-o", "name")).isEmpty();
  }

  @Test
  void prune() throws Exception {
    cluster.run("apply", "-f", "set.yaml", "--prune");
    cluster.write("set.yaml", APP + SETTINGS);

    Cli.Result diff = cluster.run("diff", "-f", "set.yaml", "--prune");
    assertThat(diff.code()).isEqualTo(1);
    assertThat(diff.out()).startsWith(cluster.said("Service/NS/orders: deleted\n- metadata:\n"));
    assertThat(diff.err()).isEqualTo("1 of 3 resources differs\n");
    is(cluster.run("diff", "-f", "set.yaml"), 0, "", "0 of 2 resources differ\n");
    is(
        cluster.run("apply", "-f", "set.yaml", "--prune", "--dry-run"),
        0,
        """
        ConfigMap/NS/orders unchanged (dry run)
        Deployment/NS/orders unchanged (dry run)
        Service/NS/orders deleted (dry run)
        """,
        """
        to be pruned: Service/NS/orders
        2 unchanged, 1 deleted (dry run)
        """);
    is(
        cluster.run("apply", "-f", "set.yaml", "--prune=PersistentVolumeClaim"),
        0,
        """
        ConfigMap/NS/orders unchanged
        Deployment/NS/orders unchanged
        Service/NS/orders deleted
        """,
        """
        to be pruned: Service/NS/orders
        2 unchanged, 1 deleted
        """);
    assertThat(cluster.kubectl("get", "svc", "-o", "name")).isEmpty();
    is(
        cluster.run("apply", "-f", "set.yaml", "--prune=Service"),
        2,
        "",
        "portside: --prune: \"Service\" cannot be named: only Namespace, CustomResourceDefinition"
            + " and PersistentVolumeClaim can, since they are kept otherwise\n");
  }

  @Test
  void prune_anotherSet() throws Exception {
    cluster.run("apply", "-f", "set.yaml", "--prune");
    cluster.write("other.yaml", SETTINGS.replace("name: orders", "name: other"));

    Cli.Result result = cluster.run("apply", "-f", "other.yaml", "--prune");

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith(
            cluster.said(
                """
                to be pruned: Deployment/NS/orders
                to be pruned: Service/NS/orders
                to be pruned: ConfigMap/NS/orders
                portside: nothing was applied, since everything that was applied with pruning for namespace NS\
                """));
    assertThat(cluster.kubectl("get", "svc,deploy", "-o", "name"))
        .isEqualTo("service/orders\ndeployment.apps/orders\n");
  }

  @Test
  void delete() throws Exception {
    cluster.run("apply", "-f", "set.yaml");
    String lines =
        """
        Deployment/NS/orders deleted
        Service/NS/orders deleted
        ConfigMap/NS/orders deleted
        """;

    is(
        cluster.run("delete", "-f", "set.yaml", "--dry-run"),
        0,
        lines.replace("deleted", "deleted (dry run)"),
        "");
    is(cluster.run("delete", "-f", "set.yaml", "--wait", "--timeout", "1m"), 0, lines, "");
    is(cluster.run("delete", "-f", "set.yaml"), 0, lines.replace("deleted", "absent"), "");
  }

  @Test
  void delete_timeOut() throws Exception {
    cluster.write("own.yaml", SETTINGS.replace("  name:", "  finalizers: [a.example/b]\n  name:"));
    cluster.run("apply", "-f", "own.yaml");

    Cli.Result result = cluster.run("delete", "-f", "own.yaml", "--timeout", "1s");

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err())
        .startsWith(
            cluster.said(
                """
                portside: not gone after 1 s:
                portside: own.yaml:2:1: ConfigMap/NS/orders: its deletion began at 2\
                """));
  }

  @Test
  void clusterRefuses() throws Exception {
    cluster.write("lamp.yaml", "apiVersion: a.example/v1\nkind: Lamp\nmetadata: {name: a}\n");

    is(
        cluster.run("apply", "-f", "lamp.yaml"),
        4,
        "",
        """
        portside: 0 resources applied, and then:
        portside: lamp.yaml:1:1: Lamp/NS/a: the cluster does not know kind Lamp of a.example/v1; install its CustomResourceDefinition first
        """);
    is(
        cluster.runWith(
            cluster.plane().kubeconfigFor("nobody"), "delete", "-f", "set.yaml", "-n", "default"),
        4,
        "",
        """
        portside: 0 of 3 resources are gone, and then:
        portside: set.yaml:1:1: Deployment/default/orders: not allowed (403): deployments.apps "orders" is forbidden: User "nobody" cannot get resource "deployments" in API group "apps" in the namespace "default"
        """);
  }

  @Test
  void help_namesWhatTheCommandTakes() {
    assertThat(Cli.run("apply", "--help").out()).contains("only one set of a namespace");
    assertThat(Cli.run("diff", "--help").out()).doesNotContain("--wait");
    assertThat(Cli.run("delete", "--help").out()).doesNotContain("--prune");
  }

  @Test
  void usage() {
    Map.of(
            "apply --timeout 5m", "--timeout goes with --wait: nothing is waited for without it",
            "diff --wait",
                "--wait, --timeout and --no-check go with apply: diff waits for nothing,",
            "diff --timeout 5m", "--wait, --timeout and --no-check go with apply: diff waits",
            "diff --no-check", "--wait, --timeout and --no-check go with apply: diff waits",
            "delete --prune", "--prune, --force-conflicts and --no-check go with apply: delete",
            "delete --no-check --force-conflicts", "--prune, --force-conflicts and --no-check go")
        .forEach(
            (args, said) -> {
              Cli.Result result = Cli.run(args.split(" "));

              assertThat(result.code()).isEqualTo(ExitCode.USAGE);
              assertThat(result.out()).isEmpty();
              assertThat(result.err()).startsWith("portside: " + said);
            });
    assertThat(Cli.run("apply", "--wait", "--timeout", "5").code()).isEqualTo(ExitCode.USAGE);
  }
}
