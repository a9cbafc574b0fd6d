package io.spectrahedra.sdp.linalg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * T = Σ λₖvₖvₖᵀ of a symmetric tridiagonal matrix, by divide and conquer.
 *
 * <p>T is torn into two halves and a matrix of rank one, diag(T₁, T₂) + ρuuᵀ. Between the
 * eigenvectors Q of the halves that is diag(d) + ρzzᵀ with z = Qu, whose eigenvalues are the roots
 * of a {@link SecularEquation} (Cuppen 1981). Where an entry of z vanishes, or two of d agree, an
 * eigenvector of a half is one of the whole: it is deflated. The others follow from the roots by
 * Löwner's formula for the z that has them exactly, which makes them orthogonal to working
 * precision (Gu and Eisenstat, A divide-and-conquer algorithm for the symmetric tridiagonal
 * eigenproblem, 1995), and one matrix product. At most 4n³/3 flops, nearly all in products.
 */
final class TridiagonalEigen {
  /** Up to this order a part is solved by QL. */
  private static final int LEAF = 24;

  /** Diagonal of what is left of T, and the eigenvalues of the parts that are solved. */
  private final double[] d;

  private final double[] e;

  private final Workers workers;
  private final SolvedParts solved;

  private TridiagonalEigen(Workers workers, double[] d, double[] e, EigenRoom room) {
    this.workers = workers;
    this.d = d;
    this.e = e;
    this.solved = SolvedParts.of(d, room);
  }

  /**
   * All eigenvalues and eigenvectors.
   *
   * @param diagonal of length n; ← the eigenvalues, ascending
   * @param offDiagonal of length n − 1; not changed
   * @param room of order n; what is returned lies in it
   * @return n × n, row k the eigenvector of eigenvalue k; ‖TVᵀ − VᵀΛ‖ and ‖VVᵀ − I‖ of the order of
   *     nε
   */
  static DenseMatrix solve(
      Workers workers, double[] diagonal, double[] offDiagonal, EigenRoom room) {
    int scale = exponent(diagonal, offDiagonal);
    double[] d = scaled(diagonal, -scale);
    TridiagonalEigen eigen = new TridiagonalEigen(workers, d, scaled(offDiagonal, -scale), room);
    eigen.solve();
    DenseMatrix sorted = eigen.solved.sorted(workers, diagonal);
    System.arraycopy(scaled(diagonal, scale), 0, diagonal, 0, d.length);
    return sorted;
  }

  /** The eigenvalues alone: d ← ascending; O(n²). */
  static void values(double[] diagonal, double[] offDiagonal) {
    int scale = exponent(diagonal, offDiagonal);
    double[] d = scaled(diagonal, -scale);
    TridiagonalQl.diagonalise(d, scaled(offDiagonal, -scale), null);
    Arrays.sort(d);
    System.arraycopy(scaled(d, scale), 0, diagonal, 0, d.length);
  }

  /**
   * Such that division by its power of two leaves no entry above 2 in size: no square overflows.
   */
  private static int exponent(double[] d, double[] e) {
    double largest =
        DoubleStream.concat(Arrays.stream(d), Arrays.stream(e)).map(Math::abs).max().orElse(0);
    return largest == 0 ? 0 : Math.getExponent(largest);
  }

  private static double[] scaled(double[] x, int exponent) {
    double[] result = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = Math.scalb(x[i], exponent);
    }
    return result;
  }

  private void solve() {
    List<Part> leaves = new ArrayList<>();
    List<List<Part>> torn = new ArrayList<>();
    tear(new Part(0, d.length), 0, leaves, torn);
    workers.forEach(leaves.size(), task -> solveLeaf(leaves.get(task)));
    for (int depth = torn.size() - 1; depth >= 0; depth--) {
      List<Part> parts = torn.get(depth);
      if (parts.size() >= workers.threads()) {
        workers.forEach(parts.size(), task -> merge(Workers.SERIAL, parts.get(task)));
      } else {
        parts.forEach(part -> merge(workers, part));
      }
    }
  }

  private void merge(Workers team, Part part) {
    int middle = part.middle();
    new TridiagonalMerge(team, solved, part.low, middle, part.high, e[middle - 1]).run();
  }

  /** Rows low to high − 1. */
  private record Part(int low, int high) {
    int size() {
      return high - low;
    }

    int middle() {
      return (low + high) >>> 1;
    }
  }

  /** Cuts a part in halves until they are small; {@code torn} has those cut, by depth. */
  private void tear(Part part, int depth, List<Part> leaves, List<List<Part>> torn) {
    if (part.size() <= LEAF) {
      leaves.add(part);
      return;
    }
    int middle = part.middle();
    double rho = Math.abs(e[middle - 1]);
    d[middle - 1] -= rho;
    d[middle] -= rho;
    if (torn.size() == depth) {
      torn.add(new ArrayList<>());
    }
    torn.get(depth).add(part);
    tear(new Part(part.low, middle), depth + 1, leaves, torn);
    tear(new Part(middle, part.high), depth + 1, leaves, torn);
  }

  private void solveLeaf(Part leaf) {
    int low = leaf.low;
    int high = leaf.high;
    int size = leaf.size();
    DenseMatrix rows = solved.vectors().view(low, low, size, size);
    for (int i = 0; i < size; i++) {
      rows.set(i, i, 1);
    }
    double[] values = Arrays.copyOfRange(d, low, high);
    double[] off = size < 2 ? new double[0] : Arrays.copyOfRange(e, low, high - 1);
    TridiagonalQl.diagonalise(values, off, rows);
    System.arraycopy(values, 0, d, low, size);
    solved.order().sort(low, high);
  }
}
