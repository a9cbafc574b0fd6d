package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.FourthMoments;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.DenseSymmetric;
import io.spectrahedra.sdp.problem.LowRankRows;
import io.spectrahedra.sdp.problem.RowGroup;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Elastic rows whose matrices are Aᵢ = aᵢuᵢuᵢᵀ + Σₛ bₛᵢeₛeₛᵀ, a vector of their own and some that
 * all share, as those of a lift are. With ũ = Tᵀu, ẽ = Tᵀe and σₛ = svec(ẽₛẽₛᵀ) the sum over ψᵢ =
 * svec(TᵀAᵢT) is one of fourth moments and of rank two for every shared vector,
 *
 * <pre>
 *   Σ wᵢψᵢψᵢᵀ = Σ wᵢaᵢ² svec(ũᵢũᵢᵀ)svec(ũᵢũᵢᵀ)ᵀ + Σₛ g(s)σₛᵀ + σₛg(s)ᵀ,
 *   g(s) = svec(Tᵀ(Σ wᵢbₛᵢAᵢ)T) − ½ Σₛ′ (Σ wᵢbₛᵢbₛ′ᵢ) σₛ′                                  [M60]
 * </pre>
 */
final class ElasticVectors {
  /** Of ‖aᵢuᵢuᵢᵀ‖: an Aᵢ that is less is mostly what its two parts have cancelled. */
  private static final double CANCELLED = 0.1;

  private final LowRankRows rows;

  private ElasticVectors(LowRankRows rows) {
    this.rows = rows;
  }

  /** Nothing where rows are of another kind. */
  static Optional<ElasticVectors> of(List<RowGroup> groups) {
    if (groups.size() == 1
        && groups.get(0) instanceof LowRankRows rows
        && rows.own() == rows.terms()
        && IntStream.range(0, rows.own()).allMatch(r -> rows.ownTerm(r) == r)
        && IntStream.range(1, rows.own()).allMatch(r -> rows.row(r) != rows.row(r - 1))) {
      ElasticVectors vectors = new ElasticVectors(rows);
      return vectors.cancels() ? Optional.empty() : Optional.of(vectors);
    }
    return Optional.empty();
  }

  /** Flops of {@link #gram} as a share of those of the product of all svec(TᵀAᵢT). */
  double share() {
    return FourthMoments.share(rows.vectors().cols);
  }

  /** Whether an Aᵢ is small against its parts; in inner products ⟨uuᵀ, zzᵀ⟩ = (uᵀz)². */
  private boolean cancels() {
    int n = rows.vectors().cols;
    DenseMatrix shared = rows.vectors().view(rows.own(), 0, rows.shared(), n);
    DenseMatrix inner = Gemm.product(Workers.SERIAL, shared, rows.vectors().transposed());
    for (int t = 0; t < rows.own(); t++) {
      double a = rows.ownWeight(t);
      double own = a * Math.pow(rows.vectors().view(t, 0, 1, n).frobeniusNorm(), 2);
      double square = own * own;
      for (int s = 0; s < shared.rows; s++) {
        double b = rows.sharedWeight(s, t);
        square += 2 * a * b * Math.pow(inner.at(s, t), 2);
        for (int other = 0; other < shared.rows; other++) {
          square += b * rows.sharedWeight(other, t) * Math.pow(inner.at(s, rows.own() + other), 2);
        }
      }
      if (square < CANCELLED * own * CANCELLED * own) {
        return true;
      }
    }
    return false;
  }

  /** The lower triangle of the sum over the rows {@code active}. */
  DenseMatrix gram(Workers workers, double[] weight, int[] active, DenseMatrix t) {
    int[] termOf = new int[weight.length];
    for (int r = 0; r < rows.terms(); r++) {
      termOf[rows.row(r)] = r;
    }
    int n = t.rows;
    DenseMatrix sum =
        FourthMoments.of(
            workers,
            active.length,
            n,
            (from, target) -> {
              DenseMatrix scaled = DenseMatrix.zeros(target.rows, n);
              for (int r = 0; r < target.rows; r++) {
                int i = active[from + r];
                int term = termOf[i];
                double a = rows.ownWeight(term) * rows.scale(term);
                DenseMatrix u = scaled.view(r, 0, 1, n);
                u.setTo(rows.vectors().view(term, 0, 1, n));
                u.scale(Math.sqrt(Math.abs(a) * Math.sqrt(weight[i])));
              }
              Gemm.multiply(Workers.SERIAL, 1, scaled, t, 0, target);
            });
    addShared(workers, weight, active, termOf, t, sum);
    return sum;
  }

  private void addShared(
      Workers workers,
      double[] weight,
      int[] active,
      int[] termOf,
      DenseMatrix t,
      DenseMatrix sum) {
    int shared = rows.shared();
    double[][] sigma = new double[shared][sum.rows];
    double[][] g = new double[shared][];
    for (int s = 0; s < shared; s++) {
      DenseMatrix e = Gemm.product(workers, rows.vectors().view(rows.own() + s, 0, 1, t.rows), t);
      DenseSymmetric.svec(Gemm.product(workers, e.transposed(), e), sigma[s], 0);
    }
    for (int s = 0; s < shared; s++) {
      g[s] = image(workers, weighted(weight, active, termOf, s), t);
      for (int other = 0; other < shared; other++) {
        double sumOfBoth = 0;
        for (int i : active) {
          sumOfBoth += weight[i] * shared(s, termOf[i]) * shared(other, termOf[i]);
        }
        Kernels.best().add(sum.rows, -sumOfBoth / 2, sigma[other], 0, g[s], 0);
      }
    }
    for (int s = 0; s < shared; s++) {
      double[] gs = g[s];
      double[] ss = sigma[s];
      workers.forSlices(
          sum.rows,
          64,
          (from, to) -> {
            for (int e = from; e < to; e++) {
              int row = sum.index(e, 0);
              Kernels.best().add(e + 1, gs[e], ss, 0, sum.data(), row);
              Kernels.best().add(e + 1, ss[e], gs, 0, sum.data(), row);
            }
          });
    }
  }

  private double shared(int s, int term) {
    return rows.sharedWeight(s, term) * rows.scale(term);
  }

  /** wᵢbₛᵢ, 0 in other rows. */
  private double[] weighted(double[] weight, int[] active, int[] termOf, int s) {
    double[] y = new double[weight.length];
    for (int i : active) {
      y[i] = weight[i] * shared(s, termOf[i]);
    }
    return y;
  }

  /** svec(Tᵀ(Σ yᵢAᵢ)T). */
  private double[] image(Workers workers, double[] y, DenseMatrix t) {
    DenseMatrix sum = DenseMatrix.zeros(t.rows, t.rows);
    rows.addAdjoint(workers, y, sum);
    DenseMatrix inner = Gemm.product(workers, t.transposed(), Gemm.product(workers, sum, t));
    double[] image = new double[DenseSymmetric.svecLength(t.rows)];
    DenseSymmetric.svec(inner, image, 0);
    return image;
  }
}
