package io.spectrahedra.bench.kernels;

/**
 * What is measured, on matrices of order n: A symmetric positive definite, L its lower triangle, B
 * of any kind. The result goes to C.
 */
enum Routine {
  /** C ← AB. */
  GEMM("gemm", 2, Start.ANY),
  /** The lower triangle of C ← BBᵀ. */
  SYRK("syrk", 1, Start.ANY),
  /** The lower triangle of C ← BABᵀ. */
  SANDWICH("sandwich", 3, Start.ANY),
  /** C ← L⁻¹C. */
  TRSM("trsm", 1, Start.B),
  /** C ← CL⁻ᵀ. */
  TRSM_RIGHT("trsm-right", 1, Start.B),
  /** The lower triangle of C = LLᵀ ← L. */
  CHOLESKY("cholesky", 1.0 / 3, Start.A),
  /** The lower triangle of C ← C⁻¹. */
  SPD_INVERSE("spd-inverse", 1, Start.A),
  /** C, a lower triangle, ← C⁻¹. */
  TRIANGULAR_INVERSE("triangular-inverse", 1.0 / 3, Start.A),
  /** C ← the eigenvectors of C, as rows or as columns; flops are nominal, see the seconds. */
  EIGEN("eigen", 9, Start.A);

  /** What C holds before a call: what it likes, or a fresh copy that the call overwrites. */
  enum Start {
    ANY,
    A,
    B
  }

  private final String label;
  private final double flopsPerCube;
  private final Start start;

  Routine(String label, double flopsPerCube, Start start) {
    this.label = label;
    this.flopsPerCube = flopsPerCube;
    this.start = start;
  }

  /** Floating-point operations as LAPACK counts them, without terms of lower order. */
  double flops(int n) {
    return flopsPerCube * n * n * n;
  }

  Start start() {
    return start;
  }

  /** The name on the command line and in the results. */
  @Override
  public String toString() {
    return label;
  }
}
