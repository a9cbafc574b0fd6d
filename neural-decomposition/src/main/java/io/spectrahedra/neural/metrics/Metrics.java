package io.spectrahedra.neural.metrics;

/** How good predictions are: of numbers or of classes. */
public sealed interface Metrics permits RegressionMetrics, ClassificationMetrics {
  /** One number, 1 at best: R² or the accuracy. */
  double score();
}
