package dev.portside.cli;

import dev.portside.check.Strategy;
import dev.portside.dapr.DaprRuntime;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.kyma.KymaCluster;
import dev.portside.platform.Platform;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the cluster is assumed to be. */
final class WorldOptions {

  private final Option<String> platform;
  private final Option<String> dapr;
  private final Option<String> istio;
  private final Option<String> kyma;
  private final Option<Strategy> strategy;

  WorldOptions(CommandSpec command) {
    platform =
        Option.one(
            command,
            String.class,
            OptionSpec.builder("--platform")
                .paramLabel("FILE|PROFILE")
                .description("a platform file, or a profile: today, kyma-2020 (default: today)"));
    dapr = release(command, "--dapr", "Dapr's release, such as 1.18");
    istio = release(command, "--istio", "Istio's release, such as 1.31");
    kyma = release(command, "--kyma", "the release of Kyma's API gateway, such as 3.10.0");
    strategy =
        Option.one(
            command,
            Strategy.class,
            OptionSpec.builder("--strategy")
                .paramLabel("exclude|tolerate")
                .description(
                    "exclude (default): what Dapr encrypts stays out of the mesh; tolerate: both may"
                        + " encrypt it"));
  }

  private static Option<String> release(CommandSpec command, String name, String description) {
    return Option.one(
        command, String.class, OptionSpec.builder(name).paramLabel("V").description(description));
  }

  Strategy strategy(ProjectSettings settings) {
    Strategy own = strategy.isGiven() ? strategy.value() : settings.strategy();
    return own == null ? Strategy.EXCLUDE : own;
  }

  Platform platform(ProjectSettings settings) {
    Platform base = platform.isGiven() ? named() : settings.platform();
    try {
      return withVersions(base == null ? Platform.today() : base);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Returns what a cluster tells about its platform, but for what an option says. */
  Platform over(Platform facts) {
    try {
      return withVersions(platform.isGiven() ? named().over(facts) : facts);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Platform named() {
    try {
      return PlatformOption.read(Path.of(""), platform.or(""));
    } catch (PlatformOption.NoneException e) {
      throw new UsageException("--platform: " + e.getMessage());
    }
  }

  private Platform withVersions(Platform named) {
    Platform changed = named;
    String version = dapr.value();
    if (version != null) {
      changed =
          changed.with(DaprRuntime.SECTION, changed.get(DaprRuntime.SECTION).withVersion(version));
    }
    version = istio.value();
    if (version != null) {
      changed =
          changed.with(IstioMesh.SECTION, changed.get(IstioMesh.SECTION).withVersion(version));
    }
    version = kyma.value();
    if (version != null) {
      changed =
          changed.with(KymaCluster.SECTION, changed.get(KymaCluster.SECTION).withVersion(version));
    }
    return changed;
  }
}
