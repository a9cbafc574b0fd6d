package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SparseSymmetric;
import io.spectrahedra.sdp.problem.SparseVector;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Finds hard rows that a triangular argument shows to be independent. A row with an entry in a
 * place of its own is at least as far from the span of the others as the entry is large: it is
 * peeled off, and the next one sought among the rest. A row that depends on others only depends on
 * rows that are left with it.
 *
 * <p>Elastic rows have their residual to themselves and are not looked at. O(E log E) for E sparse
 * entries; the places of a block that a dense or low-rank hard row covers belong to nobody.
 */
final class RowPeeling {
  private final SdpProblem source;
  private final int[] hard;

  /** Row hard[r] has the entries start[r] to start[r + 1] − 1. */
  private final int[] start;

  private final int[] place;

  /** Where the places of each block begin. */
  private final long[] offset;

  /** Blocks in which a hard row has a dense or low-rank term. */
  private final BitSet covered = new BitSet();

  /** Whether an entry is large enough to set its row apart. */
  private final BitSet large = new BitSet();

  /** By place, of the rows that are left: how many have an entry, or a large one, and which. */
  private final int[] count;

  private final int[] largeCount;
  private final int[] rowSum;

  private RowPeeling(SdpProblem source, double share, Workers workers) {
    this.source = source;
    this.hard =
        IntStream.range(0, source.rows().size())
            .filter(i -> source.rows().get(i).penalty().isHard())
            .toArray();
    this.offset = new long[source.blocks().size()];
    for (int k = 1; k < offset.length; k++) {
      Block before = source.blocks().get(k - 1);
      offset[k] = offset[k - 1] + (long) before.size() * before.cols();
    }
    for (int i : hard) {
      for (SdpProblem.Term term : source.rows().get(i).terms()) {
        if (!(term.matrix() instanceof SparseSymmetric || term.matrix() instanceof SparseVector)) {
          covered.set(term.block());
        }
      }
    }
    this.start = new int[hard.length + 1];
    for (int r = 0; r < hard.length; r++) {
      int[] entries = {start[r]};
      forEach(r, (at, size) -> entries[0] = Math.addExact(entries[0], 1));
      start[r + 1] = entries[0];
    }
    long[] position = new long[start[hard.length]];
    for (int r = 0; r < hard.length; r++) {
      workers.checkStop();
      double enough = share * norm(r);
      int[] next = {start[r]};
      forEach(
          r,
          (at, size) -> {
            position[next[0]] = at;
            large.set(next[0]++, size > enough);
          });
    }
    long[] places = Arrays.stream(position).sorted().distinct().toArray();
    this.place = new int[position.length];
    for (int r = 0; r < hard.length; r++) {
      workers.checkStop();
      for (int e = start[r]; e < start[r + 1]; e++) {
        place[e] = Arrays.binarySearch(places, position[e]);
      }
    }
    this.count = new int[places.length];
    this.largeCount = new int[places.length];
    this.rowSum = new int[places.length];
  }

  /** An entry of a row: its place among those of all blocks, and what it adds to ‖A‖. */
  private interface Visitor {
    void visit(long place, double size);
  }

  /** The sparse entries of row hard[r]; those of blocks that others cover count as 0. */
  private void forEach(int r, Visitor visitor) {
    for (SdpProblem.Term term : source.rows().get(hard[r]).terms()) {
      long first = offset[term.block()];
      double scale = covered.get(term.block()) ? 0 : Math.abs(term.scale());
      if (term.matrix() instanceof SparseSymmetric a) {
        for (int e = 0; e < a.entries(); e++) {
          double twice = a.row(e) == a.col(e) ? scale : Math.sqrt(2) * scale;
          visitor.visit(
              first + (long) a.row(e) * a.size() + a.col(e), twice * Math.abs(a.value(e)));
        }
      } else if (term.matrix() instanceof SparseVector v) {
        for (int e = 0; e < v.entries(); e++) {
          visitor.visit(first + v.index(e), scale * Math.abs(v.value(e)));
        }
      }
    }
  }

  private double norm(int r) {
    return source.rows().get(hard[r]).terms().stream()
        .mapToDouble(term -> Math.abs(term.scale()) * term.matrix().frobeniusNorm())
        .sum();
  }

  /**
   * The hard rows that are left.
   *
   * @param share how large an entry must be against the norm of its row to set it apart
   * @param workers who may be told to stop; one thread does it all
   */
  static int[] rest(SdpProblem source, double share, Workers workers) {
    return new RowPeeling(source, share, workers).rest();
  }

  private int[] rest() {
    for (int r = 0; r < hard.length; r++) {
      for (int e = start[r]; e < start[r + 1]; e++) {
        add(e, 1, r);
      }
    }
    int[] queue = new int[count.length]; // a place comes to be somebody's own once
    int end = 0;
    for (int p = 0; p < count.length; p++) {
      if (count[p] == 1) {
        queue[end++] = p;
      }
    }
    BitSet left = new BitSet();
    left.set(0, hard.length);
    for (int at = 0; at < end; at++) {
      int p = queue[at];
      if (count[p] == 1 && largeCount[p] == 1) {
        int r = rowSum[p];
        left.clear(r);
        for (int e = start[r]; e < start[r + 1]; e++) {
          add(e, -1, r);
          if (count[place[e]] == 1) {
            queue[end++] = place[e];
          }
        }
      }
    }
    return left.stream().map(r -> hard[r]).toArray();
  }

  private void add(int e, int sign, int r) {
    count[place[e]] += sign;
    largeCount[place[e]] += large.get(e) ? sign : 0;
    rowSum[place[e]] += sign * r;
  }
}
