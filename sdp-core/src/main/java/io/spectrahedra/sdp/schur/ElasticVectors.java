package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.FourthMoments;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.DenseSymmetric;
import io.spectrahedra.sdp.problem.LowRankRows;
import io.spectrahedra.sdp.problem.RowGroup;
import java.util.Arrays;
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

  /** Rows of one task. */
  private static final int SLICE = 64;

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

  /** The lower triangle of {@code sum} ← the sum over the rows of weight wᵢ &gt; 0. */
  void gram(Workers workers, double[] weight, DenseMatrix t, DenseMatrix sum) {
    int[] terms = IntStream.range(0, rows.terms()).filter(r -> weight[rows.row(r)] > 0).toArray();
    int n = t.rows;
    FourthMoments.of(
        workers,
        terms.length,
        n,
        (from, target) -> {
          DenseMatrix scaled = DenseMatrix.zeros(target.rows, n);
          for (int r = 0; r < target.rows; r++) {
            int term = terms[from + r];
            double a = rows.ownWeight(term) * rows.scale(term);
            DenseMatrix u = scaled.view(r, 0, 1, n);
            u.setTo(rows.vectors().view(term, 0, 1, n));
            u.scale(Math.sqrt(Math.abs(a) * Math.sqrt(weight[rows.row(term)])));
          }
          Gemm.multiply(Workers.SERIAL, 1, scaled, t, 0, target);
        },
        sum);
    double[][] sigma = sigma(t);
    for (int s = 0; s < sigma.length; s++) {
      addRankTwo(workers, image(workers, weight, s, sigma, t), sigma[s], sum);
    }
  }

  /** Row h of {@code target} ← ψᵢ of elastic row i = {@code which[h]}. */
  void write(Workers workers, int[] which, DenseMatrix t, DenseMatrix target) {
    double[][] sigma = sigma(t);
    workers.forSlices(
        which.length,
        SLICE,
        (from, to) -> {
          int[] terms = Arrays.stream(which, from, to).map(rows::firstTermOf).toArray();
          DenseMatrix u = DenseMatrix.zeros(to - from, t.rows);
          for (int r = 0; r < terms.length; r++) {
            u.view(r, 0, 1, t.rows).setTo(rows.vectors().view(terms[r], 0, 1, t.rows));
          }
          DenseMatrix images = Gemm.product(Workers.SERIAL, u, t);
          for (int h = from; h < to; h++) {
            int term = terms[h - from];
            double a = rows.scale(term) * rows.ownWeight(term);
            int at = target.index(h, 0);
            setToPacked(a, images.data(), images.index(h - from, 0), t.rows, target.data(), at);
            for (int s = 0; s < sigma.length; s++) {
              double b = rows.scale(term) * rows.sharedWeight(s, term);
              Kernels.best().add(sigma[s].length, b, sigma[s], 0, target.data(), at);
            }
          }
        });
  }

  /** target[to..] ← a · svec(uuᵀ). */
  private static void setToPacked(double a, double[] u, int from, int n, double[] target, int to) {
    double root = Math.sqrt(2) * a;
    int e = to;
    for (int i = 0; i < n; i++) {
      double below = root * u[from + i];
      for (int j = 0; j < i; j++) {
        target[e + j] = below * u[from + j];
      }
      target[e + i] = a * u[from + i] * u[from + i];
      e += i + 1;
    }
  }

  /** svec(ẽₛẽₛᵀ) of every shared vector. */
  private double[][] sigma(DenseMatrix t) {
    double[][] sigma = new double[rows.shared()][DenseSymmetric.svecLength(t.rows)];
    for (int s = 0; s < sigma.length; s++) {
      DenseMatrix e = rows.vectors().view(rows.own() + s, 0, 1, t.rows);
      DenseMatrix image = Gemm.product(Workers.SERIAL, e, t);
      setToPacked(1, image.data(), image.index(0, 0), t.rows, sigma[s], 0);
    }
    return sigma;
  }

  /** g(s). */
  private double[] image(Workers workers, double[] weight, int s, double[][] sigma, DenseMatrix t) {
    double[] y = new double[weight.length]; // wᵢbₛᵢ
    double[] both = new double[sigma.length]; // Σ wᵢbₛᵢbₛ′ᵢ
    for (int term = 0; term < rows.terms(); term++) {
      double scale = rows.scale(term);
      y[rows.row(term)] = weight[rows.row(term)] * scale * rows.sharedWeight(s, term);
      for (int other = 0; other < both.length; other++) {
        both[other] += y[rows.row(term)] * scale * rows.sharedWeight(other, term);
      }
    }
    DenseMatrix sum = DenseMatrix.zeros(t.rows, t.rows);
    rows.addAdjoint(workers, y, sum);
    DenseMatrix inner = Gemm.product(workers, t.transposed(), Gemm.product(workers, sum, t));
    double[] g = new double[sigma[s].length];
    DenseSymmetric.svec(inner, g, 0);
    for (int other = 0; other < both.length; other++) {
      Kernels.best().add(g.length, -both[other] / 2, sigma[other], 0, g, 0);
    }
    return g;
  }

  /** The lower triangle of gσᵀ + σgᵀ. */
  private static void addRankTwo(Workers workers, double[] g, double[] sigma, DenseMatrix sum) {
    workers.forSlices(
        sum.rows,
        SLICE,
        (from, to) -> {
          for (int e = from; e < to; e++) {
            Kernels.best().add(e + 1, g[e], sigma, 0, sum.data(), sum.index(e, 0));
            Kernels.best().add(e + 1, sigma[e], g, 0, sum.data(), sum.index(e, 0));
          }
        });
  }
}
