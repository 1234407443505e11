package dev.portside.kyma.operator;

import com.google.re2j.Pattern;
import dev.portside.kyma.operator.OperatorRefusal.Check;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a host is one, has a domain, and is free. Sources: kyma-project/api-gateway 3.10.0
 * internal/validation/v2alpha1/hosts.go, internal/helpers/hosts.go.
 */
public final class HostCheck {

  private static final String PREFIX = "apirule.gateway.kyma-project.io/";
  private static final Pattern SHORT = Pattern.compile("^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$");
  private static final Pattern WHOLE =
      Pattern.compile("^(?:\\*\\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9]{2,63}$");

  private final Resource rule;
  private final Manifests objects;
  private final OperatorRefusals failures;

  HostCheck(Resource rule, Manifests objects, OperatorRefusals failures) {
    this.rule = rule;
    this.objects = objects;
    this.failures = failures;
  }

  /** Returns whether a host is one label, which takes its domain from the Gateway. */
  public static boolean isShort(String host) {
    return SHORT.matcher(host).find();
  }

  private static boolean isWhole(String host) {
    return host.length() <= 255 && WHOLE.matcher(host).find();
  }

  /** Returns whether the operator survives: it breaks over a short host without a Gateway. */
  boolean hosts(Mapping spec) {
    Sequence hosts = spec.sequence("hosts");
    Pointer field = Pointer.of("spec", "hosts");
    if (hosts.isEmpty()) {
      failures.add(field, Check.RULE, "it names no host");
    }
    for (int i = 0; i < hosts.size(); i++) {
      String host = hosts.texts().get(i);
      String domain = "";
      if (isShort(host)) {
        String gateway = spec.text("gateway");
        Optional<Resource> found =
            gateway == null ? Optional.empty() : Gateways.find(objects, gateway);
        if (gateway == null || !isDomainKnown(found.orElse(null), host, field.child(i))) {
          return false;
        }
        domain = found.map(Gateways::domain).orElse("");
      } else if (!isWhole(host)) {
        failures.add(field.child(i), Check.RULE, "\"%s\" is not a host name".formatted(host));
      }
      taken(host, domain, field.child(i));
    }
    return true;
  }

  private boolean isDomainKnown(@Nullable Resource gateway, String host, Pointer field) {
    if (gateway == null) {
      failures.add(
          field, Check.HOST_DOMAIN, "the Gateway that completes \"%s\" is missing".formatted(host));
      return true;
    }
    Optional<Boolean> one = Gateways.hasOneDomain(gateway);
    if (one.isPresent() && !one.get()) {
      failures.add(
          field,
          Check.HOST_DOMAIN,
          "the short host \"%s\" needs a Gateway whose servers all have one and the same host *.domain"
              .formatted(host));
    }
    return one.isPresent();
  }

  void taken(String host, String domain, Pointer field) {
    String whole = host.indexOf('.') < 0 && !domain.isEmpty() ? host + "." + domain : host;
    for (Resource route : objects.ofKind("networking.istio.io", "VirtualService")) {
      boolean occupies = route.tree().mapping("spec").sequence("hosts").texts().contains(whole);
      if (occupies && !isOwned(route, rule)) {
        failures.add(field, Check.HOST_TAKEN, "host %s belongs to %s".formatted(whole, route));
      }
    }
  }

  /** The label of old releases decides alone where it is there. */
  public static boolean isOwned(Resource virtualService, Resource rule) {
    Mapping labels = virtualService.labels();
    String legacy = labels.text(PREFIX + "v1beta1");
    if (legacy != null) {
      return legacy.equals(rule.name() + "." + rule.namespace());
    }
    return rule.name().equals(labels.text(PREFIX + "name"))
        && rule.namespace().equals(labels.text(PREFIX + "namespace"));
  }
}
