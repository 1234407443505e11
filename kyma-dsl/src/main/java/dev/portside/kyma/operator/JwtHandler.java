package dev.portside.kyma.operator;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.YamlException;
import dev.portside.yaml.YamlReader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who checks the JWTs of an APIRule v1beta1, for a whole cluster. Source: kyma-project/api-gateway
 * 3.10.0 internal/helpers/config.go.
 */
public enum JwtHandler {
  /** Oathkeeper, on the way; the default. */
  ORY,
  /** Istio, in the pod's sidecar. */
  ISTIO;

  private static final String NAME = "api-gateway-config";

  /** Returns the cluster's; nothing where its setting is none of both, which breaks every rule. */
  public static Optional<JwtHandler> of(Manifests objects) {
    List<Resource> maps = objects.named("", "ConfigMap", "kyma-system", NAME);
    if (maps.isEmpty()) {
      return Optional.of(ORY);
    }
    String word = word(maps.get(0).tree().mapping("data").findText(NAME).orElse(""));
    for (JwtHandler handler : values()) {
      if (handler.name().toLowerCase(Locale.ROOT).equals(word)) {
        return Optional.of(handler);
      }
    }
    return Optional.empty();
  }

  private static String word(String config) {
    try {
      List<Document> documents = YamlReader.read(Input.of(NAME, config));
      return !documents.isEmpty() && documents.get(0).root() instanceof Mapping mapping
          ? mapping.findText("jwtHandler").orElse("")
          : "";
    } catch (YamlException e) {
      return "";
    }
  }
}
