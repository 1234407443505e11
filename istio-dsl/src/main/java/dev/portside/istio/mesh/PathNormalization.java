package dev.portside.istio.mesh;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * What a proxy does to a path before policies see it. Source: istio/api
 * mesh/v1alpha1/config.proto @1.31, {@code ProxyPathNormalization}.
 */
public enum PathNormalization {
  /** Nothing. */
  NONE(false, false, false),
  /** Resolves dots, decodes what need not be encoded, turns backslashes; the mesh's default. */
  BASE(true, false, false),
  /** Makes one slash of several, too. */
  MERGE_SLASHES(true, true, false),
  /** Decodes encoded slashes first, too. */
  DECODE_AND_MERGE_SLASHES(true, true, true);

  private static final int ESCAPE = 3;
  private static final int HEX = 16;

  private final boolean resolves;
  private final boolean merges;
  private final boolean decodesSlashes;

  PathNormalization(boolean resolves, boolean merges, boolean decodesSlashes) {
    this.resolves = resolves;
    this.merges = merges;
    this.decodesSlashes = decodesSlashes;
  }

  /** Returns a path as policies see it, without query and fragment. */
  public String of(String written) {
    String path = written.split("[?#]", 2)[0];
    if (!resolves) {
      return path;
    }
    path = decode(path).replace('\\', '/');
    if (merges) {
      path = path.replaceAll("/+", "/");
    }
    return withoutDots(path);
  }

  private String decode(String path) {
    StringBuilder decoded = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      int code = path.charAt(i) == '%' ? code(path, i) : -1;
      if (code >= 0 && isDecoded((char) code)) {
        decoded.append((char) code);
        i += ESCAPE - 1;
      } else {
        decoded.append(path.charAt(i));
      }
    }
    return decoded.toString();
  }

  private static int code(String path, int at) {
    if (at + ESCAPE > path.length()) {
      return -1;
    }
    String digits = path.substring(at + 1, at + ESCAPE).toLowerCase(Locale.ROOT);
    return digits.matches("[0-9a-f]{2}") ? Integer.parseInt(digits, HEX) : -1;
  }

  private boolean isDecoded(char c) {
    boolean unreserved =
        c >= 'a' && c <= 'z'
            || c >= 'A' && c <= 'Z'
            || c >= '0' && c <= '9'
            || "-._~".indexOf(c) >= 0;
    return unreserved || decodesSlashes && (c == '/' || c == '\\');
  }

  private static String withoutDots(String path) {
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = path.split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      switch (segments[i]) {
        case "." -> {
          if (last) {
            kept.addLast("");
          }
        }
        case ".." -> {
          if (kept.size() > 1) {
            kept.removeLast();
          }
          if (last) {
            kept.addLast("");
          }
        }
        default -> kept.addLast(segments[i]);
      }
    }
    return String.join("/", kept);
  }
}
