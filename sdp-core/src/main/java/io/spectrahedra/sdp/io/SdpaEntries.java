package io.spectrahedra.sdp.io;

import java.util.Arrays;

/** The entries of F₀, …, F_m in the order of the file, 28 bytes each; indices count from 0. */
final class SdpaEntries {
  private int size;
  private int[] matrix = new int[256];
  private int[] block = new int[256];
  private int[] row = new int[256];
  private int[] col = new int[256];
  private double[] value = new double[256];
  private int[] line = new int[256];

  /** Takes the entries of one matrix in one block, with the lines they are in. */
  interface Visitor {
    void visit(int matrix, int block, int[] row, int[] col, double[] value, int[] line);
  }

  void add(int ofMatrix, int ofBlock, int i, int j, double entry, int inLine) {
    if (size == value.length) {
      grow();
    }
    matrix[size] = ofMatrix;
    block[size] = ofBlock;
    row[size] = i;
    col[size] = j;
    line[size] = inLine;
    value[size++] = entry;
  }

  private void grow() {
    int more = size + (size >> 1);
    matrix = Arrays.copyOf(matrix, more);
    block = Arrays.copyOf(block, more);
    row = Arrays.copyOf(row, more);
    col = Arrays.copyOf(col, more);
    value = Arrays.copyOf(value, more);
    line = Arrays.copyOf(line, more);
  }

  /**
   * Shows all entries, matrix after matrix and within it block after block, the entries of each in
   * the order of the file. O(entries + matrices + blocks).
   */
  void visit(int matrices, int blocks, Visitor visitor) {
    int[] order = new int[size];
    Arrays.setAll(order, e -> e);
    order = stableOrder(stableOrder(order, block, blocks), matrix, matrices);
    for (int begin = 0; begin < size; ) {
      int first = order[begin];
      int end = begin + 1;
      while (end < size
          && matrix[order[end]] == matrix[first]
          && block[order[end]] == block[first]) {
        end++;
      }
      int[] rows = new int[end - begin];
      int[] cols = new int[end - begin];
      double[] values = new double[end - begin];
      int[] lines = new int[end - begin];
      for (int e = begin; e < end; e++) {
        rows[e - begin] = row[order[e]];
        cols[e - begin] = col[order[e]];
        values[e - begin] = value[order[e]];
        lines[e - begin] = line[order[e]];
      }
      visitor.visit(matrix[first], block[first], rows, cols, values, lines);
      begin = end;
    }
  }

  /** The order by {@code key}, a number below {@code keys}, that keeps ties as they are. */
  private static int[] stableOrder(int[] order, int[] key, int keys) {
    int[] place = new int[keys + 1];
    for (int e : order) {
      place[key[e] + 1]++;
    }
    for (int k = 0; k < keys; k++) {
      place[k + 1] += place[k];
    }
    int[] sorted = new int[order.length];
    for (int e : order) {
      sorted[place[key[e]]++] = e;
    }
    return sorted;
  }
}
