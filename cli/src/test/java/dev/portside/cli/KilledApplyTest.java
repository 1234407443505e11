package dev.portside.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portside.examples.Recipe;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process that applies the recipe is killed after each of its steps, and run again. */
final class KilledApplyTest {

  /** What the JVM tells of a process that SIGKILL has ended. */
  private static final int KILLED = 128 + 9;

  @TempDir private Path folder;

  @BeforeEach
  void redis() {
    OnCluster cluster = OnCluster.in(folder);
    cluster.plane().installCrds();
    cluster.plane().kubectl("create", "namespace", "dapr-redis");
    String password = "--from-literal=redis-password=PLANTED";
    cluster.plane().kubectl("-n", "dapr-redis", "create", "secret", "generic", "redis", password);
  }

  @Test
  void eachStep_endsInTheSameState() throws Exception {
    OnCluster whole = recipe();
    List<String> lines = whole.run("apply", "-f", "recipe.yaml").out().lines().toList();
    String wanted = state(whole);
    assertThat(lines.size()).isAtLeast(8);
    assertThat(wanted).contains("APIRule/nodeapp");

    for (int steps = 1; steps <= lines.size(); steps++) {
      OnCluster cluster = recipe();
      int code = killAfter(steps, cluster);
      if (steps <= lines.size() / 2) {
        assertThat(code).isEqualTo(KILLED);
      }

      Cli.Result again = cluster.run("apply", "-f", "recipe.yaml");

      assertWithMessage("killed after %s steps: %s", steps, again.err())
          .that(again.code())
          .isEqualTo(0);
      assertThat(again.out().lines().limit(steps).filter(line -> !line.endsWith(" unchanged")))
          .isEmpty();
      assertWithMessage("killed after %s steps", steps).that(state(cluster)).isEqualTo(wanted);
      assertThat(cluster.run("diff", "-f", "recipe.yaml").code()).isEqualTo(0);
    }
  }

  /** Returns a namespace in which the recipe's file is to be applied. */
  private OnCluster recipe() throws Exception {
    OnCluster cluster = OnCluster.in(folder);
    String recipe = Recipe.today().toYaml().replace("dapr-demo", cluster.namespace());
    cluster.write("recipe.yaml", recipe);
    return cluster;
  }

  /** Kills it as soon as it has said so many lines, and returns its exit code. */
  private static int killAfter(int lines, OnCluster cluster) throws Exception {
    Process process = cluster.start("apply", "-f", "recipe.yaml");
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (int i = 0; i < lines; i++) {
        assertThat(out.readLine()).isNotNull();
      }
      return process.destroyForcibly().waitFor();
    }
  }

  /** Returns what the recipe is about, without what the cluster chooses or counts. */
  private static String state(OnCluster cluster) {
    String fields =
        "{.kind}/{.metadata.name} {.metadata.labels} {.metadata.annotations} {.spec} {.data}";
    return cluster
        .kubectl(
            "get",
            "secret,deploy,svc,component,apirule",
            "-o",
            "jsonpath={range .items[*]}" + fields + "{'\\n'}{end}")
        .replace(cluster.namespace(), "NS")
        .replaceAll("\"deployment.kubernetes.io/revision\":\"1\",?", "")
        .replaceAll("10\\.96\\.[0-9.]+", "IP");
  }
}
