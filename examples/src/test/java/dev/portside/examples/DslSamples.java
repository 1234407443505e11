package dev.portside.examples;

import dev.portside.manifest.Part;
import dev.portside.manifest.ServiceTarget;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Arguments that the methods of the DSL take, and objects made by calling them. */
final class DslSamples {

  private record Target(String serviceName, Optional<String> serviceNamespace, int servicePort)
      implements ServiceTarget {}

  /** Texts by the name of the parameter; any other is a plain name. */
  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry("path", "/orders"),
          Map.entry("healthPath", "/ready"),
          Map.entry("host", "orders"),
          Map.entry("quantity", "16Mi"),
          Map.entry("baseUrl", "https://api.example.com"),
          Map.entry("url", "https://api.example.com"),
          Map.entry("address", "orders:4317"),
          Map.entry("gateway", "apps/gateway"),
          Map.entry("keys", "https://issuer.example.com/keys"),
          Map.entry("codes", "429,500-599"),
          Map.entry("variable", "ORDERS"),
          Map.entry("method", "GET"),
          Map.entry("methods", "GET"),
          Map.entry("addresses", "127.0.0.1"),
          Map.entry("hosts", "./*"));

  /** Texts by method and parameter, where the name alone does not tell. */
  private static final Map<String, String> TEXTS_OF =
      Map.of(
          "Handler.of type", "middleware.http.uppercase",
          "DaprComponent.named type", "state.of-our-own",
          "DaprAppBuilder.imagePullPolicy policy", "Always",
          "DaprSidecar.cpuLimit quantity", "500m",
          "DaprAppBuilder.cronJob schedule", "0 3 * * *");

  private static final Map<Class<?>, Object> VALUES =
      Map.of(
          Duration.class, Duration.ofSeconds(3),
          Map.class, Map.of("orders", "lines"),
          List.class, List.of("orders:9092"),
          HasMetadata.class, deployment(),
          ServiceTarget.class, new Target("orders", Optional.empty(), 8080),
          Consumer.class, (Consumer<Object>) any -> {},
          UnaryOperator.class, UnaryOperator.identity(),
          Class.class, Deployment.class);

  private final Map<Class<?>, Object> made = new HashMap<>();

  private static Deployment deployment() {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("orders")
        .endMetadata()
        .withNewSpec()
        .withNewTemplate()
        .endTemplate()
        .endSpec()
        .build();
  }

  /** Returns arguments that a method takes. */
  Object[] arguments(Method method) {
    Object[] arguments = new Object[method.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = argument(method, method.getParameters()[i]);
    }
    return arguments;
  }

  private Object argument(Method method, Parameter parameter) {
    Class<?> type = parameter.getType();
    if (type.isArray()) {
      Object array = Array.newInstance(type.getComponentType(), 1);
      Array.set(array, 0, value(method, parameter, type.getComponentType()));
      return array;
    }
    return value(method, parameter, type);
  }

  private Object value(Method method, Parameter parameter, Class<?> type) {
    if (type == String.class) {
      String name = parameter.getName();
      String own =
          "%s.%s %s".formatted(method.getDeclaringClass().getSimpleName(), method.getName(), name);
      return TEXTS_OF.getOrDefault(own, TEXTS.getOrDefault(name, "orders"));
    }
    if (type == int.class) {
      return 9100;
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == double.class) {
      return 0.5;
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    Object value = VALUES.get(type);
    return value == null ? instance(type) : value;
  }

  /** Returns a builder, value or part: made by a start of its, or handed over by its owner. */
  Object instance(Class<?> type) {
    Object known = made.get(type);
    if (known != null && !DslTypes.builders().contains(type)) {
      return known;
    }
    Object fresh = make(type);
    made.put(type, fresh);
    return fresh;
  }

  private Object make(Class<?> type) {
    for (Method start : DslTypes.starts()) {
      if (start.getReturnType() == type) {
        return call(start, null, arguments(start));
      }
      if (DslTypes.builders().contains(start.getReturnType())
          && DslTypes.built(start.getReturnType()) == type) {
        return build(BuilderCases.ALL.get(start.getReturnType()).right().get());
      }
    }
    for (Class<?> owner : DslTypes.owners()) {
      for (Method method : DslTypes.setters(owner)) {
        if (method.toGenericString().contains("UnaryOperator<" + type.getName() + ">")) {
          AtomicReference<Object> group = new AtomicReference<>();
          UnaryOperator<Object> keep =
              handed -> {
                group.set(handed);
                return handed;
              };
          call(method, instance(owner), keep);
          return group.get();
        }
      }
    }
    throw new AssertionError("nothing makes a " + type.getName());
  }

  /** Returns what a builder builds. */
  static Part build(Object builder) {
    try {
      return (Part) call(builder.getClass().getMethod("build"), builder);
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  static Object call(Method method, Object on, Object... arguments) {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(method.toGenericString(), e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(method.toGenericString(), e);
    }
  }
}
