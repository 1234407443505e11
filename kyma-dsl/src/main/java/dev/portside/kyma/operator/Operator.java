package dev.portside.kyma.operator;

import dev.portside.kyma.operator.Gateways.DefaultDomain;
import dev.portside.kyma.operator.Reconciliation.State;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Kyma's operator, as far as one APIRule is concerned. Source: kyma-project/api-gateway 3.10.0
 * internal/controller/gateway/apirule_controller.go.
 *
 * @param objects what is in the cluster
 * @param missingCrds the names of CustomResourceDefinitions that are not installed
 * @param staged whether Oathkeeper's rules of a rule that was v1beta1 are still there
 */
public record Operator(Manifests objects, Set<String> missingCrds, boolean staged) {

  private static final String ORIGINAL = "gateway.kyma-project.io/original-version";
  private static final String OLD_SPEC = "gateway.kyma-project.io/v1beta1-spec";
  private static final int LONGEST_NAME = 63;
  private static final Set<String> NEEDED =
      Set.of(
          "virtualservices.networking.istio.io",
          "authorizationpolicies.security.istio.io",
          "requestauthentications.security.istio.io");

  /** Returns an operator in a cluster that has all it needs. */
  public static Operator in(Manifests objects) {
    return new Operator(objects, Set.of(), false);
  }

  /**
   * Returns the failures of a rule v2 or v2alpha1, of those checks alone.
   *
   * @return nothing where the operator itself breaks
   */
  public Optional<List<OperatorRefusal>> validateAccess(Resource rule, Mapping spec) {
    boolean nothing = false;
    Sequence rules = spec.sequence("rules");
    for (int i = 0; i < rules.size(); i++) {
      Mapping one = rules.mapping(i);
      nothing |=
          StrategyValidator.hasNull(one.mapping("jwt").sequence("authentications"))
              || StrategyValidator.hasNull(
                  one.mapping("extAuth").mapping("restrictions").sequence("authentications"));
    }
    return nothing ? Optional.empty() : new AccessValidator(rule, spec, objects).validate();
  }

  /** Returns what becomes of a rule v2 or v2alpha1. */
  public Reconciliation reconcileAccess(Resource rule, Mapping spec) {
    Optional<List<OperatorRefusal>> found = validateAccess(rule, spec);
    List<OperatorRefusal> failures = found.orElse(List.of());
    if (Gateways.defaultDomain(objects) instanceof DefaultDomain.Unusable unusable) {
      return unwritten(failures, "Gateway kyma-system/kyma-gateway: " + unusable.reason());
    }
    if ("v1beta1".equals(rule.annotations().text(ORIGINAL)) && spec.sequence("rules").isEmpty()) {
      return rule.annotations().has(OLD_SPEC)
          ? new Reconciliation(State.ERROR, failures, false, "", List.of())
          : unwritten(failures, "the annotation v1beta1-spec is missing");
    }
    if (missingCrds.stream().anyMatch(NEEDED::contains)) {
      return new Reconciliation(State.WARNING, failures, false, "", List.of());
    }
    if (JwtHandler.of(objects).isEmpty() || !hasGateway(spec)) {
      return new Reconciliation(State.ERROR, failures, false, "", List.of());
    }
    if (found.isEmpty()) {
      return new Reconciliation(State.NONE, failures, true, "", List.of());
    }
    if (!failures.isEmpty() || rule.name().length() > LONGEST_NAME) {
      return new Reconciliation(State.ERROR, failures, false, "", List.of());
    }
    Generated made = new AccessMaker(rule, spec, objects, staged, "").make();
    if (!made.broken().isEmpty()) {
      return new Reconciliation(State.ERROR, failures, false, "", List.of());
    }
    State state = made.refused().isEmpty() ? State.READY : State.ERROR;
    return new Reconciliation(state, failures, false, "", List.of(made));
  }

  /**
   * Returns the AuthorizationPolicies that a rule v2 or v2alpha1 leads to in a set that need not
   * hold its Gateway; nothing where a Service is not in the set, whose pods nobody knows.
   *
   * @param domain the domain of Gateways that the set does not hold
   */
  public List<Mapping> accessPolicies(Resource rule, Mapping spec, String domain) {
    return isWhole(rule, spec)
        ? new AccessMaker(rule, spec, objects, staged, domain).make().policies()
        : List.of();
  }

  /** Returns the same of a rule v1beta1. */
  public List<Mapping> strategyPolicies(Resource rule, Mapping spec, String domain) {
    JwtHandler handler = JwtHandler.of(objects).orElse(JwtHandler.ORY);
    return isWhole(rule, spec)
        ? new StrategyMaker(rule, spec, objects, handler, domain).make().policies()
        : List.of();
  }

  private boolean isWhole(Resource rule, Mapping spec) {
    Sequence rules = spec.sequence("rules");
    for (int i = 0; i < rules.size(); i++) {
      if (ServiceLink.of(spec, i, rule.namespace()).in(objects).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static Reconciliation unwritten(List<OperatorRefusal> failures, String error) {
    return new Reconciliation(State.NONE, failures, false, error, List.of());
  }

  private boolean hasGateway(Mapping spec) {
    Optional<String> external = spec.findText("externalGateway");
    Optional<String> gateway = spec.findText("gateway");
    if (external.isPresent() == gateway.isPresent()) {
      return false;
    }
    String group = "gateway.kyma-project.io";
    boolean known =
        external.isEmpty()
            || Gateways.find(objects, group, "ExternalGateway", external.get()).isPresent();
    String name = gateway.orElseGet(() -> Gateways.generated(external.orElse("")));
    return known && Gateways.find(objects, name).isPresent();
  }

  /**
   * Returns the failures of a rule v1beta1, of its own checks alone. The domain of short hosts is
   * taken to be known.
   */
  public List<OperatorRefusal> validateStrategies(Resource rule, Mapping spec, JwtHandler handler) {
    String domain =
        Gateways.defaultDomain(objects) instanceof DefaultDomain.Found found
            ? found.domain()
            : "a.domain";
    return new StrategyValidator(rule, spec, objects, handler).validate(domain);
  }

  /** Returns what becomes of a rule v1beta1. */
  public Reconciliation reconcileStrategies(Resource rule, Mapping spec, JwtHandler handler) {
    DefaultDomain domain = Gateways.defaultDomain(objects);
    String name = domain instanceof DefaultDomain.Found found ? found.domain() : "";
    StrategyValidator validator = new StrategyValidator(rule, spec, objects, handler);
    boolean breaks = validator.breaks();
    List<OperatorRefusal> failures = breaks ? List.of() : validator.validate(name);
    if (domain instanceof DefaultDomain.Unusable unusable) {
      return unwritten(failures, "Gateway kyma-system/kyma-gateway: " + unusable.reason());
    }
    if (breaks) {
      return new Reconciliation(State.NONE, failures, true, "", List.of());
    }
    if (!failures.isEmpty()) {
      return new Reconciliation(State.ERROR, failures, false, "", List.of());
    }
    Generated made = new StrategyMaker(rule, spec, objects, handler, name).make();
    boolean whole = made.refused().isEmpty() && made.broken().isEmpty();
    return new Reconciliation(
        whole ? State.READY : State.ERROR, failures, false, "", List.of(made));
  }
}
