package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.ipm.PhaseClock.Phase;
import io.spectrahedra.sdp.linalg.SymmetricSystem;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.schur.SchurComplement;
import java.util.BitSet;
import java.util.List;

/**
 * M + D as a matrix. Where rounding has made it indefinite, a multiple of its diagonal is added;
 * where a pivot stays negative a row is frozen: it has lost all digits to cancellation, as where
 * 𝒜ᵢ(X) = 0 has taken X to the boundary, and it takes no part in the directions from then on but
 * through their refinement, which makes up for all this. If that is not enough, more is added.
 */
final class SchurRows implements RowSystem {
  /** First multiple of the diagonal that is added when the factorisation breaks down. */
  private static final double FIRST_REGULARISATION = 1e-15;

  private static final double LAST_REGULARISATION = 1e-13;

  /** With rows frozen. */
  private static final double MOST_REGULARISATION = 1e-6;

  /** The diagonal of a frozen row, against the largest of the others. */
  private static final double FROZEN = 1e12;

  private static final int MAX_ATTEMPTS = 30;

  private final ScaledProblem problem;
  private final List<Cone> cones;
  private final SchurComplement schur;
  private final SymmetricSystem m;
  private final FreeVariables free;
  private final PhaseClock clock;
  private final BitSet frozen = new BitSet();
  private final BlockMatrix nothing;
  private final BlockMatrix discarded;

  /** The largest diagonal entry of M + D. */
  private double largest;

  /** D at the current point. */
  private double[] compliance = new double[0];

  SchurRows(ScaledProblem problem, List<Cone> cones, FreeVariables free, PhaseClock clock) {
    this.problem = problem;
    this.cones = cones;
    this.schur = SchurComplement.of(problem.operator, cones, free.meetHardRows());
    this.m = schur.system();
    this.free = free;
    this.nothing = BlockMatrix.zeros(free.isEmpty() ? List.of() : problem.source.blocks());
    this.discarded = nothing.copy();
    this.clock = clock;
  }

  @Override
  public boolean factor(double[] d) {
    compliance = d;
    double added = 0;
    assemble(added);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      int pivot = clock.time(Phase.FACTOR, () -> m.factor(problem.workers));
      if (pivot == m.rows()) {
        return clock.time(Phase.FACTOR, () -> free.factor(problem.workers, m));
      }
      if (added < LAST_REGULARISATION) {
        added = added == 0 ? FIRST_REGULARISATION : 100 * added;
        assemble(added);
      } else {
        assemble(added);
        freeze(withoutDigits(pivot));
        added = Math.min(MOST_REGULARISATION, 10 * added);
      }
    }
    return false;
  }

  /**
   * The row to blame for a negative pivot. It need not be the pivot's: a row of rounding errors
   * that comes first spoils all that follow. But with it the pivot's row has a negative 2 × 2
   * minor, and of the two it is the one with the smaller diagonal.
   */
  private int withoutDigits(int pivot) {
    int worst = pivot;
    double most = 1; // of Mᵢⱼ²/(Mᵢᵢ Mⱼⱼ), in exact arithmetic
    for (int i = 0; i < m.rows(); i++) {
      double entry = m.at(Math.max(i, pivot), Math.min(i, pivot));
      double share = entry * entry / (m.at(i, i) * m.at(pivot, pivot));
      if (i != pivot && m.at(i, i) < m.at(pivot, pivot) && share > most) {
        most = share;
        worst = i;
      }
    }
    return worst;
  }

  private void assemble(double added) {
    clock.run(
        Phase.SCHUR,
        () -> {
          schur.assemble(problem.workers);
          for (int i = 0; i < m.rows(); i++) {
            m.addDiagonal(i, compliance[i]);
          }
          free.addTo(problem.workers, m);
          largest = 0;
          for (int i = 0; i < m.rows(); i++) {
            m.addDiagonal(i, added * Math.abs(m.at(i, i)));
            largest = Math.max(largest, m.at(i, i));
          }
          for (int i = frozen.nextSetBit(0); i >= 0; i = frozen.nextSetBit(i + 1)) {
            m.addDiagonal(i, FROZEN * largest);
          }
        });
  }

  private void freeze(int row) {
    frozen.set(row);
    m.addDiagonal(row, FROZEN * largest);
  }

  @Override
  public double flops() {
    return schur.plan().flops();
  }

  @Override
  public double solveFlops() {
    return 4 * schur.plan().factorEntries();
  }

  @Override
  public boolean satisfiesElasticRows() {
    return false;
  }

  @Override
  public void solve(double[] g) {
    free.solve(problem.workers, m, g, nothing, discarded);
  }

  @Override
  public void solve(double[] g, BlockMatrix dx, BlockMatrix ds) {
    free.solve(problem.workers, m, g, ds, dx);
    BlockMatrix adjoint = BlockMatrix.zeros(problem.source.blocks());
    problem.operator.adjoint(problem.workers, g, adjoint);
    ds.addScaled(-1, adjoint);
    for (int k = 0; k < cones.size(); k++) {
      cones.get(k).addScaledProduct(-1, ds.block(k), dx.block(k));
    }
  }

  /** The formulas of the Schur complement, one a line. */
  @Override
  public String toString() {
    return schur.toString();
  }
}
