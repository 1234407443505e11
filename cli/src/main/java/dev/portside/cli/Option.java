package dev.portside.cli;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * What a command takes, and what it was given.
 *
 * <p>Options are described in code rather than by picocli's annotations: reading annotations makes
 * classes at each start, which would take an eighth of the time of checking one small file.
 *
 * @param <T> what it is given
 */
final class Option<T> {

  private final ArgSpec spec;

  private Option(ArgSpec spec) {
    this.spec = spec;
  }

  /** Adds one that is said or not. */
  static Option<Boolean> flag(CommandSpec command, OptionSpec.Builder option) {
    return added(command, option.type(boolean.class).arity("0").build());
  }

  /** Adds one with a value. */
  static <T> Option<T> one(CommandSpec command, Class<T> type, OptionSpec.Builder option) {
    if (type.isEnum()) {
      option.converters((ITypeConverter<T>) text -> constant(type, text));
    }
    return added(command, option.type(type).build());
  }

  /** Takes the words that the help has, in any case. */
  private static <T> T constant(Class<T> type, String text) {
    StringJoiner words = new StringJoiner(", ");
    for (T constant : type.getEnumConstants()) {
      String word = constant.toString().toLowerCase(Locale.ROOT);
      if (word.equals(text.toLowerCase(Locale.ROOT))) {
        return constant;
      }
      words.add(word);
    }
    throw new TypeConversionException("\"%s\" must be one of %s".formatted(text, words));
  }

  /** Adds one that may be given several times. */
  static <T> Option<List<T>> many(CommandSpec command, Class<T> type, OptionSpec.Builder option) {
    return added(command, option.type(List.class).auxiliaryTypes(type).build());
  }

  /** Adds a text that stands for itself, after the options. */
  static Option<String> parameter(CommandSpec command, PositionalParamSpec.Builder parameter) {
    PositionalParamSpec spec = parameter.index("0").type(String.class).build();
    command.addPositional(spec);
    return new Option<>(spec);
  }

  private static <T> Option<T> added(CommandSpec command, OptionSpec spec) {
    command.addOption(spec);
    return new Option<>(spec);
  }

  /** Returns whether it was given. */
  boolean isGiven() {
    return spec.getValue() != null;
  }

  /** Returns what was given, or its default, or null. */
  @Nullable T value() {
    return spec.getValue();
  }

  /** Returns what was given, or else another value. */
  T or(T otherwise) {
    T value = spec.getValue();
    return value == null ? otherwise : value;
  }
}
