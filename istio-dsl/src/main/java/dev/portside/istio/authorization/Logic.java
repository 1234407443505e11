package dev.portside.istio.authorization;

import dev.portside.traffic.Tri;
import java.util.List;
import java.util.function.Function;

/** And, or and not of what may be unknown. */
final class Logic {

  private Logic() {}

  static Tri not(Tri value) {
    return switch (value) {
      case YES -> Tri.NO;
      case NO -> Tri.YES;
      case UNKNOWN -> Tri.UNKNOWN;
    };
  }

  static Tri and(Tri one, Tri other) {
    if (one == Tri.NO || other == Tri.NO) {
      return Tri.NO;
    }
    return one == Tri.YES ? other : Tri.UNKNOWN;
  }

  /** Returns whether one of them is so; none of none is. */
  static <T> Tri any(List<T> all, Function<T, Tri> is) {
    Tri any = Tri.NO;
    for (T each : all) {
      switch (is.apply(each)) {
        case YES -> {
          return Tri.YES;
        }
        case UNKNOWN -> any = Tri.UNKNOWN;
        case NO -> {}
      }
    }
    return any;
  }

  /** Returns whether all of them are so; all of none are. */
  static <T> Tri all(List<T> all, Function<T, Tri> is) {
    return not(any(all, each -> not(is.apply(each))));
  }
}
