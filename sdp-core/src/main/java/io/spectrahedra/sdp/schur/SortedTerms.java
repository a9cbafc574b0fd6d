package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.problem.SparseRows;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The sparse terms of one block in the order in which {@link SparseSchur} takes them: one matrix a
 * row (the terms of a row added up, scales included), the one with most entries first.
 *
 * <p>Places, the positions (p, q) of the lower triangle where some matrix has an entry, are
 * numbered by the last matrix that has one: those of the matrices from j on are the first {@code
 * places[j]}. What a formula computes for the pairs (j, i), i ≥ j, it computes once a place,
 * however many matrices share it.
 */
final class SortedTerms {
  /** Matrix j belongs to row[j] of 𝒜. Among equally many entries rows descend. */
  final int[] row;

  /** Entries start[j] to start[j + 1] − 1 are those of matrix j. */
  final int[] start;

  /** The place of each entry. */
  final int[] place;

  /** The value of each entry; half of it on the diagonal. */
  final double[] value;

  /** Row and column of each place. */
  final int[] placeRow;

  final int[] placeCol;

  /** How many places the matrices from j on have. */
  final int[] places;

  /** How many matrices have more than one entry; they come first. */
  final int severalEntries;

  /** From this matrix on all places lie on the diagonal. */
  final int diagonalFrom;

  /**
   * @param order order of the matrices
   */
  SortedTerms(SparseRows rows, int order) {
    int[] entryStart = rows.entries().start();
    int[] first = BlockSchur.panels(IntStream.range(0, rows.terms()).map(rows::row).toArray(), 1);
    int[] group = byEntries(first, entryStart);
    int count = group.length;
    this.row = Arrays.stream(group).map(g -> rows.row(first[g])).toArray();
    this.start = new int[count + 1];
    for (int j = 0; j < count; j++) {
      int entries = entryStart[first[group[j] + 1]] - entryStart[first[group[j]]];
      start[j + 1] = start[j] + entries;
    }
    this.place = new int[start[count]];
    this.value = new double[start[count]];
    long[] position = new long[start[count]];
    for (int j = 0; j < count; j++) {
      int to = start[j];
      for (int t = first[group[j]]; t < first[group[j] + 1]; t++) {
        to = take(rows, t, order, position, to);
      }
    }
    Arrays.sort(position);
    long[] byLastUse = byLastUse(position);
    this.placeRow = new int[byLastUse.length];
    this.placeCol = new int[byLastUse.length];
    this.places = new int[count + 1];
    number(position, byLastUse, order);
    this.severalEntries = (int) IntStream.range(0, count).filter(j -> entries(j) > 1).count();
    this.diagonalFrom = firstDiagonal();
  }

  /** Takes over the entries of term t; returns where those of the next one go. */
  private int take(SparseRows rows, int t, int order, long[] position, int from) {
    SparseRows.Entries entries = rows.entries();
    int to = from;
    for (int e = entries.start()[t]; e < entries.start()[t + 1]; e++) {
      int p = entries.row()[e];
      int q = entries.col()[e];
      value[to] = rows.scale(t) * entries.value()[e] * (p == q ? 0.5 : 1);
      position[to] = pair(p * order + q, to);
      to++;
    }
    return to;
  }

  /** Numbers the places in the order found and counts them. */
  private void number(long[] position, long[] byLastUse, int order) {
    int last = row.length - 1;
    for (int u = 0; u < byLastUse.length; u++) {
      int run = low(byLastUse[u]);
      int at = high(position[run]);
      placeRow[u] = at / order;
      placeCol[u] = at % order;
      for (int e = run; e < position.length && high(position[e]) == at; e++) {
        place[low(position[e])] = u;
      }
      places[last - high(byLastUse[u])]++;
    }
    for (int j = last; j >= 0; j--) {
      places[j] += places[j + 1];
    }
  }

  /** The groups of terms (those of one row each) that have entries, in the order of this class. */
  private static int[] byEntries(int[] first, int[] start) {
    return IntStream.range(0, first.length - 1)
        .filter(g -> start[first[g + 1]] > start[first[g]])
        .mapToLong(g -> pair(Integer.MAX_VALUE - start[first[g + 1]] + start[first[g]], -1 - g))
        .sorted()
        .mapToInt(key -> -1 - low(key))
        .toArray();
  }

  /**
   * The places, by the last matrix that uses them, the very last first.
   *
   * @param position pairs of a position and an entry, sorted
   * @return pairs of count − 1 − last matrix, and the first element of {@code position} there
   */
  private long[] byLastUse(long[] position) {
    long[] keys = new long[position.length];
    int found = 0;
    int run = 0;
    for (int e = 0; e < position.length; e++) {
      if (high(position[e]) != high(position[run])) {
        run = e;
      }
      if (e + 1 == position.length || high(position[e + 1]) != high(position[run])) {
        keys[found++] = pair(row.length - 1 - matrixOf(low(position[e])), run);
      }
    }
    long[] numbered = Arrays.copyOf(keys, found);
    Arrays.sort(numbered);
    return numbered;
  }

  private int matrixOf(int entry) {
    int at = Arrays.binarySearch(start, entry); // no matrix is empty, so that starts differ
    return at >= 0 ? at : -2 - at;
  }

  /** Both in one number, sorted by {@code high} and then by {@code low} as an unsigned number. */
  private static long pair(int high, int low) {
    return (long) high << Integer.SIZE | Integer.toUnsignedLong(low);
  }

  private static int high(long pair) {
    return (int) (pair >> Integer.SIZE);
  }

  private static int low(long pair) {
    return (int) pair;
  }

  /** How many matrices there are. */
  int matrices() {
    return row.length;
  }

  /** How many entries matrix j has in its lower triangle. */
  int entries(int j) {
    return start[j + 1] - start[j];
  }

  /** How many entries the matrices from j on have. */
  int entriesFrom(int j) {
    return place.length - start[j];
  }

  /** Row of entry e. */
  int entryRow(int e) {
    return placeRow[place[e]];
  }

  /** Column of entry e. */
  int entryCol(int e) {
    return placeCol[place[e]];
  }

  private int firstDiagonal() {
    int below = 0;
    while (below < placeRow.length && placeRow[below] == placeCol[below]) {
      below++;
    }
    int j = row.length;
    while (j > 0 && places[j - 1] <= below) {
      j--;
    }
    return j;
  }
}
