package io.spectrahedra.neural.train;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.decomposition.NeuralDecomposition;
import io.spectrahedra.neural.decomposition.RankFactorisation;
import io.spectrahedra.neural.lift.ScalarLift;
import io.spectrahedra.neural.network.ScalarNetwork;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.solver.Solution;

/**
 * From the pair (Z, Z′) of an interior-point solution, which has full rank, to the network of least
 * rank that is as good.
 *
 * <p>Which eigenvalues are neurons and which are what the barrier has left cannot be told from one
 * threshold for all problems; the objective tells: the pair is cut off at smaller and smaller
 * eigenvalues until cutting off less would no longer lower it.
 *
 * @param network of the decomposed pair
 * @param dropped share of the traces that was cut off
 */
record NetworkRecovery(ScalarNetwork network, double dropped) {
  /** The eigenvalues tried as thresholds: powers of ten times the largest, down to rounding. */
  private static final int DIGITS = 15;

  /**
   * Recovers the network.
   *
   * @param slack how much larger, relatively, the objective may be than that of the full pair
   */
  static NetworkRecovery of(
      Workers workers,
      QuadraticActivation activation,
      ScalarLift lift,
      Solution solution,
      double slack) {
    SymmetricEigen plus = SymmetricEigen.of(lift.plus(solution));
    SymmetricEigen minus = SymmetricEigen.of(lift.minus(solution));
    int last = plus.values().length - 1;
    double largest = Math.max(plus.values()[last], minus.values()[last]);
    RankFactorisation[][] cuts = new RankFactorisation[DIGITS + 1][];
    double[] objective = new double[cuts.length];
    double least = Double.POSITIVE_INFINITY;
    for (int digit = 0; digit <= DIGITS; digit++) { // the first cut leaves nothing
      double threshold = largest * Math.pow(10, -digit);
      cuts[digit] =
          new RankFactorisation[] {
            RankFactorisation.of(plus, threshold), RankFactorisation.of(minus, threshold)
          };
      objective[digit] = lift.objective(workers, gram(cuts[digit][0]), gram(cuts[digit][1]));
      least = Math.min(least, objective[digit]);
    }
    int chosen = 0;
    while (objective[chosen] > least + slack * Math.abs(least)) {
      chosen++;
    }
    RankFactorisation[] cut = cuts[chosen];
    double trace = lift.plus(solution).trace() + lift.minus(solution).trace();
    return new NetworkRecovery(
        ScalarNetwork.of(
            activation, NeuralDecomposition.of(cut[0]), NeuralDecomposition.of(cut[1])),
        (cut[0].dropped() + cut[1].dropped()) / trace);
  }

  private static DenseMatrix gram(RankFactorisation factorisation) {
    DenseMatrix rows = factorisation.rows();
    return Gemm.product(Workers.SERIAL, rows.transposed(), rows);
  }
}
