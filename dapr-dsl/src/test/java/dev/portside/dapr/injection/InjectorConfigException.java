package dev.portside.dapr.injection;

/** The injector does not start with its settings; the message is Dapr's own. */
public final class InjectorConfigException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  InjectorConfigException(String message) {
    super(message);
  }
}
