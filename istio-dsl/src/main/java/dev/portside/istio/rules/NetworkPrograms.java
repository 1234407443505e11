package dev.portside.istio.rules;

import dev.portside.platform.Table;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Programs that talk to others over the network. */
final class NetworkPrograms {

  private static final Pattern NAMED =
      Pattern.compile(
          Table.read(NetworkPrograms.class, "network-programs.txt").stream()
              .map(row -> Pattern.quote(row.get("word")))
              .collect(Collectors.joining("|", "(?<![a-zA-Z0-9])(", ")(?![a-zA-Z0-9])|https?://")));

  private NetworkPrograms() {}

  /** Returns whether an image, a command or an argument names one of them, or a URL. */
  static boolean isNamedIn(String text) {
    return NAMED.matcher(text).find();
  }
}
