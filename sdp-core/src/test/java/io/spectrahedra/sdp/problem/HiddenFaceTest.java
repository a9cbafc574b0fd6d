package io.spectrahedra.sdp.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.ipm.InteriorPointSolver;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Assignments of 3 to 3 as in the quadratic assignment problem: Y = (1; x)(1; x)ᵀ for the 0-1
 * matrix x, whose lines sum to 1. No row says so by itself: of (Σx − 1)² = 0 each says a part.
 */
@DisplayName("faces that combinations of rows confine X to")
class HiddenFaceTest {
  private static final int SIDE = 3;
  private static final int ORDER = SIDE * SIDE + 1;

  private static final double[] COSTS = {4, 1, 3, 2, 0, 5, 3, 2, 2}; // least: 1 + 2 + 2
  private static final int[][] ALL = {
    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}
  };

  /** z: Σ zᵢAᵢ is the sum of the squares of all lines. */
  private final List<Double> weights = new ArrayList<>();

  /** Place of x_ij in Y. */
  private static int at(int i, int j) {
    return 1 + i * SIDE + j;
  }

  private SdpProblem assignment() {
    SparseSymmetric.Entries cost = ConstraintMatrix.sparse(ORDER);
    for (int e = 0; e < COSTS.length; e++) {
      cost.set(e + 1, e + 1, COSTS[e]);
    }
    SdpProblem.Builder builder = SdpProblem.builder().psd("Y", ORDER).minimise("Y", cost.build());
    add(builder, 6, 1, ConstraintMatrix.sparse(ORDER).set(0, 0, 1));
    for (int i = 0; i < SIDE; i++) {
      SparseSymmetric.Entries row = ConstraintMatrix.sparse(ORDER);
      SparseSymmetric.Entries column = ConstraintMatrix.sparse(ORDER);
      for (int j = 0; j < SIDE; j++) {
        int p = at(i, j);
        row.set(p, p, 1);
        column.set(at(j, i), at(j, i), 1);
        add(builder, -2, 0, ConstraintMatrix.sparse(ORDER).set(p, 0, 1).set(p, p, -2));
        for (int k = 0; k < j; k++) {
          add(builder, 1, 0, ConstraintMatrix.sparse(ORDER).set(p, at(i, k), 1));
          add(builder, 1, 0, ConstraintMatrix.sparse(ORDER).set(at(j, i), at(k, i), 1));
        }
      }
      add(builder, -2, 1, row);
      if (i > 0) { // the first follows from the others
        add(builder, 0, 1, column);
      }
    }
    return builder.build();
  }

  private void add(
      SdpProblem.Builder builder, double weight, double rhs, SparseSymmetric.Entries a) {
    builder.row("row " + weights.size()).term("Y", a.build()).equalTo(rhs);
    weights.add(weight);
  }

  private static BlockMatrix slack(SdpProblem problem, double[] y) {
    BlockMatrix s = BlockMatrix.zeros(problem.blocks());
    for (int i = 0; i < y.length; i++) {
      for (SdpProblem.Term term : problem.rows().get(i).terms()) {
        term.matrix().addTo(-y[i] * term.scale(), s.block(0));
      }
    }
    problem.addObjective(s);
    return s;
  }

  /** −τz and others of the size of 1. */
  private double[] runOff(double tau) {
    Random random = new Random(7);
    return weights.stream().mapToDouble(z -> random.nextGaussian() - tau * z).toArray();
  }

  /** What multipliers that have run off lead to. */
  private Optional<FacialReduction> found(SdpProblem problem, double tau) {
    double[] y = runOff(tau);
    return HiddenFace.of(Workers.SERIAL, problem, y, slack(problem, y));
  }

  /** The mean of all assignments. */
  private static BlockMatrix mean() {
    DenseMatrix x = DenseMatrix.zeros(ORDER, ORDER);
    for (int[] each : ALL) {
      int[] ones = {0, at(0, each[0]), at(1, each[1]), at(2, each[2])};
      for (int p : ones) {
        for (int q : ones) {
          x.add(p, q, 1.0 / ALL.length);
        }
      }
    }
    return BlockMatrix.of(List.of(x));
  }

  private static Solution solve(SdpProblem problem, double tolerance) {
    return new InteriorPointSolver()
        .solve(
            problem,
            Settings.defaults().withTolerance(tolerance),
            Progress.Listener.NONE,
            new Cancellation());
  }

  @Test
  void assignments() {
    SdpProblem problem = assignment();
    FacialReduction face = found(problem, 1e4).orElseThrow();
    assertThat(face).hasToString("block 1 of order 10 has a face of order 5");
    BlockMatrix back = face.whole(face.reduced(mean()));
    back.addScaled(-1, mean());
    assertThat(back.maxAbs()).as("assignments are on the face").isLessThan(1e-14);
    Solution solution = solve(face.problem(), 1e-9); // X is of rank one: M is nearly singular
    assertThat(solution.termination()).isEqualTo(Termination.OPTIMAL);
    assertThat(solution.primalObjective()).isCloseTo(5, within(1e-8));
  }

  @Test
  void noFaceWhereNothingHasGrown() {
    assertThat(found(assignment(), 1)).isEmpty();
  }

  /** The same rows but for one right-hand side: no X satisfies them, and so none is on a face. */
  @Test
  void rowsThatContradictEachOtherExposeNothing() {
    SdpProblem problem = assignment();
    SdpProblem.Builder other = SdpProblem.builder().psd("Y", ORDER);
    for (SdpProblem.Row row : problem.rows()) {
      SdpProblem.Term term = row.terms().get(0);
      double rhs = row.name().equals("row 0") ? 1.01 : row.rhs();
      other.row(row.name()).term("Y", term.matrix()).equalTo(rhs);
    }
    assertThat(found(other.build(), 1e4)).isEmpty();
  }

  /** Blocks that are not confined, and are too long for a matrix of their order. */
  @Test
  void besideLongVectors() {
    SdpProblem problem = assignment();
    int length = 50_000;
    SdpProblem.Builder wide =
        SdpProblem.builder()
            .psd("Y", ORDER)
            .nonNegative("v", length)
            .minimise("Y", problem.objective().get(0).matrix());
    for (SdpProblem.Row row : problem.rows()) {
      wide.row(row.name()).term("Y", row.terms().get(0).matrix()).equalTo(row.rhs());
    }
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    wide.row("sum").term("v", ConstraintMatrix.vector(ones)).equalTo(1);
    SdpProblem both = wide.build();
    double[] y = Arrays.copyOf(runOff(1e4), weights.size() + 1);
    BlockMatrix s = BlockMatrix.zeros(both.blocks());
    s.block(0).setTo(slack(problem, runOff(1e4)).block(0));
    FacialReduction face = HiddenFace.of(Workers.SERIAL, both, y, s).orElseThrow();
    assertThat(face).hasToString("block 1 of order 10 has a face of order 5");
    BlockMatrix x = BlockMatrix.zeros(face.problem().blocks());
    assertThat(face.completed(Workers.SERIAL, x, y)).as("no X to tell by").isEqualTo(y);
  }

  @Test
  void notAmongMoreRowsThanAGramMatrixIsFormedOf() {
    SdpProblem.Builder many = SdpProblem.builder().psd("Y", ORDER).nonNegative("v", 3001);
    for (int i = 0; i < 3001; i++) {
      double[] unit = new double[3001];
      unit[i] = 1;
      many.row("row " + i).term("v", ConstraintMatrix.vector(unit)).equalTo(1);
    }
    SdpProblem problem = many.build();
    BlockMatrix s = BlockMatrix.zeros(problem.blocks());
    s.block(0).set(0, 0, 1e9);
    assertThat(HiddenFace.of(Workers.SERIAL, problem, new double[3001], s)).isEmpty();
  }

  /** −λmin(S) = O(1/τ) in the whole; the bound that the multipliers prove stays as it is. */
  @Test
  void completedMultipliersNeedLessOfWhatExposesTheFace() {
    SdpProblem problem = assignment();
    FacialReduction face = found(problem, 1e4).orElseThrow();
    Solution solution = solve(face.problem(), 1e-11);
    double[] plain = solution.y();
    double[] completed = face.completed(Workers.SERIAL, solution.x(), plain);
    double push = 1 << 20;
    double before = outside(problem, face.whole(plain, push));
    double after = outside(problem, face.whole(completed, push));
    assertThat(after).isLessThan(before / 2);
    double difference = 0;
    for (int i = 0; i < plain.length; i++) {
      difference += (completed[i] - plain[i]) * problem.rhs()[i];
    }
    assertThat(difference).isCloseTo(0, within(1e-9));
  }

  private static double outside(SdpProblem problem, double[] y) {
    return -SymmetricEigen.valuesOf(slack(problem, y).block(0))[0];
  }
}
