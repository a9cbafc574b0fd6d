package io.spectrahedra.neural;

import java.util.List;
import java.util.stream.Stream;

/** The losses that theorems are tested on, with the parameters they are tested for. */
public final class LossNames {
  private static final List<String> SEPARABLE =
      List.of(
          "squared",
          "absolute",
          "quantile(0.3)",
          "huber(0.5)",
          "hinge",
          "squared-hinge",
          "logistic");

  private LossNames() {}

  /** Those that are sums over the outputs. */
  public static Stream<String> separable() {
    return SEPARABLE.stream();
  }

  /** These and the one that couples them. */
  public static Stream<String> all() {
    return Stream.concat(separable(), Stream.of("cross-entropy"));
  }
}
