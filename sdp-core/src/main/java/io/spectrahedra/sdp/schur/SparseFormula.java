package io.spectrahedra.sdp.schur;

/**
 * How W = X A S⁻¹ of a sparse A is had at the places where later matrices have entries [M9]
 * (Fujisawa, Kojima and Nakata 1997). With k the number of rows in which A is not zero, J these
 * rows, and H = A_JJ S⁻¹[J,:]:
 */
enum SparseFormula {
  /** All of W = X[:,J]·H by one product: 2n²k flops at full speed. */
  F1,
  /** W_pq = X[p,J]·H[:,q] where it is wanted: 2k flops each. */
  F2,
  /** W_pq = Σ a_rs X_pr (S⁻¹)_sq where it is wanted, entry by entry of A. */
  F3
}
