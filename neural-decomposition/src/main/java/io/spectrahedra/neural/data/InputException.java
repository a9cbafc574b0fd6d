package io.spectrahedra.neural.data;

/**
 * Something is wrong with what the user gave: the message says what, where, and what is allowed.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
