package dev.portside.traffic;

import dev.portside.manifest.Source;

/**
 * What decided: an annotation, a label, a mesh-wide default or a mesh's own exception.
 *
 * @param key its name, such as an annotation's key
 * @param source where it is written; its input names the default where nothing is
 */
public record Setting(String key, Source source) {

  /** Returns a setting that no manifest writes. */
  public static Setting assumed(String key, String origin) {
    return new Setting(key, new Source(origin, 0, null));
  }
}
