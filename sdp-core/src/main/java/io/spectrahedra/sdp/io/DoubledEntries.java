package io.spectrahedra.sdp.io;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for entries of one place, in the same triangle or in both: they are added, which whoever
 * writes a file with both triangles hardly wants.
 */
final class DoubledEntries {
  private int count; // entries whose place had one already
  private int line = Integer.MAX_VALUE; // of the first of them
  private String first = "";

  /** Looks at the entries of one matrix in one block; O(entries) where these are in order. */
  void visit(int matrix, int block, int[] i, int[] j, int[] lines) {
    long[] places = new long[i.length];
    boolean increasing = true;
    for (int e = 0; e < places.length; e++) {
      places[e] = (long) Math.min(i[e], j[e]) << Integer.SIZE | Math.max(i[e], j[e]);
      increasing = increasing && (e == 0 || places[e - 1] < places[e]);
    }
    if (increasing) {
      return;
    }
    long[] sorted = places.clone();
    Arrays.sort(sorted);
    int doubled = 0;
    for (int e = 1; e < sorted.length; e++) {
      doubled += sorted[e - 1] == sorted[e] ? 1 : 0;
    }
    count += doubled;
    if (doubled > 0) {
      describe(matrix, block, i, j, places, lines);
    }
  }

  private void describe(int matrix, int block, int[] i, int[] j, long[] places, int[] lines) {
    Map<Long, Integer> seen = new HashMap<>();
    for (int e = 0; e < places.length && lines[e] < line; e++) {
      Integer other = seen.putIfAbsent(places[e], e);
      if (other != null) {
        line = lines[e];
        first =
            "entry (%d, %d) of matrix %d, block %d has the place of (%d, %d) in line %d"
                .formatted(
                    i[e] + 1,
                    j[e] + 1,
                    matrix,
                    block + 1,
                    i[other] + 1,
                    j[other] + 1,
                    lines[other]);
      }
    }
  }

  /** One sentence on all that were found, beginning with the place of the first. */
  Optional<String> remark(TokenScanner in) {
    return count == 0
        ? Optional.empty()
        : Optional.of(
            "%s: %s; they are added%s"
                .formatted(
                    in.place(line),
                    first,
                    count == 1 ? "" : ", and so are " + (count - 1) + " more"));
  }
}
