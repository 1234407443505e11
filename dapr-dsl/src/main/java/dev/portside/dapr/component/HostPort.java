package dev.portside.dapr.component;

import org.jspecify.annotations.Nullable;

/**
 * A host and perhaps a port, as Go's {@code net.SplitHostPort} and {@code net/url} take them.
 *
 * @param host without brackets
 * @param port 0 when none is given
 */
record HostPort(String host, int port) {

  private static final String NO_HOST = " \t\r\n/\\@?#<>\"%,;()=|^`'*&";

  /** Returns the host and port of a text, or null when it is none. */
  static @Nullable HostPort of(String text) {
    int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
    if (text.startsWith("[")) {
      String rest = bracket < 0 ? "?" : text.substring(bracket + 1);
      boolean ported = rest.startsWith(":");
      if (!rest.isEmpty() && !ported) {
        return null;
      }
      return named(text.substring(1, bracket), ported ? rest.substring(1) : "0", true);
    }
    int colon = text.indexOf(':');
    if (colon != text.lastIndexOf(':')) {
      return null;
    }
    return colon < 0
        ? named(text, "0", false)
        : named(text.substring(0, colon), text.substring(colon + 1), false);
  }

  /** As {@link #of}, but a colon without a port is as no colon, as in a URL. */
  static @Nullable HostPort ofUrl(String text) {
    return of(text.endsWith(":") ? text.substring(0, text.length() - 1) : text);
  }

  private static @Nullable HostPort named(String host, String port, boolean address) {
    int number = port.equals("0") ? 0 : number(port);
    boolean named = address ? isAddress(host) : isHost(host);
    return named && number >= 0 ? new HostPort(host, number) : null;
  }

  /** Returns a port's number, or -1 when it is none. */
  static int number(String text) {
    if (text.isEmpty() || text.length() > 5) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + c - '0';
    }
    return number == 0 || number > 65535 ? -1 : number;
  }

  /** Returns whether a text can be a host's name or address at all. */
  static boolean isHost(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c == 127 || NO_HOST.indexOf(c) >= 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isAddress(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean zone = text.indexOf('%') >= 0 && i > text.indexOf('%');
      if (!zone && Character.digit(c, 16) < 0 && ":.%".indexOf(c) < 0) {
        return false;
      }
    }
    return text.indexOf(':') >= 0;
  }

  /** Returns whether it is a number, not a name. */
  boolean isNumeric() {
    if (host.indexOf(':') >= 0) {
      return true;
    }
    char last = host.charAt(host.length() - 1);
    return last >= '0'
        && last <= '9'
        && host.indexOf('.') > 0
        && host.chars().noneMatch(Character::isLetter);
  }
}
