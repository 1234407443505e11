package dev.portside.kyma.conversion;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Names of Gateways in the forms that APIRules have known. Source: kyma-project/api-gateway 3.10.0
 * internal/gatewaytranslator/gatewaytranslator.go.
 */
public final class GatewayNames {

  private static final Set<String> SUFFIXES = Set.of("svc.cluster.local", "svc.cluster", "svc");
  private static final Pattern NAME =
      Pattern.compile("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)$");

  private GatewayNames() {}

  /**
   * Returns a name as {@code namespace/name}; nothing where Kyma cannot translate it and drops it.
   *
   * @param namespace the namespace of the rule, which a bare name belongs to
   */
  public static Optional<String> translated(String name, String namespace) {
    List<String> parts = List.of(name.split("\\.", -1));
    String translated = name;
    if (parts.size() > 2 && SUFFIXES.contains(String.join(".", parts.subList(2, parts.size())))
        || parts.size() == 2 && name.indexOf('/') < 0) {
      translated = parts.get(1) + "/" + parts.get(0);
    } else if (parts.size() == 1 && name.indexOf('/') < 0) {
      translated = namespace + "/" + name;
    }
    return NAME.matcher(translated).find() ? Optional.of(translated) : Optional.empty();
  }
}
