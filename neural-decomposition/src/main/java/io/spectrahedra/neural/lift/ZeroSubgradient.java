package io.spectrahedra.neural.lift;

import io.spectrahedra.neural.loss.SeparableLoss;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RowBuilder;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Solution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The subgradient of least κ of a loss that has kinks at f = 0 [M22], and with it the smallest β
 * for which f = 0 is optimal, from the steepest descent of the loss from f = 0 by networks of Σ|α|
 * = 1:
 *
 * <pre>
 *   min over ν of κ(ν)  =  − min  Σ cᵢŷᵢ + Σ wᵢ|ŷᵢ|   s.t.  Σ (Z₄ + Z′₄) = 1 and those of the lift,
 * </pre>
 *
 * <p>where [cᵢ − wᵢ, cᵢ + wᵢ] are the subgradients at sample i, wᵢ = 0 where there is one. The
 * multipliers of the rows with wᵢ > 0 say which.
 */
public final class ZeroSubgradient {
  /** A prediction that is 0 but for the side that it is on. */
  private static final double BESIDE = 1e-200;

  /** Subgradients that are nearer to each other than this, relatively, are one. */
  private static final double ROUNDING = 1e-12;

  /** What no curvature makes of {@link #BESIDE}. */
  private static final double CURVATURE = 1e-100;

  private final double[] below;
  private final double[] above;
  private final List<Integer> kinks;
  private final SdpProblem program;

  private ZeroSubgradient(double[] below, double[] above, List<Integer> kinks, SdpProblem program) {
    this.below = below;
    this.above = above;
    this.kinks = kinks;
    this.program = program;
  }

  /**
   * The program of a problem of one output; empty if its loss has a gradient at f = 0.
   *
   * @throws IllegalArgumentException if there are several outputs
   */
  public static Optional<ZeroSubgradient> of(TrainingProblem training) {
    if (training.outputs() != 1) {
      throw new IllegalArgumentException(
          "outputs are looked at one by one, got " + training.outputs());
    }
    if (!(training.loss() instanceof SeparableLoss loss)) {
      return Optional.empty();
    }
    int n = training.samples().count();
    double[] below = new double[n];
    double[] above = new double[n];
    List<Integer> kinks = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double y = training.y().at(i, 0);
      below[i] = loss.gradient(-BESIDE, y);
      above[i] = loss.gradient(BESIDE, y);
      double rounding = ROUNDING * (Math.abs(below[i]) + Math.abs(above[i]));
      if (above[i] - below[i] > Math.max(rounding, CURVATURE)) {
        kinks.add(i);
      }
    }
    return kinks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ZeroSubgradient(below, above, kinks, program(training, below, above, kinks)));
  }

  private static SdpProblem program(
      TrainingProblem training, double[] below, double[] above, List<Integer> kinks) {
    List<List<ConstraintMatrix>> matrices = SampleMatrices.of(training);
    SdpProblem.Builder builder = SdpProblem.builder();
    Lift.addPairs(training, builder);
    ConstraintMatrix strength = Lift.strength(training, 1);
    RowBuilder ball = builder.row("sum of the output weights");
    Lift.blocks(training).forEach(name -> ball.term(name, strength));
    ball.equalTo(1);
    for (int g = 0; g < matrices.size(); g++) {
      DenseMatrix slope = DenseMatrix.zeros(strength.size(), strength.size());
      for (int i = 0; i < below.length; i++) {
        matrices.get(g).get(i).addTo((below[i] + above[i]) / 2, slope);
      }
      slope.symmetrise();
      ConstraintMatrix cost = ConstraintMatrix.dense(slope);
      builder.minimise(Lift.plus(g, 0), cost).minimise(Lift.minus(g, 0), -1, cost);
    }
    for (int i : kinks) {
      RowBuilder row = builder.row("sample " + i);
      Lift.addTerms(matrices, i, 0, 1, row);
      row.near(0, RowPenalty.absolute((above[i] - below[i]) / 2));
    }
    return builder.build();
  }

  /** The semidefinite program, whose optimal value is −min κ(ν). */
  public SdpProblem program() {
    return program;
  }

  /** ν, n × 1: a subgradient of the loss at f = 0, the best one at an optimal solution. */
  public DenseMatrix of(Solution solution) {
    DenseMatrix nu = DenseMatrix.zeros(below.length, 1);
    for (int i = 0; i < below.length; i++) {
      nu.set(i, 0, (below[i] + above[i]) / 2);
    }
    int first = program.rows().size() - kinks.size();
    for (int k = 0; k < kinks.size(); k++) {
      int i = kinks.get(k);
      double entry = nu.at(i, 0) - solution.y()[first + k];
      nu.set(i, 0, Math.max(below[i], Math.min(above[i], entry)));
    }
    return nu;
  }
}
