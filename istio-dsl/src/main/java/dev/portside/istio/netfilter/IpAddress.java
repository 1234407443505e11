package dev.portside.istio.netfilter;

import dev.portside.value.GoText;
import org.jspecify.annotations.Nullable;

/**
 * An IP address, read and refused as Go's package net/netip does. Immutable.
 *
 * @param six whether it is of version 6
 * @param high its upper 64 bits; 0 in version 4
 * @param low its lower 64 bits, of which version 4 has 32
 */
public record IpAddress(boolean six, long high, long low) {

  private static final int OCTET = 255;
  private static final int GROUPS = 8;

  /** Why a text is no address. */
  public static final class Refused extends Exception {

    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  /** Returns the address that a text is, which must be one. */
  public static IpAddress of(String text) {
    try {
      return parse(text);
    } catch (Refused e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static IpAddress parse(String text) throws Refused {
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '.' -> {
          return new IpAddress(false, 0, four(text, text));
        }
        case ':' -> {
          return new Six(text).parse();
        }
        case '%' -> throw refused(text, "missing IPv6 address", "");
        default -> {}
      }
    }
    throw refused(text, "unable to parse IP", "");
  }

  boolean isLoopback() {
    return six ? high == 0 && low == 1 : low >>> 24 == 127;
  }

  private static Refused refused(String in, String problem, String at) {
    return new Refused(
        "ParseAddr(%s): %s%s"
            .formatted(
                GoText.quote(in), problem, at.isEmpty() ? "" : " (at " + GoText.quote(at) + ")"));
  }

