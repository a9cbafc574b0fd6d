package io.spectrahedra.bench.kernels;

import io.spectrahedra.bench.kernels.DenseLibrary.Call;
import io.spectrahedra.bench.kernels.DenseLibrary.Operands;
import java.util.SplittableRandom;

/** A routine of a library with its operands, ready to be called again and again. */
final class Prepared<M> {
  private final DenseLibrary<M> library;
  private final Routine.Start start;
  private final Call<M> call;
  private final Operands<M> operands;

  private Prepared(DenseLibrary<M> library, Routine routine, Call<M> call, Operands<M> operands) {
    this.library = library;
    this.start = routine.start();
    this.call = call;
    this.operands = operands;
  }

  /**
   * The same operands for every library.
   *
   * @throws IllegalArgumentException if the library lacks the routine
   */
  static <M> Prepared<M> of(DenseLibrary<M> library, Point point) {
    Call<M> call = library.calls().get(point.routine());
    if (call == null) {
      throw new IllegalArgumentException("the library has no " + point.routine());
    }
    int n = point.n();
    Operands<M> operands =
        new Operands<>(
            n,
            library.matrix(n, positiveDefinite(n)),
            library.matrix(n, random(n)),
            library.matrix(n, new double[n * n]));
    return new Prepared<>(library, point.routine(), call, operands);
  }

  /** C ← what the routine expects there. */
  void restore() {
    if (start != Routine.Start.ANY) {
      library.copy(start == Routine.Start.A ? operands.a() : operands.b(), operands.c());
    }
  }

  void run() {
    call.on(operands);
  }

  /** C, row after row. */
  double[] result() {
    return library.entries(operands.c());
  }

  static double[] random(int n) {
    return new SplittableRandom(n).doubles((long) n * n, -1, 1).toArray();
  }

  /** Symmetric with entries in (−1, 1) and n more on the diagonal; so is its triangle benign. */
  static double[] positiveDefinite(int n) {
    double[] a = random(n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[j * n + i] = a[i * n + j];
      }
      a[i * n + i] += n;
    }
    return a;
  }
}
