package dev.portside.istio.mesh;

import dev.portside.platform.Table;
import dev.portside.platform.Version;
import java.util.List;
import java.util.Locale;

/** What settings are where nobody sets them, which differs between releases. */
final class ReleaseDefaults {

  /** Read when a setting is asked for that a platform leaves to its release. */
  private static final List<Table.Row> ROWS =
      Table.read(ReleaseDefaults.class, "release-defaults.txt");

  private ReleaseDefaults() {}

  /** Returns what becomes of sidecars where istiod is not told. */
  static IstioMesh.NativeSidecars nativeSidecars(Version release) {
    return IstioMesh.NativeSidecars.valueOf(
        value("nativeSidecars", release).toUpperCase(Locale.ROOT));
  }

  /**
   * Returns the value of the newest row that is no newer; of older releases the oldest is known.
   */
  private static String value(String setting, Version release) {
    String value = "";
    for (Table.Row row : ROWS) {
      boolean own = row.get("setting").equals(setting);
      if (own && (value.isEmpty() || release.isAtLeast(Version.of(row.get("since"))))) {
        value = row.get("value");
      }
    }
    return value;
  }
}
