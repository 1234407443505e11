package dev.portside.check;

import java.util.List;
import java.util.stream.Stream;

/** The rules that need no product's name. */
public final class CoreRules {

  private static final List<Rule> ALL =
      Stream.concat(
              Stream.of(
                  new AppPortNotCaptured(),
                  new DoubleMtls(),
                  new FlowBroken(),
                  new FlowPlaintext(),
                  new ManifestDuplicate(),
                  new ManifestFieldShape(),
                  new OutboundExclusionShared()),
              ManifestProblem.all().stream())
          .toList();

  private CoreRules() {}

  /**
   * Returns them.
   *
   * @param fields the field tables of the kinds that are not Kubernetes' own
   */
  public static List<Rule> all(List<FieldTable> fields) {
    return Stream.concat(ALL.stream(), Stream.of(new ManifestUnknownField(fields))).toList();
  }
}
