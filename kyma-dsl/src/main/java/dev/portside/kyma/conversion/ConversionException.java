package dev.portside.kyma.conversion;

import dev.portside.yaml.Pointer;

/** Kyma's conversion fails: the API server answers the request with an error. */
public final class ConversionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Pointer field;

  ConversionException(Pointer field, String message) {
    super(message);
    this.field = field;
  }

  /** Returns the field over which it fails. */
  public Pointer field() {
    return field;
  }
}
