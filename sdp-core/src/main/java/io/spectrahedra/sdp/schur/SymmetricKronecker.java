package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.DenseSymmetric;
import java.util.List;

/**
 * B ↦ Σ sym(X B S⁻¹) over the cones as a matrix of the coordinates svec(B) [M52]: the symmetric
 * Kronecker product of X and S⁻¹. Of order q = n(n+1)/2; 4q² flops a cone.
 */
final class SymmetricKronecker {
  private SymmetricKronecker() {}

  /** The whole matrix. */
  static DenseMatrix sum(Workers workers, List<PsdCone> cones) {
    int n = cones.get(0).order();
    int q = DenseSymmetric.svecLength(n);
    DenseMatrix sum = DenseMatrix.zeros(q, q);
    workers.forEach(
        n,
        task -> {
          int i = n - 1 - task; // the longest first
          for (int j = 0; j <= i; j++) {
            double unit = j < i ? 0.5 : 0.5 / Math.sqrt(2);
            int start = sum.index(i * (i + 1) / 2 + j, 0);
            for (PsdCone cone : cones) {
              addRow(unit, i, j, cone.left(), cone.right(), sum.data(), start);
            }
          }
        });
    sum.mirrorLower();
    return sum;
  }

  /** Row (i, j) up to column (i, i): what its lower triangle needs and a little more. */
  private static void addRow(
      double unit, int i, int j, DenseMatrix x, DenseMatrix s, double[] target, int start) {
    double[] xs = x.data();
    double[] ss = s.data();
    int xi = x.index(i, 0);
    int xj = x.index(j, 0);
    int si = s.index(i, 0);
    int sj = s.index(j, 0);
    int to = start;
    for (int k = 0; k <= i; k++) {
      double a = unit * xs[xi + k];
      double b = unit * xs[xj + k];
      double c = unit * ss[si + k];
      double d = unit * ss[sj + k];
      for (int l = 0; l < k; l++) {
        target[to + l] += a * ss[sj + l] + b * ss[si + l] + c * xs[xj + l] + d * xs[xi + l];
      }
      target[to + k] +=
          (a * ss[sj + k] + b * ss[si + k] + c * xs[xj + k] + d * xs[xi + k]) / Math.sqrt(2);
      to += k + 1;
    }
  }
}