  private static long four(String in, String text) throws Refused {
    long address = 0;
    int value = 0;
    int digits = 0;
    int dots = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        if (digits == 1 && value == 0) {
          throw refused(in, "IPv4 field has octet with leading zero", "");
        }
        value = value * 10 + c - '0';
        digits++;
        if (value > OCTET) {
          throw refused(in, "IPv4 field has value >255", "");
        }
      } else if (c == '.') {
        if (i == 0 || i == text.length() - 1 || text.charAt(i - 1) == '.') {
          throw refused(in, "IPv4 field must have at least one digit", text.substring(i));
        }
        if (dots == 3) {
          throw refused(in, "IPv4 address too long", "");
        }
        address = address << 8 | value;
        dots++;
        value = 0;
        digits = 0;
      } else {
        throw refused(in, "unexpected character", text.substring(i));
      }
    }
    if (dots < 3) {
      throw refused(in, "IPv4 address too short", "");
    }
    return address << 8 | value;
  }

  /** Reads an address of version 6, group by group. */
  private static final class Six {

    private final String in;
    private final long[] groups = new long[GROUPS];
    private String rest;
    private boolean zoned;
    private int read;
    private int ellipsis = -1;

    Six(String in) {
      this.in = in;
      this.rest = in;
    }

    IpAddress parse() throws Refused {
      int zone = in.indexOf('%');
      if (zone >= 0) {
        zoned = true;
        rest = in.substring(0, zone);
        if (zone == in.length() - 1) {
          throw refused(in, "zone must be a non-empty string", "");
        }
      }
      if (rest.startsWith("::")) {
        ellipsis = 0;
        rest = rest.substring(2);
      }
      boolean more = !rest.isEmpty();
      while (more && read < GROUPS) {
        more = group();
      }
      if (!rest.isEmpty()) {
        throw refused(in, "trailing garbage after address", rest);
      }
      return finished();
    }

    /** Reads one group, and returns whether another one follows. */
    private boolean group() throws Refused {
      int digits = digits();
      if (digits < rest.length() && rest.charAt(digits) == '.') {
        embedded();
        return false;
      }
      groups[read] = Long.parseLong(rest.substring(0, digits), 16);
      read++;
      rest = rest.substring(digits);
      if (rest.isEmpty()) {
        return false;
      }
      if (rest.charAt(0) != ':') {
        throw refused(in, "unexpected character, want colon", rest);
      }
      if (rest.length() == 1) {
        throw refused(in, "colon must be followed by more characters", rest);
      }
      rest = rest.substring(1);
      return rest.charAt(0) != ':' || skipped();
    }

    private int digits() throws Refused {
      int digits = 0;
      while (digits < rest.length() && isHex(rest.charAt(digits))) {
        digits++;
        if (digits > 4) {
          throw refused(in, "each group must have 4 or less digits", rest);
        }
      }
      if (digits == 0) {
        throw refused(in, "each colon-separated field must have at least one digit", rest);
      }
      return digits;
    }

    private static boolean isHex(char c) {
      return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    private boolean skipped() throws Refused {
      if (ellipsis >= 0) {
        throw refused(in, "multiple :: in address", rest);
      }
      ellipsis = read;
      rest = rest.substring(1);
      return !rest.isEmpty();
    }

    private void embedded() throws Refused {
      if (ellipsis < 0 && read != GROUPS - 2) {
        throw refused(
            in, "embedded IPv4 address must replace the final 2 fields of the address", rest);
      }
      if (read > GROUPS - 2) {
        throw refused(
            in, "too many hex fields to fit an embedded IPv4 at the end of the address", rest);
      }
      long address = four(in, rest);
      groups[read] = address >>> 16;
      groups[read + 1] = address & 0xffff;
      read += 2;
      rest = "";
    }

    private IpAddress finished() throws Refused {
      if (read < GROUPS) {
        if (ellipsis < 0) {
          throw refused(in, "address string too short", "");
        }
        int moved = read - ellipsis;
        for (int i = 1; i <= moved; i++) {
          groups[GROUPS - i] = groups[read - i];
          groups[read - i] = 0;
        }
      } else if (ellipsis >= 0) {
        throw refused(in, "the :: must expand to at least one field of zeros", "");
      }
      if (zoned) {
        throw new Refused("IPv6 zones cannot be present in a prefix");
      }
      return new IpAddress(true, joined(0), joined(GROUPS / 2));
    }

    private long joined(int first) {
      long joined = 0;
      for (int i = first; i < first + GROUPS / 2; i++) {
        joined = joined << 16 | groups[i];
      }
      return joined;
    }
  }

  /**
   * A range of addresses, as {@code address/bits}. Immutable.
   *
   * @param address any address of it
   * @param bits how many leading bits its addresses share
   */
  public record Range(IpAddress address, int bits) {

    /** Returns the range that a text is, which must be one. */
    public static Range of(String text) {
      try {
        return parse(text);
      } catch (Refused e) {
        throw new IllegalArgumentException(e);
      }
    }

    public static Range parse(String text) throws Refused {
      int slash = text.lastIndexOf('/');
      if (slash < 0) {
        throw refused(text, "no '/'");
      }
      IpAddress address;
      try {
        address = IpAddress.parse(text.substring(0, slash));
      } catch (Refused e) {
        throw refused(text, String.valueOf(e.getMessage()));
      }
      String bits = text.substring(slash + 1);
      boolean digits = bits.matches("[0-9]|[1-9][0-9]+");
      if (!digits || bits.length() > 9) {
        throw refused(text, "bad bits after slash: " + GoText.quote(bits));
      }
      int number = Integer.parseInt(bits);
      if (number > (address.six() ? 128 : 32)) {
        throw refused(text, "prefix length out of range");
      }
      return new Range(address, number);
    }

    /** Returns why a text is no range, or null when it is one. */
    public static @Nullable String problem(String text) {
      try {
        parse(text);
        return null;
      } catch (Refused e) {
        return e.getMessage();
      }
    }

    private static Refused refused(String text, String problem) {
      return new Refused("netip.ParsePrefix(%s): %s".formatted(GoText.quote(text), problem));
    }

    /** Returns whether an address is one of the range. */
    public boolean contains(IpAddress other) {
      if (other.six() != address.six()) {
        return false;
      }
      if (!address.six()) {
        return same(address.low() << 32, other.low() << 32, bits);
      }
      return same(address.high(), other.high(), Math.min(bits, 64))
          && same(address.low(), other.low(), Math.max(bits - 64, 0));
    }

    private static boolean same(long one, long other, int bits) {
      return bits == 0 || (one ^ other) >>> (64 - bits) == 0;
    }
  }
}
