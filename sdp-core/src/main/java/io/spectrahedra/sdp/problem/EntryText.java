package io.spectrahedra.sdp.problem;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Entries of a sparse matrix for people to read. */
final class EntryText {
  private static final int MOST = 10;

  private EntryText() {}

  /** The first of that many entries, in braces. */
  static String of(int count, IntFunction<String> entry) {
    return IntStream.range(0, Math.min(count, MOST))
        .mapToObj(entry)
        .collect(Collectors.joining(", ", "{", count > MOST ? ", ...}" : "}"));
  }
}
