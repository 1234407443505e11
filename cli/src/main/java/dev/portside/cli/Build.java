package dev.portside.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Which build this is. */
final class Build implements IVersionProvider {

  static String version() {
    Properties build = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException e) {
      return "unknown";
    }
    return build.getProperty("version", "unknown");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"portside " + version()};
  }
}
