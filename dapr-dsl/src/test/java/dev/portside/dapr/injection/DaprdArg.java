package dev.portside.dapr.injection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An argument of daprd.
 *
 * @param flag its name, with two dashes
 * @param value its value; null for one that is on by being there
 */
public record DaprdArg(String flag, @Nullable String value) {

  /** Returns it as words of a command line. */
  List<String> words() {
    if (value == null) {
      return List.of(flag);
    }
    // The one flag that may be said to be off stands together with its value.
    return flag.equals("--enable-api-logging") ? List.of(flag + "=" + value) : List.of(flag, value);
  }
}
