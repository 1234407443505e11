package dev.portside.yaml;

import java.util.Arrays;

/**
 * Keeps equal strings, lists of keys and places of one input once, as far as it remembers:
 * manifests say the same names over and over. It forgets an old one for a new one of the same slot,
 * and needs no locks, since what it gives back is equal to what it was given, whoever wrote the
 * slot.
 */
final class Pool {

  /** Longer texts hardly ever repeat. */
  private static final int LONGEST = 64;

  private static final int MOST = 1 << 13;
  private static final int CHARS_A_SLOT = 64;

  private final String[] strings;
  private final String[][] keys;
  private final Places[] places;

  /** Makes a pool that befits a text of that length. */
  Pool(int length) {
    int slots = Math.min(MOST, Integer.highestOneBit(length / CHARS_A_SLOT + 16));
    this.strings = new String[slots];
    this.keys = new String[slots / 8][0];
    this.places = new Places[slots];
    Arrays.fill(strings, "");
    Arrays.fill(places, Places.NONE);
  }

  String string(String text) {
    if (text.length() > LONGEST) {
      return text;
    }
    int slot = slot(text.hashCode(), strings.length);
    String kept = strings[slot];
    if (text.equals(kept)) {
      return kept;
    }
    strings[slot] = text;
    return text;
  }

  /** Keys are few, and compared all the time: they are one for the whole process. */
  String key(String text) {
    int slot = slot(text.hashCode(), strings.length);
    String kept = strings[slot];
    if (text.equals(kept)) {
      return kept;
    }
    String key = text.intern();
    strings[slot] = key;
    return key;
  }

  String[] keys(String[] list) {
    int slot = slot(Arrays.hashCode(list), keys.length);
    String[] kept = keys[slot];
    if (Arrays.equals(kept, list)) {
      return kept;
    }
    keys[slot] = list;
    return list;
  }

  Places places(Places some) {
    int slot = slot(some.hashCode(), places.length);
    Places kept = places[slot];
    if (some.equals(kept)) {
      return kept;
    }
    places[slot] = some;
    return some;
  }

  private static int slot(int hash, int slots) {
    return (hash ^ hash >>> 15) & slots - 1;
  }
}
