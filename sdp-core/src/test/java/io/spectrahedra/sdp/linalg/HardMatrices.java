package io.spectrahedra.sdp.linalg;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** Symmetric matrices that algorithms for them have failed on. */
final class HardMatrices {
  private HardMatrices() {}

  /** Positive definite by far more than rounding: every Cholesky factorisation must succeed. */
  static Map<String, DenseMatrix> positive(int n) {
    Map<String, DenseMatrix> all = new LinkedHashMap<>();
    all.put("clustered", withSpectrum(n, k -> 1 + 1e-13 * k));
    all.put("two clusters", withSpectrum(n, k -> (k % 2 == 0 ? 1 : 1e-6) * (1 + 1e-14 * k)));
    all.put("graded diagonal", scaledBothWays(n, k -> Math.pow(10, 8 - 16.0 * k / n)));
    all.put("graded upwards", scaledBothWays(n, k -> Math.pow(10, -8 + 16.0 * k / n)));
    all.put("Wilkinson + 2", shifted(wilkinson(n), 2));
    all.put("second difference", tridiagonal(n, i -> 2, i -> -1));
    all.put("identity", DenseMatrix.identity(n));
    all.put("almost the identity", almostIdentity(n));
    return all;
  }

  /** On the border of being positive semidefinite, or beyond. */
  static Map<String, DenseMatrix> doubtful(int n) {
    Map<String, DenseMatrix> all = new LinkedHashMap<>();
    all.put("graded spectrum", withSpectrum(n, k -> Math.pow(10, 8 - 16.0 * k / n)));
    all.put("Hilbert", hilbert(n));
    all.put("rank deficient", withSpectrum(n, k -> k < n / 3 ? 1 + k : 0));
    all.put("rank 1", withSpectrum(n, k -> k == 0 ? 1 : 0));
    all.put("Wilkinson", wilkinson(n));
    all.put("Wilkinson + 1.13", shifted(wilkinson(n), 1.13));
    all.put("half negative", withSpectrum(n, k -> k % 2 == 0 ? 1 : -1));
    all.put("zero", DenseMatrix.zeros(n, n));
    return all;
  }

  /** What lies beside the diagonal is subnormal. */
  private static DenseMatrix almostIdentity(int n) {
    DenseMatrix a = Reference.randomSymmetric(n, n);
    a.scale(0x1p-1060);
    return shifted(a, 1);
  }

  /** Entry (i, j) is 1/(i + j + 1): the condition is beyond 1/ε from order 12 on. */
  static DenseMatrix hilbert(int n) {
    DenseMatrix a = DenseMatrix.zeros(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a.set(i, j, 1.0 / (i + j + 1));
      }
    }
    return a;
  }

  /** DRD for a well-conditioned R with a diagonal of 1. */
  private static DenseMatrix scaledBothWays(int n, IntToDoubleFunction scale) {
    DenseMatrix a = Reference.randomSymmetric(n, n);
    a.scale(0.5 / Math.max(1, n)); // rows sum to less than 1/2 beside the diagonal
    for (int i = 0; i < n; i++) {
      a.set(i, i, 1);
      for (int j = 0; j <= i; j++) {
        double entry = a.at(i, j) * scale.applyAsDouble(i) * scale.applyAsDouble(j);
        a.set(i, j, entry);
        a.set(j, i, entry);
      }
    }
    return a;
  }

  private static DenseMatrix shifted(DenseMatrix a, double shift) {
    for (int i = 0; i < a.rows; i++) {
      a.add(i, i, shift);
    }
    return a;
  }

  /** QΛQᵀ with a random orthogonal Q. */
  static DenseMatrix withSpectrum(int n, IntToDoubleFunction eigenvalue) {
    DenseMatrix q = SymmetricEigen.of(Reference.randomSymmetric(n, 99)).vectors();
    DenseMatrix scaled = q.copy();
    for (int k = 0; k < n; k++) {
      scaled.view(0, k, n, 1).scale(eigenvalue.applyAsDouble(k));
    }
    DenseMatrix a = Gemm.product(Workers.SERIAL, scaled, q.transposed());
    a.symmetrise();
    return a;
  }

  /**
   * Wilkinson's W⁺: eigenvalues in pairs that agree to many digits; the smallest is above −1.13.
   */
  static DenseMatrix wilkinson(int n) {
    return tridiagonal(n, i -> Math.abs(i - (n - 1) / 2.0), i -> 1);
  }

  static DenseMatrix tridiagonal(
      int n, IntToDoubleFunction diagonal, IntToDoubleFunction offDiagonal) {
    DenseMatrix a = DenseMatrix.zeros(n, n);
    for (int i = 0; i < n; i++) {
      a.set(i, i, diagonal.applyAsDouble(i));
      if (i > 0) {
        a.set(i, i - 1, offDiagonal.applyAsDouble(i - 1));
        a.set(i - 1, i, offDiagonal.applyAsDouble(i - 1));
      }
    }
    return a;
  }
}
