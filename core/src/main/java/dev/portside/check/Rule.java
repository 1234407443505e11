package dev.portside.check;

import java.util.stream.Stream;

/** One kind of defect, and how to find it. Pure: the same scene has the same findings. */
public interface Rule {

  /** Returns what there is to know of it. */
  RuleInfo info();

  /** Returns what it finds, in any order. */
  Stream<Finding> check(Scene scene);
}
