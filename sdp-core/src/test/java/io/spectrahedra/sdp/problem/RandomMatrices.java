package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.SplittableRandom;

/** Random constraint matrices of every kind, for tests of all packages. */
public final class RandomMatrices {
  private final SplittableRandom random;

  public RandomMatrices(long seed) {
    this.random = new SplittableRandom(seed);
  }

  public double next() {
    return random.nextDouble() * 2 - 1;
  }

  public DenseMatrix dense(int rows, int cols) {
    DenseMatrix a = DenseMatrix.zeros(rows, cols);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < cols; j++) {
        a.set(i, j, next());
      }
    }
    return a;
  }

  public DenseMatrix symmetric(int n) {
    DenseMatrix a = dense(n, n);
    a.symmetrise();
    return a;
  }

  /** Positive definite with eigenvalues of at least {@code shift}. */
  public DenseMatrix positive(int n, double shift) {
    DenseMatrix b = dense(n, n);
    DenseMatrix a = DenseMatrix.identity(n);
    a.scale(shift);
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          a.add(i, j, b.at(i, k) * b.at(j, k));
        }
      }
    }
    a.symmetrise();
    return a;
  }

  public SparseSymmetric sparse(int n, double density) {
    SparseSymmetric.Entries entries = ConstraintMatrix.sparse(n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        if (random.nextDouble() < density) {
          entries.set(i, j, next());
        }
      }
    }
    int k = random.nextInt(n);
    SparseSymmetric matrix = entries.build();
    return matrix.entries() > 0 ? matrix : ConstraintMatrix.sparse(n).set(k, k, 1).build();
  }

  public ConstraintMatrix lowRank(int n, int rank) {
    double[] weight = new double[rank];
    for (int k = 0; k < rank; k++) {
      weight[k] = next();
    }
    return ConstraintMatrix.lowRank(dense(n, rank), weight);
  }

  /** One of the kinds of symmetric matrices. */
  public ConstraintMatrix any(int n) {
    return switch (random.nextInt(3)) {
      case 0 -> sparse(n, 0.3);
      case 1 -> lowRank(n, 1 + random.nextInt(3));
      default -> ConstraintMatrix.dense(symmetric(n));
    };
  }

  /** The entries of any constraint matrix, as a matrix. */
  public static DenseMatrix entries(ConstraintMatrix matrix) {
    DenseMatrix a = DenseMatrix.zeros(matrix.size(), matrix.cols());
    matrix.addTo(1, a);
    return a;
  }
}
