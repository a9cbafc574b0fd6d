package io.spectrahedra.sdp.cone;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.EliminationOrder;
import io.spectrahedra.sdp.linalg.SparseCholesky;
import io.spectrahedra.sdp.linalg.SparseProduct;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.AggregatePattern;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.util.Locale;
import java.util.Optional;

/** An S with the sparse pattern of the data, by its sparse factor: 4n flops an entry a product. */
final class SparseSlack implements SlackFactor {
  /** Up to this order dense products take no time worth saving. */
  private static final int SMALL = 300;

  /** Solves of order n that an iteration asks for, S⁻¹ included. */
  private static final double SOLVES = 4;

  /** What a flop of a solve with fronts costs, in flops of a large product. */
  private static final double SOLVE_FLOP = 3;

  private final EliminationOrder order;
  private final Workers workers;
  private final SparseCholesky factor;
  private final DenseMatrix inverse;

  SparseSlack(EliminationOrder order, Workers workers) {
    this.order = order;
    this.workers = workers;
    this.factor = new SparseCholesky(order);
    this.inverse = DenseMatrix.zeros(order.rows(), order.rows());
  }

  /**
   * For a block of a problem; nothing where its data are not sparse, or so many that their factor
   * costs more than a dense one: n³ flops for that and S⁻¹, and 2n³ for every other product.
   */
  static Optional<SparseSlack> of(SdpProblem problem, int block, Workers workers) {
    double n = problem.blocks().get(block).size();
    if (n <= SMALL) {
      return Optional.empty();
    }
    return AggregatePattern.of(problem, block, (int) Math.min(Integer.MAX_VALUE, n * n / 8))
        .map(pattern -> EliminationOrder.forSolves((int) n, pattern))
        .filter(
            order ->
                order.cost() + SOLVES * SOLVE_FLOP * 4 * n * order.entries()
                    < n * n * n * (1 + 2 * (SOLVES - 1)))
        .map(order -> new SparseSlack(order, workers));
  }

  @Override
  public boolean factor(DenseMatrix s) {
    factor.setTo(s);
    if (factor.factor(workers) < s.rows) {
      return false;
    }
    inverse.fill(0);
    for (int i = 0; i < s.rows; i++) {
      inverse.set(i, i, 1);
    }
    factor.solve(workers, inverse);
    inverse.symmetrise();
    return true;
  }

  @Override
  public DenseMatrix inverse() {
    return inverse;
  }

  @Override
  public DenseMatrix product(DenseMatrix a, DenseMatrix d, DenseMatrix work) {
    SparseProduct.of(d).multiply(workers, a, work);
    factor.solve(workers, work);
    return work;
  }

  @Override
  public double smallestOf(DenseMatrix ds, DenseMatrix work) {
    SparseProduct sparse = SparseProduct.of(ds);
    double[] inner = new double[ds.rows];
    double[] outer = new double[ds.rows];
    return SmallestEigenvalue.of(
        ds.rows,
        (v, target) -> {
          System.arraycopy(v, 0, outer, 0, v.length);
          factor.solveUpper(outer, inner);
          sparse.multiply(inner, outer);
          factor.solveLower(outer, target);
        });
  }

  @Override
  public String toString() {
    double n = order.rows();
    return String.format(
        Locale.ROOT,
        "S: sparse Cholesky (%.1f %% in the factor); %.1e flops, %.1e a product with its inverse",
        100 * order.entries() / (n * (n + 1) / 2),
        order.flops(),
        4 * n * order.entries());
  }
}
