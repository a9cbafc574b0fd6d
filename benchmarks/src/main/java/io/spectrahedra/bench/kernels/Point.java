package io.spectrahedra.bench.kernels;

import io.spectrahedra.bench.report.Labels;

/** One line of the table: a routine at one order. */
record Point(Routine routine, int n) {
  /** The inverse of {@link #toString}. */
  static Point parse(String text) {
    int space = text.indexOf(' ');
    return new Point(
        Labels.parse(Routine.class, text.substring(0, space)),
        Integer.parseInt(text.substring(space + 1)));
  }

  double flops() {
    return routine.flops(n);
  }

  @Override
  public String toString() {
    return routine + " " + n;
  }
}
