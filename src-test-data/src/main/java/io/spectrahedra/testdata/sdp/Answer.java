package io.spectrahedra.testdata.sdp;

import java.util.List;

/**
 * What is known of a case. A point is given by its blocks: an n × n array for a matrix, n × 1 for a
 * vector.
 */
public sealed interface Answer {

  /** The optimal value, of both sides, attained. */
  record Optimum(double value) implements Answer {}

  /** The optimal value and a pair (X, y, S) that attains it. */
  record Pair(double value, List<double[][]> x, double[] y, List<double[][]> s) implements Answer {}

  /** There is no X: bᵀy = 1 and −𝒜*(y) is in the cone. */
  record PrimalRay(double[] y) implements Answer {}

  /** There is no y: X is in the cone, 𝒜(X) = 0 and ⟨C, X⟩ = −1. */
  record DualRay(List<double[][]> x) implements Answer {}
}
