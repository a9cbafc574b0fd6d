package io.spectrahedra.neural.lift;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Pooling.Cell;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.DenseSymmetric;

/**
 * The coefficients of all entries of Z: svec(M) of every sample in every cell [M19], side by side.
 */
final class LiftedFeatures {
  private final TrainingProblem problem;

  LiftedFeatures(TrainingProblem problem) {
    this.problem = problem;
  }

  /** The order of Z. */
  int order() {
    return problem.architecture().inputs() + (problem.isQuadratic() ? 0 : 1);
  }

  /** Entries of the lower triangle of Z. */
  int perCell() {
    return DenseSymmetric.svecLength(order());
  }

  /** Of all cells, the number of columns. */
  long count() {
    return (long) perCell() * problem.architecture().cells().size();
  }

  /** The first columns of {@code target} ← the lifted features of a chunk of samples. */
  void write(DenseMatrix chunk, DenseMatrix target) {
    int column = 0;
    for (Cell cell : problem.architecture().cells()) {
      DenseMatrix part = target.view(0, column, chunk.rows, perCell());
      part.fill(0);
      addCell(cell, chunk, part);
      column += perCell();
    }
  }

  /** Row i of {@code target} ← itself + svec(M) of sample i of the chunk. */
  void addCell(Cell cell, DenseMatrix chunk, DenseMatrix target) {
    problem
        .architecture()
        .forEachBatch(
            cell,
            chunk,
            (first, patches) -> {
              for (int row = 0; row < patches.rows; row++) {
                int to = target.index(first + row / cell.size(), 0);
                double weight = cell.coefficients()[row % cell.size()];
                add(weight, patches.data(), patches.index(row, 0), target, to);
              }
            });
  }

  /** svec of weight · M of one patch. */
  private void add(double weight, double[] x, int from, DenseMatrix target, int to) {
    QuadraticActivation activation = problem.activation();
    int f = problem.architecture().inputs();
    double[] data = target.data();
    double diagonal = weight * activation.a();
    double off = Math.sqrt(2) * diagonal;
    int e = to;
    for (int j = 0; j < f; j++) {
      double xj = x[from + j];
      for (int k = 0; k < j; k++) {
        data[e++] += off * xj * x[from + k];
      }
      data[e++] += diagonal * xj * xj;
    }
    if (!problem.isQuadratic()) {
      double linear = weight * activation.b() / Math.sqrt(2);
      for (int k = 0; k < f; k++) {
        data[e++] += linear * x[from + k];
      }
      data[e] += weight * activation.c();
    }
  }
}
