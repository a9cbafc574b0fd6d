package io.spectrahedra.bench.kernels;

import java.util.Map;

/**
 * A library of dense linear algebra, on square matrices in its own form.
 *
 * @param <M> its matrix
 */
interface DenseLibrary<M> {
  /** The routines that the library has, each as it would be called by who knows the library. */
  Map<Routine, Call<M>> calls();

  /** A matrix of order n with these entries, row after row; the array may be shared. */
  M matrix(int n, double[] entries);

  /** The entries, row after row. */
  double[] entries(M matrix);

  /** {@code to} ← {@code from}. */
  void copy(M from, M to);

  /** One call of a routine: reads a and b, leaves its result in c. */
  @FunctionalInterface
  interface Call<M> {
    void on(Operands<M> x);
  }

  /** The matrices A, B and C of {@link Routine}, of order n. */
  record Operands<M>(int n, M a, M b, M c) {}
}
