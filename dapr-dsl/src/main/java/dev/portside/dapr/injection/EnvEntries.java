package dev.portside.dapr.injection;

import dev.portside.value.GoText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lists of environment variables in {@code dapr.io/env} and {@code dapr.io/env-from-secret}. A
 * comma begins another entry only where a name and {@code =} follow. Source: dapr/dapr
 * pkg/injector/patcher/sidecar_container.go @v1.18.3.
 *
 * @param keys the names, of those too that name no secret
 * @param variables the variables that a container gets
 */
record EnvEntries(List<String> keys, List<Variable> variables) {

  /**
   * A variable.
   *
   * @param secret the Secret that holds its value; empty where the value stands there
   * @param value the value, or its key in the Secret
   */
  record Variable(String name, String secret, String value) {}

  private static final Pattern NEXT = Pattern.compile(",[ \\t\\n\\f\\r]*[a-zA-Z_][a-zA-Z0-9_]*=");

  static EnvEntries parse(String text, boolean secrets) {
    List<String> keys = new ArrayList<>();
    List<Variable> variables = new ArrayList<>();
    for (String entry : entries(text)) {
      int equals = entry.indexOf('=');
      if (equals < 0) {
        continue;
      }
      String name = entry.substring(0, equals);
      String value = entry.substring(equals + 1);
      keys.add(name);
      Variable variable = secrets ? ofSecret(name, value) : new Variable(name, "", value);
      if (variable != null) {
        variables.add(variable);
      }
    }
    return new EnvEntries(keys, variables);
  }

  private static List<String> entries(String text) {
    List<String> entries = new ArrayList<>();
    if (text.isEmpty()) {
      return entries;
    }
    Matcher next = NEXT.matcher(text);
    int start = 0;
    while (next.find()) {
      entries.add(GoText.trim(text.substring(start, next.start())));
      start = next.start() + 1;
    }
    entries.add(GoText.trim(text.substring(start)));
    return entries;
  }

  private static @Nullable Variable ofSecret(String name, String value) {
    String[] parts = GoText.trim(value).split(":", -1);
    if (parts.length > 2) {
      return null;
    }
    return new Variable(name, GoText.trim(parts[0]), GoText.trim(parts[parts.length - 1]));
  }

  /** Returns whether every entry is a variable, and none is skipped. */
  static boolean areAll(String text, boolean secrets) {
    List<String> entries = entries(text);
    EnvEntries parsed = parse(text, secrets);
    return entries.size() == parsed.variables.size()
        && parsed.keys.stream().allMatch(ValueForm::isVariable)
        && (!secrets || entries.stream().noneMatch(entry -> entry.endsWith("=")));
  }
}
