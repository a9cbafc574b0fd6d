package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Map;
import java.util.Objects;

/**
 * The part of y that a face VVᵀ leaves open: rows whose combination VᵀAV vanishes move S between
 * the face and the range U of W. What moves SX, X̃¹ᐟ²Vᵀ(C − 𝒜*(y))U, is made least [M55].
 */
final class FaceMultipliers {
  /** Of the largest eigenvalue of X̃: what counts as one, lest S grows where X̃ is 0. */
  private static final double FLOOR = 1e-3;

  private final Workers workers;
  private final SdpProblem source;
  private final Map<Integer, FaceBasis> basis;
  private final Map<Integer, DenseMatrix> sums;
  private final RowImages rows;

  /**
   * @param basis V of each block that is confined
   * @param sums W of each of them
   */
  FaceMultipliers(
      Workers workers,
      SdpProblem source,
      Map<Integer, FaceBasis> basis,
      Map<Integer, DenseMatrix> sums) {
    this.workers = workers;
    this.source = source;
    this.basis = basis;
    this.sums = sums;
    this.rows = new RowImages(workers, source);
  }

  /** y itself where X̃ is not finite, or nothing is open. */
  double[] completed(BlockMatrix x, double[] y) {
    return Double.isFinite(x.maxAbs())
        ? RowImages.NullSpace.of(workers, gramOnFace())
            .map(space -> completed(x, y, space.kernel()))
            .orElse(y)
        : y;
  }

  /** Σ ⟨VᵀAᵢV, VᵀAⱼV⟩, with V = I in blocks that are not confined. */
  private DenseMatrix gramOnFace() {
    DenseMatrix gram = DenseMatrix.zeros(rows.size(), rows.size());
    for (int k = 0; k < source.blocks().size(); k++) {
      FaceBasis face = basis.get(k);
      DenseMatrix images =
          face == null
              ? rows.times(k, DenseMatrix.identity(source.blocks().get(k).cols()))
              : rows.between(face.vectors().transposed(), k, face.vectors());
      Gemm.multiplyLower(workers, 1, images, images.transposed(), 1, gram);
    }
    gram.mirrorLower();
    return gram;
  }

  /** y + Kw for the w that makes Σ ‖X̃¹ᐟ²Vᵀ(C − 𝒜*(y + Kw))U‖² least. */
  private double[] completed(BlockMatrix x, double[] y, DenseMatrix kernel) {
    DenseMatrix normal = DenseMatrix.zeros(kernel.cols, kernel.cols);
    DenseMatrix rhs = DenseMatrix.zeros(kernel.cols, 1);
    BlockMatrix slack = BlockMatrix.adjoint(source, y);
    slack.scale(-1);
    source.addObjective(slack);
    for (Map.Entry<Integer, FaceBasis> confined : basis.entrySet()) {
      int k = confined.getKey();
      DenseMatrix v = confined.getValue().vectors();
      DenseMatrix left = Gemm.product(workers, root(x.block(k)), v.transposed());
      DenseMatrix right = range(Objects.requireNonNull(sums.get(k)), v.cols);
      DenseMatrix images = Gemm.product(workers, kernel.transposed(), rows.between(left, k, right));
      DenseMatrix now = Gemm.product(workers, Gemm.product(workers, left, slack.block(k)), right);
      DenseMatrix flat = DenseMatrix.wrap(now.data(), now.rows * now.cols, 1);
      Gemm.multiplyLower(workers, 1, images, images.transposed(), 1, normal);
      rhs.addScaled(1, Gemm.product(workers, images, flat));
    }
    normal.mirrorLower();
    return RowImages.NullSpace.of(workers, normal)
        .map(
            system -> {
              double[] w = rows.unscaled(Gemm.product(workers, kernel, system.solve(workers, rhs)));
              double[] all = y.clone();
              for (int i = 0; i < all.length; i++) {
                all[i] += w[i];
              }
              return all;
            })
        .orElse(y);
  }

  /** X¹ᐟ², with nothing below the floor. */
  private DenseMatrix root(DenseMatrix x) {
    SymmetricEigen eigen = SymmetricEigen.of(workers, x);
    DenseMatrix q = eigen.vectors();
    DenseMatrix scaled = q.copy();
    double[] values = eigen.values();
    for (int j = 0; j < values.length; j++) {
      double root = Math.sqrt(Math.max(0, Math.max(values[j], FLOOR * values[values.length - 1])));
      for (int i = 0; i < scaled.rows; i++) {
        scaled.set(i, j, root * q.at(i, j));
      }
    }
    return Gemm.product(workers, scaled, q.transposed());
  }

  /** U: the eigenvectors of W whose eigenvalues are not 0. */
  private DenseMatrix range(DenseMatrix w, int nullity) {
    return SymmetricEigen.of(workers, w)
        .vectors()
        .view(0, nullity, w.rows, w.rows - nullity)
        .copy();
  }
}
