package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** What hard rows, scaled to ‖Aᵢ‖ = 1, are between given spaces: LAᵢR, a row of entries each. */
final class RowImages {
  /** Entries of the largest matrix that may be formed: an image of every row. */
  private static final long LARGEST = 20_000_000;

  private static final int MOST_ROWS = 3000;

  /** Of the largest eigenvalue of a Gram matrix: what is 0. */
  private static final double ZERO = 1e-10;

  private final Workers workers;
  private final SdpProblem source;

  /** Number and norm of each hard row. */
  private final int[] hard;

  private final double[] norm;

  RowImages(Workers workers, SdpProblem source) {
    this.workers = workers;
    this.source = source;
    this.hard =
        IntStream.range(0, source.rows().size())
            .filter(i -> source.rows().get(i).penalty().isHard())
            .toArray();
    this.norm = IntStream.of(hard).mapToDouble(this::norm).toArray();
  }

  private double norm(int row) {
    double norm = Equilibration.norm(source.rows().get(row));
    return norm > 0 ? norm : 1;
  }

  /** Number of hard rows. */
  int size() {
    return hard.length;
  }

  /** Whether there are so few rows and entries that images and Gram matrices may be formed. */
  static boolean areSmall(SdpProblem source) {
    long entries = source.blocks().stream().mapToLong(b -> (long) b.size() * b.cols()).sum();
    long m = source.rows().size();
    return m <= MOST_ROWS && m * entries <= LARGEST;
  }

  /** Right-hand sides, a column. */
  DenseMatrix rhs() {
    DenseMatrix b = DenseMatrix.zeros(hard.length, 1);
    for (int i = 0; i < hard.length; i++) {
      b.set(i, 0, source.rows().get(hard[i]).rhs() / norm[i]);
    }
    return b;
  }

  /** Row i: the entries of AᵢR in block k; of a vector block, those of Aᵢ for R = 1. */
  DenseMatrix times(int k, DenseMatrix right) {
    int height = source.blocks().get(k).size();
    DenseMatrix images = DenseMatrix.zeros(hard.length, height * right.cols);
    for (int i = 0; i < hard.length; i++) {
      DenseMatrix image = DenseMatrix.zeros(height, right.cols);
      for (SdpProblem.Term term : source.rows().get(hard[i]).terms()) {
        if (term.block() == k) {
          addProduct(term.scale() / norm[i], term.matrix(), right, image);
        }
      }
      setRow(images, i, image);
    }
    return images;
  }

  private static void setRow(DenseMatrix target, int i, DenseMatrix entries) {
    target.view(i, 0, 1, target.cols).setTo(DenseMatrix.wrap(entries.data(), 1, target.cols));
  }

  private void addProduct(double alpha, ConstraintMatrix a, DenseMatrix right, DenseMatrix image) {
    if (a instanceof SparseSymmetric sparse) {
      for (int e = 0; e < sparse.entries(); e++) {
        double value = alpha * sparse.value(e);
        addRow(value, right, sparse.col(e), image, sparse.row(e));
        if (sparse.row(e) != sparse.col(e)) {
          addRow(value, right, sparse.row(e), image, sparse.col(e));
        }
      }
    } else {
      DenseMatrix whole = DenseMatrix.zeros(a.size(), a.cols());
      a.addTo(alpha, whole);
      image.addScaled(1, Gemm.product(workers, whole, right));
    }
  }

  private static void addRow(
      double alpha, DenseMatrix from, int row, DenseMatrix target, int targetRow) {
    for (int c = 0; c < from.cols; c++) {
      target.add(targetRow, c, alpha * from.at(row, c));
    }
  }

  /** Row i: the entries of LAᵢR in block k. */
  DenseMatrix between(DenseMatrix left, int k, DenseMatrix right) {
    DenseMatrix half = times(k, right);
    DenseMatrix images = DenseMatrix.zeros(hard.length, left.rows * right.cols);
    for (int i = 0; i < hard.length; i++) {
      DenseMatrix row = DenseMatrix.wrap(half.row(i), left.cols, right.cols);
      setRow(images, i, Gemm.product(workers, left, row));
    }
    return images;
  }

  /** Multipliers of the source as those of the scaled hard rows, a column. */
  DenseMatrix scaled(double[] y) {
    DenseMatrix z = DenseMatrix.zeros(hard.length, 1);
    for (int i = 0; i < hard.length; i++) {
      z.set(i, 0, y[hard[i]] * norm[i]);
    }
    return z;
  }

  /** The other way round; 0 for rows that are not hard. */
  double[] unscaled(DenseMatrix z) {
    double[] y = new double[source.rows().size()];
    for (int i = 0; i < hard.length; i++) {
      y[hard[i]] = z.at(i, 0) / norm[i];
    }
    return y;
  }

  /**
   * The vectors that a Gram matrix maps to 0.
   *
   * @param kernel an orthonormal basis of them
   * @param others the other eigenvectors
   * @param values their eigenvalues
   */
  record NullSpace(DenseMatrix kernel, DenseMatrix others, double[] values) {
    /** Nothing if there are none, or if all are. */
    static Optional<NullSpace> of(Workers workers, DenseMatrix gram) {
      SymmetricEigen eigen = SymmetricEigen.of(workers, gram);
      double[] values = eigen.values();
      int m = values.length;
      int nullity = 0;
      while (nullity < m && values[nullity] <= ZERO * values[m - 1]) {
        nullity++;
      }
      return nullity == 0 || nullity == m
          ? Optional.empty()
          : Optional.of(
              new NullSpace(
                  eigen.vectors().view(0, 0, m, nullity),
                  eigen.vectors().view(0, nullity, m, m - nullity),
                  Arrays.copyOfRange(values, nullity, m)));
    }

    /** G⁺v. */
    DenseMatrix solve(Workers workers, DenseMatrix v) {
      DenseMatrix parts = Gemm.product(workers, others.transposed(), v);
      for (int k = 0; k < parts.rows; k++) {
        parts.set(k, 0, parts.at(k, 0) / values[k]);
      }
      return Gemm.product(workers, others, parts);
    }

    /** The part of v in the null space. */
    DenseMatrix project(Workers workers, DenseMatrix v) {
      return Gemm.product(workers, kernel, Gemm.product(workers, kernel.transposed(), v));
    }
  }
}
