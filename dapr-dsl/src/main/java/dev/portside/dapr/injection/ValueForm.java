package dev.portside.dapr.injection;

import dev.portside.value.GoDuration;
import dev.portside.value.GoNumber;
import dev.portside.value.GoText;
import dev.portside.value.Quantity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What the author of an annotation can only mean: stricter than what Dapr lets pass, which reads
 * {@code ture} as false and {@code 70000} as a port.
 */
public final class ValueForm {

  private static final Set<String> TRUTH_WORDS =
      Set.of("y", "yes", "true", "t", "on", "1", "n", "no", "false", "f", "off", "0");

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*+");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern MOUNT = Pattern.compile("\\s*[^:,\\s]+:/[^:,]*");
  private static final Pattern ADDRESS =
      Pattern.compile("\\[[0-9a-fA-F:.]*]|[A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?");

  /** Made when they are asked for: a check of few annotations needs few. */
  private static final Map<String, ValueForm> FORMS = new ConcurrentHashMap<>();

  private final String wanted;
  private final Predicate<String> fits;

  private ValueForm(String wanted, Predicate<String> fits) {
    this.wanted = wanted;
    this.fits = fits;
  }

  /** Returns the form that a cell of {@code annotations.txt} names. */
  static ValueForm of(String cell) {
    return FORMS.computeIfAbsent(cell, ValueForm::make);
  }

  private static ValueForm make(String cell) {
    List<String> words = List.of(cell.split(" "));
    List<String> rest = words.subList(1, words.size());
    return switch (words.get(0)) {
      case "flag" -> new ValueForm("\"true\" or \"false\"", ValueForm::isTruthWord);
      case "port" -> new ValueForm("a port, 1 to 65535", v -> isWithin(v, 1, 65_535));
      case "number" -> number(Long.parseLong(rest.get(0)));
      case "duration" -> new ValueForm("a duration, such as 30s or 1m30s", v -> duration(v) >= 0);
      case "duration+" ->
          new ValueForm("a duration longer than 0, such as 30s", v -> duration(v) > 0);
      case "size" ->
          new ValueForm("a whole number of bytes, such as 4Mi or 16M", ValueForm::isSize);
      case "quantity" -> new ValueForm("a quantity, such as 100m or 128Mi", ValueForm::isQuantity);
      case "id" ->
          new ValueForm(
              "1 to 58 lower-case letters, digits and -, with no - at the start or end",
              AppId::isValid);
      case "word" -> new ValueForm(oneOf(rest), v -> rest.contains(v.toLowerCase(Locale.ROOT)));
      case "exact" -> new ValueForm(oneOf(rest), rest::contains);
      case "words" -> new ValueForm("a list of " + oneOf(rest), v -> isListOf(v, rest));
      case "path" -> new ValueForm("a path that begins with /", v -> v.startsWith("/"));
      case "name" -> new ValueForm("the name of an object", v -> NAME.matcher(v).matches());
      case "addresses" ->
          new ValueForm(
              "addresses separated by commas, without blanks, IPv6 in brackets",
              v -> allItems(v, item -> ADDRESS.matcher(item).matches()));
      case "pairs" ->
          new ValueForm("NAME=value pairs separated by commas", v -> EnvEntries.areAll(v, false));
      case "secrets" ->
          new ValueForm(
              "NAME=secret:key pairs separated by commas", v -> EnvEntries.areAll(v, true));
      case "mounts" ->
          new ValueForm(
              "volume:/path pairs separated by commas",
              v -> allItems(v, item -> MOUNT.matcher(item).matches()));
      case "services" ->
          new ValueForm(
              "key=value pairs separated by commas", v -> allItems(v, i -> i.indexOf('=') > 0));
      case "list" ->
          new ValueForm("a list separated by commas", v -> allItems(v, i -> !i.isBlank()));
      case "text" -> new ValueForm("a string", v -> !v.isBlank());
      case "blankable" -> new ValueForm("a list of host:port", v -> true);
      default -> throw new IllegalStateException("form " + cell);
    };
  }

  private static ValueForm number(long least) {
    return new ValueForm(
        "a whole number, %d to %d".formatted(least, Integer.MAX_VALUE),
        v -> isWithin(v, least, Integer.MAX_VALUE));
  }

  /** Returns whether a text names an environment variable that Dapr's own lists may hold. */
  static boolean isVariable(String text) {
    return VARIABLE.matcher(text).matches();
  }

  private static boolean isTruthWord(String value) {
    return TRUTH_WORDS.contains(value.toLowerCase(Locale.ROOT));
  }

  private static boolean isWithin(String value, long least, long most) {
    if (!GoNumber.isInt(value)) {
      return false;
    }
    long number = Long.parseLong(value);
    return number >= least && number <= most;
  }

  private static long duration(String value) {
    GoDuration duration = GoDuration.parse(value);
    return duration.problem() == null ? duration.nanos() : -1;
  }

  private static boolean isSize(String value) {
    Quantity size = Quantity.parse(value);
    return size.bytesProblem() == null && !size.isNegative();
  }

  private static boolean isQuantity(String value) {
    Quantity quantity = Quantity.parse(value);
    return quantity.problem() == null && !quantity.isNegative();
  }

  private static boolean isListOf(String value, List<String> words) {
    return allItems(value, item -> words.contains(GoText.trim(item).toLowerCase(Locale.ROOT)));
  }

  private static boolean allItems(String value, Predicate<String> item) {
    return Arrays.stream(value.split(",", -1)).allMatch(item);
  }

  private static String oneOf(List<String> words) {
    return words.size() == 1
        ? words.get(0)
        : String.join(", ", words.subList(0, words.size() - 1))
            + " or "
            + words.get(words.size() - 1);
  }

  /** Returns what a value must be, when it is not: {@code a port, 1 to 65535}. */
  public Optional<String> problem(String value) {
    return fits.test(value) ? Optional.empty() : Optional.of(wanted);
  }

  /** Returns what a value must be. */
  @Override
  public String toString() {
    return wanted;
  }
}
