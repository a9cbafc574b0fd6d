package io.spectrahedra.sdp.solver;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SparseVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a solve may begin: the solution of a similar problem, or a guess of one. It need not be
 * feasible, nor in the cone. No S is asked for, for C − 𝒜*(y) of the new problem takes its place.
 * A solver begins there only if that promises to be better than its usual start; {@link
 * Solution#warmStarted} says whether it did.
 *
 * @param x one matrix a block, in the units of the problem; not copied
 * @param y one multiplier a row; not copied
 */
public record WarmStart(BlockMatrix x, double[] y) {
  /** No point: the usual start. */
  public static final WarmStart NONE = new WarmStart(BlockMatrix.of(List.of()), new double[0]);

  /**
   * The solution of a previous problem, as a start for {@code problem}: its blocks by their names,
   * and its multipliers by the names of the rows, 0 in rows that it did not have. Inequalities may
   * have come or gone: their slacks go by the names of the rows too, and new ones are what X
   * leaves.
   *
   * @throws IllegalArgumentException if a block of the problem was not there, or had another shape
   */
  public static WarmStart of(Solution previous, SdpProblem problem) {
    SdpProblem before = previous.problem();
    List<DenseMatrix> x = new ArrayList<>();
    for (int k = 0; k < problem.blocks().size(); k++) {
      String name = problem.blockNames().get(k);
      if (isSlacks(problem, k)) {
        x.add(slacks(previous, problem, k, x));
        continue;
      }
      int index = before.blockIndex(name);
      Block block = before.blocks().get(index);
      if (!block.equals(problem.blocks().get(k))) {
        throw new IllegalArgumentException(
            "warm start: block \""
                + name
                + "\" is "
                + problem.blocks().get(k)
                + ", in the previous problem it was "
                + block);
      }
      x.add(previous.x().block(index));
    }
    Map<String, Double> multipliers = new HashMap<>();
    for (int i = 0; i < before.rows().size(); i++) {
      multipliers.put(before.rows().get(i).name(), previous.y()[i]);
    }
    double[] y =
        problem.rows().stream()
            .mapToDouble(row -> multipliers.getOrDefault(row.name(), 0.0))
            .toArray();
    return new WarmStart(BlockMatrix.of(x), y);
  }

  /** Whether block k is what the inequalities of the builder have put there. */
  private static boolean isSlacks(SdpProblem problem, int k) {
    return problem.blockNames().get(k).equals(SdpProblem.SLACKS)
        && k == problem.blocks().size() - 1
        && problem.rows().stream()
                .flatMap(row -> row.terms().stream())
                .filter(term -> term.block() == k)
                .filter(term -> term.matrix() instanceof SparseVector unit && unit.entries() == 1)
                .count()
            == problem.blocks().get(k).size();
  }

  /** By the names of their rows; where a row is new, what is left of its right-hand side. */
  private static DenseMatrix slacks(
      Solution previous, SdpProblem problem, int k, List<DenseMatrix> others) {
    SdpProblem before = previous.problem();
    Map<String, Double> known = new HashMap<>();
    int last = before.blocks().size() - 1;
    if (isSlacks(before, last)) {
      for (SdpProblem.Row row : before.rows()) {
        for (SdpProblem.Term term : row.terms()) {
          if (term.block() == last && term.matrix() instanceof SparseVector unit) {
            known.put(row.name(), previous.x().block(last).at(unit.index(0), 0));
          }
        }
      }
    }
    DenseMatrix slacks = DenseMatrix.zeros(problem.blocks().get(k).size(), 1);
    for (SdpProblem.Row row : problem.rows()) {
      double left = row.rhs();
      for (SdpProblem.Term term : row.terms()) {
        if (term.block() != k) {
          left -= term.scale() * term.matrix().dot(others.get(term.block()));
        } else if (term.matrix() instanceof SparseVector unit) { // the last term of its row
          double sign = term.scale() * unit.value(0);
          double slack = known.getOrDefault(row.name(), Math.max(0, left / sign));
          slacks.set(unit.index(0), 0, slack);
        }
      }
    }
    return slacks;
  }

  /** Whether there is no point. */
  public boolean isNone() {
    return x.blocks().isEmpty();
  }

  /**
   * Checks that the point is one of this problem, if there is a point.
   *
   * @throws IllegalArgumentException if a shape differs or a number is not finite
   */
  public void requireFits(SdpProblem problem) {
    if (isNone()) {
      return;
    }
    List<Block> blocks = problem.blocks();
    require(x.blocks().size() == blocks.size(), "blocks of X", blocks.size(), x.blocks().size());
    for (int k = 0; k < blocks.size(); k++) {
      String name = "block \"" + problem.blockNames().get(k) + "\" of X: ";
      require(
          x.block(k).rows == blocks.get(k).size(),
          name + "rows",
          blocks.get(k).size(),
          x.block(k).rows);
      require(
          x.block(k).cols == blocks.get(k).cols(),
          name + "columns",
          blocks.get(k).cols(),
          x.block(k).cols);
    }
    require(y.length == problem.rows().size(), "numbers of y", problem.rows().size(), y.length);
    double size = x.frobeniusNorm();
    for (double entry : y) {
      size += Math.abs(entry);
    }
    if (!Double.isFinite(size)) {
      throw new IllegalArgumentException("warm start: X and y must be finite");
    }
  }

  private static void require(boolean condition, String what, int wanted, int found) {
    if (!condition) {
      throw new IllegalArgumentException(
          "warm start: " + what + " must be " + wanted + ", were " + found);
    }
  }
}
