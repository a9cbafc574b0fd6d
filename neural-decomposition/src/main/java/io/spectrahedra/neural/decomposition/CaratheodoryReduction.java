package io.spectrahedra.neural.decomposition;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The same weighted sum Σ αⱼkⱼ with the same Σ|αⱼ| of at most r + 1 vectors, r their rank
 * (Carathéodory 1907; [M26]): while the vectors (kⱼ sign αⱼ, 1) of those in use are dependent, the
 * weights move along the dependence until one is 0.
 */
public final class CaratheodoryReduction {
  private CaratheodoryReduction() {}

  /**
   * The weights, most of them 0 now; O(mr²p).
   *
   * @param vectors p × m, kⱼ in column j
   * @param weights α, length m
   */
  public static double[] of(DenseMatrix vectors, double... weights) {
    double[] alpha = weights.clone();
    double scale = vectors.maxAbs();
    List<Integer> used = new ArrayList<>();
    for (int j = 0; j < alpha.length; j++) {
      if (alpha[j] != 0) {
        used.add(j);
        Optional<double[]> dependence =
            NullVector.of(Workers.SERIAL, columns(vectors, scale, used, alpha));
        dependence.ifPresent(z -> used.remove(move(used, z, alpha)));
      }
    }
    return alpha;
  }

  private static DenseMatrix columns(
      DenseMatrix vectors, double scale, List<Integer> used, double[] alpha) {
    DenseMatrix columns = DenseMatrix.zeros(vectors.rows + 1, used.size());
    for (int s = 0; s < columns.cols; s++) {
      DenseMatrix column = columns.view(0, s, vectors.rows, 1);
      column.setTo(vectors.view(0, used.get(s), vectors.rows, 1));
      column.scale(Math.signum(alpha[used.get(s)]));
      columns.set(vectors.rows, s, scale);
    }
    return columns;
  }

  /** Moves to where a weight is 0; its place among those in use. */
  private static int move(List<Integer> used, double[] z, double[] alpha) {
    if (Arrays.stream(z).min().orElse(0) >= 0) { // their sum is 0 but for rounding
      Arrays.setAll(z, s -> -z[s]);
    }
    int leaving = -1;
    double step = Double.POSITIVE_INFINITY;
    for (int s = 0; s < z.length; s++) {
      double most = z[s] < 0 ? Math.abs(alpha[used.get(s)]) / -z[s] : Double.POSITIVE_INFINITY;
      leaving = most < step ? s : leaving;
      step = Math.min(step, most);
    }
    for (int s = 0; s < z.length; s++) {
      int j = used.get(s);
      double moved = s == leaving ? 0 : Math.max(0, Math.abs(alpha[j]) + step * z[s]);
      alpha[j] = Math.copySign(moved, alpha[j]);
    }
    alpha[used.get(leaving)] = 0;
    return leaving;
  }
}
