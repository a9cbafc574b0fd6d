/**
 * Dense linear algebra. Transposed and partial operands are views of a {@link DenseMatrix}; an
 * upper triangle is the transposed view of a lower one.
 *
 * <pre>
 *   gemm    Gemm.multiply(workers, α, A, B, β, C)           C ← αAB + βC
 *   syrk    Gemm.multiplyLower(workers, α, A, Aᵀ, β, C)     lower triangle of C ← αAAᵀ + βC
 *           Gemm.multiplyLower(workers, 1, BA, Bᵀ, 0, C)    of BABᵀ, with BA from Gemm.product
 *   trsm    Triangular.solve(workers, L, B)                 B ← L⁻¹B;  from the right B ← BL⁻ᵀ: Bᵀ
 *           Triangular.solveTransposed(workers, L, B)       B ← L⁻ᵀB;  for an upper U: L = Uᵀ
 *   trtri   Triangular.invert(workers, L, T)                T ← L⁻¹
 *   potrf   Cholesky.factor(workers, A)                     A ← L;  the pivot that fails
 *   potri   Cholesky.invert(workers, L, T)                  L ← (LLᵀ)⁻¹,  T ← L⁻¹
 *   syevd   SymmetricEigen.of(workers, A)                   eigenvalues and eigenvectors
 *           GramProduct                                     blocks of entrywise products of Gram matrices
 *           Lanczos.smallest(n, product, …)                 smallest eigenvalue, with its residual
 * </pre>
 */
@NullMarked
package io.spectrahedra.sdp.linalg;

import org.jspecify.annotations.NullMarked;
