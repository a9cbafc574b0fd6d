package io.spectrahedra.sdp.schur;

import java.util.Arrays;
import java.util.Set;

/**
 * What each formula costs for each matrix, in flops of a large dense product: a flop elsewhere
 * counts as many as could be done in its time.
 */
final class SparseCost {
  /** A flop of y ← y + αx over rows of order n, in the cache. */
  private static final double ADD = 8;

  /** Reading, adding and storing an entry of W that has been formed. */
  private static final double READ = 300;

  /** One entry of a gathered or transposed matrix. */
  private static final double COPY = 60;

  /** Flops of a product that its storing to memory takes the time of. */
  private static final double STORE = 32;

  /** A dot product, whatever its length. */
  private static final double DOT = 400;

  /** The four products of two entries off the diagonal. */
  private static final double PAIR = 200;

  /** One entry of a later matrix against W. */
  private static final double FOLD = 100;

  /** Starting a product. */
  private static final double START = 50_000;

  private final SortedTerms terms;
  private final int order;

  /** k of each matrix. */
  private final int[] width;

  /** Entries of each matrix in both triangles. */
  private final int[] full;

  SparseCost(SortedTerms terms, int order) {
    this.terms = terms;
    this.order = order;
    this.width = new int[terms.matrices()];
    this.full = new int[terms.matrices()];
    int[] seen = new int[order];
    Arrays.fill(seen, -1);
    for (int j = 0; j < width.length; j++) {
      for (int e = terms.start[j]; e < terms.start[j + 1]; e++) {
        int p = terms.entryRow(e);
        int q = terms.entryCol(e);
        full[j] += p == q ? 1 : 2;
        width[j] += seen[p] == j ? 0 : 1;
        seen[p] = j;
        width[j] += seen[q] == j ? 0 : 1;
        seen[q] = j;
      }
    }
  }

  /** k: in how many rows matrix j is not zero. */
  int width(int j) {
    return width[j];
  }

  /** Whether A_JJ S⁻¹[J,:] is to be formed as a dense product. */
  boolean isDense(int j) {
    return ADD * full[j] > (double) width[j] * width[j] + START / order;
  }

  /** The cheapest of the formulas allowed. */
  SparseFormula cheapest(int j, Set<SparseFormula> allowed) {
    SparseFormula best = allowed.iterator().next();
    for (SparseFormula formula : allowed) {
      best = of(formula, j) < of(best, j) ? formula : best;
    }
    return best;
  }

  /** What matrix j costs by this formula, against itself and all later matrices. */
  double of(SparseFormula formula, int j) {
    double k = width[j];
    double n = order;
    double wanted = terms.places[j];
    double fold = FOLD * terms.entriesFrom(j);
    return fold
        + switch (formula) {
          case F1 -> half(j) + 2 * n * n * (k + STORE) + COPY * n * k + READ * wanted + START;
          case F2 -> half(j) + 2 * COPY * n * k + wanted * (4 * ADD / 2 * k + DOT);
          case F3 -> PAIR * terms.entries(j) * wanted;
        };
  }

  /** What H costs. */
  private double half(int j) {
    double k = width[j];
    return isDense(j) ? 2 * k * k * order + START : 2 * ADD * full[j] * order;
  }

  /** The arithmetic operations of matrix j by this formula, each counted once. */
  double flops(SparseFormula formula, int j) {
    double k = width[j];
    double n = order;
    double wanted = terms.places[j];
    double h = isDense(j) ? 2 * k * k * n : 2.0 * full[j] * n;
    double w =
        switch (formula) {
          case F1 -> h + 2 * n * n * k + wanted;
          case F2 -> h + 4 * k * wanted;
          case F3 -> 9.0 * terms.entries(j) * wanted;
        };
    return w + 2.0 * terms.entriesFrom(j);
  }
}
