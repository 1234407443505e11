package dev.portside.istio;

import dev.portside.manifest.Names;
import io.fabric8.istio.api.api.security.v1beta1.Operation;
import io.fabric8.istio.api.api.security.v1beta1.OperationBuilder;
import io.fabric8.istio.api.api.security.v1beta1.Rule;
import io.fabric8.istio.api.api.security.v1beta1.RuleBuilder;
import io.fabric8.istio.api.api.security.v1beta1.Source;
import io.fabric8.istio.api.api.security.v1beta1.SourceBuilder;

/**
 * A rule of an {@link IstioAuthorizationPolicy}: it matches calls that meet all of its conditions.
 * Immutable: each method that sets something returns another.
 */
public final class AuthorizationRule {

  private final Source source;
  private final Operation operation;

  private AuthorizationRule(Source source, Operation operation) {
    this.source = source;
    this.operation = operation;
  }

  /** Returns a rule that matches any call until it gets a condition. */
  public static AuthorizationRule any() {
    return new AuthorizationRule(new Source(), new Operation());
  }

  private SourceBuilder from() {
    return new SourceBuilder(source);
  }

  private AuthorizationRule with(Source changed) {
    return new AuthorizationRule(changed, operation);
  }

  private OperationBuilder to() {
    return new OperationBuilder(operation);
  }

  private AuthorizationRule with(Operation changed) {
    return new AuthorizationRule(source, changed);
  }

  /**
   * Returns this for callers with a service account, as their mTLS certificate proves: only calls
   * over Istio's mTLS have one.
   */
  public AuthorizationRule serviceAccount(String namespace, String name) {
    return principal(
        "cluster.local/ns/%s/sa/%s"
            .formatted(
                Names.label("namespace", namespace), IstioApi.name("service account", name)));
  }

  /** Returns this for callers by principal, as {@code trust-domain/ns/namespace/sa/account}. */
  public AuthorizationRule principal(String principal) {
    return with(from().addToPrincipals(Names.text("principal", principal)).build());
  }

  /** Returns this for callers from a namespace, as their mTLS certificate proves. */
  public AuthorizationRule namespace(String namespace) {
    return with(from().addToNamespaces(Names.label("namespace", namespace)).build());
  }

  /** Returns this for calls to a port of the pod, not of its Service; 1 to 65535. */
  public AuthorizationRule port(int port) {
    String text = Integer.toString(Names.port("AuthorizationPolicy port", port));
    return with(to().addToPorts(text).build());
  }

  /** Returns this for requests with an HTTP method. */
  public AuthorizationRule method(String method) {
    return with(to().addToMethods(Names.text("method", method)).build());
  }

  /**
   * Returns this for requests to a path; a {@code *} at its beginning or end stands for anything.
   */
  public AuthorizationRule path(String path) {
    return with(to().addToPaths(Names.text("path", path)).build());
  }

  Rule rule() {
    RuleBuilder rule = new RuleBuilder();
    if (!source.equals(new Source())) {
      rule.addNewFrom().withSource(source).endFrom();
    }
    if (!operation.equals(new Operation())) {
      rule.addNewTo().withOperation(operation).endTo();
    }
    return rule.build();
  }
}
