package dev.portside.istio.authorization;

import dev.portside.istio.netfilter.IpAddress;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What values of conditions must look like, by the condition's name. Source: istio/istio
 * pkg/config/validation and pkg/config/security @1.31, checked against the webhook.
 */
final class ValueGrammar {

  private static final Pattern PORT = Pattern.compile("[0-9]{1,9}");
  private static final int HIGHEST = 65535;

  private ValueGrammar() {}

  /** Returns what tells why a value is none, or null where it is one. */
  static Function<String, @Nullable String> of(String name) {
    return switch (name) {
      case "ports", "destination.port" -> ValueGrammar::port;
      case "ipBlocks", "remoteIpBlocks", "source.ip", "remote.ip", "destination.ip" ->
          ValueGrammar::address;
      case "serviceAccounts", "source.serviceAccount" -> ValueGrammar::account;
      case "trustDomains", "source.trustDomain" -> ValueGrammar::trustDomain;
      case "paths" -> ValueGrammar::path;
      default -> value -> null;
    };
  }

  private static @Nullable String port(String text) {
    boolean number = PORT.matcher(text).matches() && Integer.parseInt(text) <= HIGHEST;
    return number ? null : "is no port: one decimal number, 0 to 65535";
  }

  private static @Nullable String address(String text) {
    try {
      if (text.indexOf('/') < 0) {
        IpAddress.parse(text);
      } else {
        IpAddress.Range.parse(text);
      }
      return null;
    } catch (IpAddress.Refused e) {
      return "is neither an address nor a range like 10.0.0.0/8";
    }
  }

  private static @Nullable String account(String text) {
    boolean fits = text.indexOf('*') < 0 && text.indexOf('/') == text.lastIndexOf('/');
    return fits ? null : "is no service account: account or namespace/account, without *";
  }

  private static @Nullable String trustDomain(String text) {
    boolean inner = text.length() > 2 && text.substring(1, text.length() - 1).indexOf('*') >= 0;
    return text.indexOf('/') < 0 && !inner
        ? null
        : "is no trust domain: without /, and with * at its start or end only";
  }

  /** Operators are whole segments, and {@code {**}} is the last one of them. */
  private static @Nullable String path(String text) {
    boolean last = false;
    for (String segment : text.split("/", -1)) {
      boolean operator = segment.equals("{*}") || segment.equals("{**}");
      boolean braces = segment.indexOf('{') >= 0 || segment.indexOf('}') >= 0;
      boolean mixed = text.indexOf('{') >= 0 && segment.indexOf('*') >= 0 && !operator;
      if (braces && !operator || mixed || last && operator) {
        return "is no path template: {*} and {**} are whole segments, and {**} is the last"
            + " operator";
      }
      last |= segment.equals("{**}");
    }
    return null;
  }
}
