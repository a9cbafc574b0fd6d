package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.problem.SparseVector;
import io.spectrahedra.sdp.problem.VectorRows;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The terms of a vector block as a sparse matrix A, a row of it for each row of 𝒜 (the terms of a
 * row added up, scales included): column by column, and where each row is in the columns.
 */
final class SparseColumns {
  /** Column k has the entries start[k] to end[k] − 1. */
  final int[] start;

  final int[] end;

  /** The row of 𝒜 of each entry; ascending in a column. */
  final int[] row;

  final double[] value;

  /** The column of each entry. */
  final int[] column;

  /** The rows of 𝒜 that have terms, ascending. */
  final int[] rows;

  /** The entries of rows[a] are rowEntry[rowStart[a]] to rowEntry[rowStart[a + 1] − 1]. */
  final int[] rowStart;

  final int[] rowEntry;

  SparseColumns(VectorRows terms, int length) {
    this.start = new int[length + 1];
    for (int t = 0; t < terms.terms(); t++) {
      for (int e = 0; e < terms.vector(t).entries(); e++) {
        start[terms.vector(t).index(e) + 1]++;
      }
    }
    for (int k = 0; k < length; k++) {
      start[k + 1] = Math.addExact(start[k + 1], start[k]);
    }
    this.end = Arrays.copyOf(start, length);
    this.row = new int[start[length]];
    this.value = new double[start[length]];
    this.column = new int[start[length]];
    fill(terms);
    this.rows = IntStream.range(0, terms.terms()).map(terms::row).distinct().toArray();
    this.rowStart = new int[rows.length + 1];
    this.rowEntry = new int[IntStream.range(0, length).map(k -> end[k] - start[k]).sum()];
    fillRows();
  }

  /** Rows come in order, so that two terms of one row meet at the end of a column. */
  private void fill(VectorRows terms) {
    for (int t = 0; t < terms.terms(); t++) {
      SparseVector vector = terms.vector(t);
      for (int e = 0; e < vector.entries(); e++) {
        int k = vector.index(e);
        double scaled = terms.scale(t) * vector.value(e);
        if (end[k] > start[k] && row[end[k] - 1] == terms.row(t)) {
          value[end[k] - 1] += scaled;
        } else {
          row[end[k]] = terms.row(t);
          column[end[k]] = k;
          value[end[k]++] = scaled;
        }
      }
    }
  }

  private void fillRows() {
    int[] local = new int[row.length];
    for (int k = 0; k < end.length; k++) {
      for (int e = start[k]; e < end[k]; e++) {
        local[e] = Arrays.binarySearch(rows, row[e]);
        rowStart[local[e] + 1]++;
      }
    }
    for (int a = 0; a < rows.length; a++) {
      rowStart[a + 1] += rowStart[a];
    }
    int[] next = rowStart.clone();
    for (int k = 0; k < end.length; k++) {
      for (int e = start[k]; e < end[k]; e++) {
        rowEntry[next[local[e]]++] = e;
      }
    }
  }

  /** How many columns there are. */
  int columns() {
    return end.length;
  }

  /** The rows of column k. */
  int[] rowsOf(int k) {
    return Arrays.copyOfRange(row, start[k], end[k]);
  }

  /** How many pairs of entries the a-th row has with entries of rows up to itself. */
  long pairs(int a) {
    long pairs = 0;
    for (int at = rowStart[a]; at < rowStart[a + 1]; at++) {
      pairs += rowEntry[at] + 1 - start[column[rowEntry[at]]];
    }
    return pairs;
  }
}
