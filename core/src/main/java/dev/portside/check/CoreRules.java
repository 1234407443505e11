package dev.portside.check;

import dev.portside.Internal;
import java.util.ArrayList;
import java.util.List;

/** The rules that need no product's name. */
@Internal
public final class CoreRules {

  private CoreRules() {}

  /**
   * Returns them.
   *
   * @param fields the field tables of the kinds that are not Kubernetes' own
   */
  public static List<Rule> all(List<FieldTable> fields) {
    List<Rule> all = new ArrayList<>(ManifestProblem.all());
    all.add(new AppPortNotCaptured());
    all.add(new DoubleMtls());
    all.add(new FlowBroken());
    all.add(new FlowPlaintext());
    all.add(new FlowRefused());
    all.add(new IngressServiceMissing());
    all.add(new ManifestDuplicate());
    all.add(new ManifestFieldShape());
    all.add(new ManifestUnknownField(fields));
    all.add(new OutboundExclusionShared());
    return all;
  }
}
