package dev.portside.kyma.extension;

import dev.portside.kyma.KymaCluster;
import dev.portside.lifecycle.PublicUrl;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The URLs of APIRules. A host without a dot is below the domain of its Gateway, and only that of
 * the platform's own Gateway is known. Sources: kyma-project/api-gateway 3.10.0
 * internal/processing/default_domain; v1beta1 and v1alpha1 take that Gateway's whatever they name.
 */
final class ApiRuleUrls {

  private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

  private ApiRuleUrls() {}

  static List<PublicUrl> of(Manifests manifests) {
    KymaCluster kyma = manifests.platform().get(KymaCluster.SECTION);
    List<PublicUrl> urls = new ArrayList<>();
    for (Resource rule : manifests.ofKind("gateway.kyma-project.io", "APIRule")) {
      for (String host : hosts(rule.tree().mapping("spec"))) {
        String whole = whole(host, rule, kyma);
        if (HOST.matcher(whole).matches()) {
          urls.add(new PublicUrl(rule.ref(), URI.create("https://" + whole + "/")));
        }
      }
    }
    return urls;
  }

  /** The field has had three places. */
  private static List<String> hosts(Mapping spec) {
    List<String> hosts = new ArrayList<>(spec.sequence("hosts").texts());
    spec.findText("host").ifPresent(hosts::add);
    spec.mapping("service").findText("host").ifPresent(hosts::add);
    return hosts;
  }

  /** Returns the whole name; empty when the domain is not known. */
  private static String whole(String host, Resource rule, KymaCluster kyma) {
    if (host.indexOf('.') >= 0) {
      return host;
    }
    boolean anyGateway = !rule.ref().apiVersion().contains("/v2");
    String gateway = rule.tree().mapping("spec").text("gateway");
    boolean known = anyGateway || gateway == null || gateway.equals(kyma.gateway());
    return known && !kyma.domain().isEmpty() ? host + "." + kyma.domain() : "";
  }
}
