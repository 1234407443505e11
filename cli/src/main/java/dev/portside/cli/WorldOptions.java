package dev.portside.cli;

import dev.portside.check.Strategy;
import dev.portside.dapr.DaprRuntime;
import dev.portside.istio.IstioMesh;
import dev.portside.kyma.KymaCluster;
import dev.portside.platform.Platform;
import dev.portside.platform.PlatformFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the cluster is assumed to be. */
final class WorldOptions {

  @Option(
      names = "--platform",
      paramLabel = "FILE|PROFILE",
      description = "a platform file, or a profile: today, kyma-2020 (default: today)")
  private @Nullable String platform;

  @Option(names = "--dapr", paramLabel = "V", description = "Dapr's release, such as 1.18")
  private @Nullable String dapr;

  @Option(names = "--istio", paramLabel = "V", description = "Istio's release, such as 1.31")
  private @Nullable String istio;

  @Option(
      names = "--kyma",
      paramLabel = "V",
      description = "the release of Kyma's API gateway, such as 3.10.0")
  private @Nullable String kyma;

  @Option(
      names = "--strategy",
      paramLabel = "exclude|tolerate",
      description =
          "exclude (default): what Dapr encrypts stays out of the mesh; tolerate: both may encrypt it")
  private @Nullable Strategy strategy;

  /** Called by picocli. */
  WorldOptions() {}

  Strategy strategy(Settings settings) {
    Strategy own = strategy == null ? settings.strategy() : strategy;
    return own == null ? Strategy.EXCLUDE : own;
  }

  Platform platform(Settings settings) {
    try {
      return withVersions(named(platform == null ? settings.platform() : platform));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Returns what a cluster tells about its platform, but for what an option says. */
  Platform over(Platform facts) {
    try {
      return withVersions(platform == null ? facts : named(platform).over(facts));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static Platform named(@Nullable String name) {
    if (name == null) {
      return Platform.today();
    }
    Path file = Path.of(name);
    return Files.isRegularFile(file) ? PlatformFile.read(file) : Platform.profile(name);
  }

  private Platform withVersions(Platform named) {
    Platform changed = named;
    if (dapr != null) {
      changed =
          changed.with(DaprRuntime.SECTION, changed.get(DaprRuntime.SECTION).withVersion(dapr));
    }
    if (istio != null) {
      changed = changed.with(IstioMesh.SECTION, changed.get(IstioMesh.SECTION).withVersion(istio));
    }
    if (kyma != null) {
      changed =
          changed.with(KymaCluster.SECTION, changed.get(KymaCluster.SECTION).withVersion(kyma));
    }
    return changed;
  }
}
