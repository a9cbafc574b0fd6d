package io.spectrahedra.sdp.problem;

import java.util.Optional;
import java.util.stream.IntStream;

/** Multipliers z with 𝒜*(z) = I, of rows that have a single entry, on the diagonal [M44]. */
public final class IdentityRows {
  private IdentityRows() {}

  /** Z, 0 for other rows; nothing where a diagonal entry is in no such row, or a block not psd. */
  public static Optional<double[]> of(SdpProblem problem) {
    int[] missing = new int[problem.blocks().size()];
    boolean[][] seen = new boolean[missing.length][];
    for (int k = 0; k < missing.length; k++) {
      if (!(problem.blocks().get(k) instanceof Block.Psd psd)) {
        return Optional.empty();
      }
      missing[k] = psd.size();
      seen[k] = new boolean[psd.size()];
    }
    double[] z = new double[problem.rows().size()];
    for (int i = 0; i < z.length; i++) {
      SdpProblem.Row row = problem.rows().get(i);
      if (row.penalty().isHard()
          && row.terms().size() == 1
          && row.terms().get(0).matrix() instanceof SparseSymmetric a
          && a.entries() == 1
          && a.row(0) == a.col(0)
          && !seen[row.terms().get(0).block()][a.row(0)]) {
        SdpProblem.Term term = row.terms().get(0);
        seen[term.block()][a.row(0)] = true;
        missing[term.block()]--;
        z[i] = 1 / (term.scale() * a.value(0));
      }
    }
    return IntStream.of(missing).allMatch(left -> left == 0) ? Optional.of(z) : Optional.empty();
  }
}
