package dev.portside.kyma.operator;

import dev.portside.kyma.admission.Definition;
import dev.portside.kyma.model.EmptyValues;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.platform.Platform;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** One APIRule in a recorded cluster. */
record Vector(Mapping line, Resource rule, Manifests objects) {

  static Vector of(Mapping line) {
    List<Resource> resources = new ArrayList<>();
    for (Tree object : line.mapping("context").sequence("objects")) {
      resources.add(Resource.made("vector", resources.size(), (Mapping) object, "default"));
    }
    Resource rule = Resource.made("vector", 0, line.mapping("manifest"), "default");
    return new Vector(line, rule, Manifests.of("default", Platform.today(), resources));
  }

  String version() {
    return line.text("version");
  }

  Mapping expect() {
    return line.mapping("expect");
  }

  /** Returns whether the API server with the definition of 3.10.0 takes it. */
  boolean isAdmissible() {
    return Definition.of("3.10.0", version()).orElseThrow().admit(rule.tree()).accepted();
  }

  Reconciliation outcome() {
    Set<String> missing = new TreeSet<>(line.mapping("context").sequence("missingCrds").texts());
    boolean staged = "true".equals(line.mapping("context").text("oathkeeperRulesStillPresent"));
    Operator operator = new Operator(objects, missing, staged);
    Mapping spec = rule.tree().mapping("spec");
    if (version().equals("v1beta1")) {
      String handler = line.mapping("context").findText("jwtHandler").orElse("ory");
      return operator.reconcileStrategies(
          rule, spec, JwtHandler.valueOf(handler.toUpperCase(Locale.ROOT)));
    }
    return operator.reconcileAccess(rule, EmptyValues.dropped(spec));
  }
}
