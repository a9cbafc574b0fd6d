package io.spectrahedra.neural.lift;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Pooling.Cell;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.DenseSymmetric;
import io.spectrahedra.sdp.problem.LowRankMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The coefficient matrices M of samples in the cells [M19], as few vectors each where that is
 * cheaper in the Schur complement, and by all their entries otherwise.
 *
 * <p>Completing the square, σ(t) = a(t + b/2a)² + c − b²/4a gives M = a x̃x̃ᵀ + κ eeᵀ for a patch
 * x, with x̃ = (x, b/2a) and κ = c − b²/4a, and all samples share e. Where b/2a is so large that
 * this cancels, the eigenvectors of [a, b/2; b/2, c] give two vectors a patch [M13].
 */
final class SampleMatrices {
  /**
   * Completing the square is done unless a(b/2a)² exceeds the other coefficients of the samples by
   * more than this, of which as much accuracy would be lost in 𝒜.
   */
  private static final double MAX_SHIFT = 100;

  private SampleMatrices() {}

  /** M of every sample in every cell: list g holds those of cell g. */
  static List<List<ConstraintMatrix>> of(TrainingProblem problem) {
    List<List<ConstraintMatrix>> matrices = new ArrayList<>();
    for (Cell cell : problem.architecture().cells()) {
      // m s vectors cost f(ms)² flops where all entries cost m²f²/2 twice
      boolean fewVectors =
          cell.size() == 1 || 2 * cell.size() * cell.size() <= problem.architecture().inputs();
      matrices.add(fewVectors ? byVectors(problem, cell) : byEntries(problem, cell));
    }
    return matrices;
  }

  private static List<ConstraintMatrix> byEntries(TrainingProblem problem, Cell cell) {
    LiftedFeatures features = new LiftedFeatures(problem);
    int n = problem.samples().count();
    DenseMatrix rows = DenseMatrix.zeros(n, features.perCell());
    problem
        .samples()
        .forEachChunk(
            Workers.SERIAL,
            (slice, from, chunk) ->
                features.addCell(cell, chunk, rows.view(from, 0, chunk.rows, rows.cols)));
    List<ConstraintMatrix> matrices = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      matrices.add(DenseSymmetric.ofSvec(features.order(), rows, i));
    }
    return matrices;
  }

  private static List<ConstraintMatrix> byVectors(TrainingProblem problem, Cell cell) {
    int n = problem.samples().count();
    int s = cell.size();
    int f = problem.architecture().inputs();
    DenseMatrix x = DenseMatrix.zeros(n * s, f);
    problem
        .samples()
        .forEachChunk(
            Workers.SERIAL,
            (slice, from, chunk) ->
                x.view(from * s, 0, chunk.rows * s, f)
                    .setTo(problem.architecture().patches(cell, chunk)));
    if (problem.isQuadratic()) {
      return collect(x, n, cell, new double[] {problem.activation().a()}, false);
    }
    QuadraticActivation activation = problem.activation();
    double a = activation.a();
    double shift = activation.b() / 2 / a;
    double meanNorm = x.frobeniusNorm() / Math.sqrt(x.rows);
    double others = Math.abs(a) * meanNorm * meanNorm + Math.abs(activation.c());
    return Math.abs(a) * shift * shift <= MAX_SHIFT * others
        ? collect(
            shifted(x, shift), n, cell, new double[] {a, activation.c() - a * shift * shift}, true)
        : collect(rotated(x, activation), n, cell, eigenvalues(activation), false);
  }

  /**
   * One matrix a sample.
   *
   * @param weight of the vectors of a patch
   * @param shared whether the second vector of all patches is the last row
   */
  private static List<ConstraintMatrix> collect(
      DenseMatrix vectors, int n, Cell cell, double[] weight, boolean shared) {
    int s = cell.size();
    int own = shared ? 1 : weight.length;
    List<ConstraintMatrix> matrices = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int rank = s * own + (shared ? 1 : 0);
      int[] index = new int[rank];
      double[] weights = new double[rank];
      for (int l = 0; l < s; l++) {
        for (int k = 0; k < own; k++) {
          index[l * own + k] = (i * s + l) * own + k;
          weights[l * own + k] = cell.coefficients()[l] * weight[k];
        }
      }
      if (shared) {
        index[rank - 1] = vectors.rows - 1;
        weights[rank - 1] = weight[1] * Arrays.stream(cell.coefficients()).sum();
      }
      matrices.add(LowRankMatrix.ofRows(vectors, index, weights));
    }
    return matrices;
  }

  /** Row i is (xᵢ, shift), the last row is e. */
  private static DenseMatrix shifted(DenseMatrix x, double shift) {
    int d = x.cols;
    DenseMatrix vectors = DenseMatrix.zeros(x.rows + 1, d + 1);
    vectors.view(0, 0, x.rows, d).setTo(x);
    vectors.view(0, d, x.rows, 1).fill(shift);
    vectors.set(x.rows, d, 1);
    return vectors;
  }

  /** Rows 2i and 2i + 1 are (cos φ·xᵢ, sin φ) and (−sin φ·xᵢ, cos φ). */
  private static DenseMatrix rotated(DenseMatrix x, QuadraticActivation activation) {
    int d = x.cols;
    double angle = Math.atan2(activation.b() / 2, (activation.a() - activation.c()) / 2) / 2;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    DenseMatrix vectors = DenseMatrix.zeros(2 * x.rows, d + 1);
    for (int i = 0; i < x.rows; i++) {
      for (int j = 0; j < d; j++) {
        vectors.set(2 * i, j, cos * x.at(i, j));
        vectors.set(2 * i + 1, j, -sin * x.at(i, j));
      }
      vectors.set(2 * i, d, sin);
      vectors.set(2 * i + 1, d, cos);
    }
    return vectors;
  }

  /** Of [a, b/2; b/2, c], for the vectors of {@link #rotated}. */
  private static double[] eigenvalues(QuadraticActivation activation) {
    double mean = (activation.a() + activation.c()) / 2;
    double root = Math.hypot((activation.a() - activation.c()) / 2, activation.b() / 2);
    return new double[] {mean + root, mean - root};
  }
}
