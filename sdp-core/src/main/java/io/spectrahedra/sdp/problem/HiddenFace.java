package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The face that a combination of hard rows confines X to, from the multipliers that have run off
 * where an iteration found no interior [M55]: (y, S) grows along (−z, 𝒜*(z)) with 𝒜*(z) ≥ 0 and
 * bᵀz = 0, and so ⟨𝒜*(z), X⟩ = 0 for every feasible X.
 *
 * <p>What S has grown in is known to a few digits only; but in problems of combinatorics it is a
 * space of small rational numbers, and with that space the z is known to all digits. The face that
 * follows is a proven one: how it was guessed does not matter.
 */
public final class HiddenFace {
  /** Between eigenvalues of S that have grown and those that have not. */
  private static final double GAP = 8;

  /** So many of the widest gaps are tried. */
  private static final int TRIALS = 4;

  private final Workers workers;
  private final SdpProblem source;

  private final RowImages rows;

  private HiddenFace(Workers workers, SdpProblem source) {
    this.workers = workers;
    this.source = source;
    this.rows = new RowImages(workers, source);
  }

  /**
   * The problem on such a face, or nothing if none was found. Costs an eigendecomposition of S and,
   * where a space of rational numbers is found, some m²n² + m³ flops; of more than 3000 rows, or 20
   * million entries in all of them as dense matrices, nothing is looked for.
   *
   * @param y multipliers at the end of an iteration that has made no more progress
   * @param s the slack matrix that goes with them
   */
  public static Optional<FacialReduction> of(
      Workers workers, SdpProblem source, double[] y, BlockMatrix s) {
    if (!RowImages.areSmall(source) || !Double.isFinite(s.maxAbs())) {
      return Optional.empty();
    }
    HiddenFace search = new HiddenFace(workers, source);
    List<Optional<SymmetricEigen>> spectra = new ArrayList<>();
    for (int k = 0; k < source.blocks().size(); k++) {
      boolean matrix = source.blocks().get(k) instanceof Block.Psd;
      spectra.add(matrix ? Optional.of(SymmetricEigen.of(workers, s.block(k))) : Optional.empty());
    }
    return bounds(spectra).stream()
        .flatMap(bound -> search.combination(y, spectra, bound).stream())
        .flatMap(z -> FacialReduction.exposedBy(source, z).stream())
        .findFirst();
  }

  /** What the largest eigenvalues of S are above, the widest gap first. */
  private static List<Double> bounds(List<Optional<SymmetricEigen>> spectra) {
    double[] values =
        spectra.stream()
            .flatMap(Optional::stream)
            .flatMapToDouble(eigen -> Arrays.stream(eigen.values()))
            .filter(value -> value > 0)
            .sorted()
            .toArray();
    return IntStream.range(1, values.length)
        .filter(i -> values[i] > GAP * values[i - 1])
        .boxed()
        .sorted(Comparator.comparingDouble(i -> values[i - 1] / values[i]))
        .limit(TRIALS)
        .map(i -> values[i])
        .toList();
  }

  /** The z nearest to −y with 𝒜*(z) F = 0, F the space where S has not grown, and bᵀz = 0. */
  private Optional<double[]> combination(
      double[] y, List<Optional<SymmetricEigen>> spectra, double bound) {
    List<DenseMatrix> kept = new ArrayList<>();
    for (int k = 0; k < spectra.size(); k++) {
      Optional<SymmetricEigen> eigen = spectra.get(k);
      Optional<DenseMatrix> rest =
          eigen.isPresent()
              ? complement(eigen.get(), bound)
              : Optional.of(DenseMatrix.identity(source.blocks().get(k).cols()));
      if (rest.isEmpty()) {
        return Optional.empty();
      }
      kept.add(rest.get());
    }
    return nearest(y, gram(kept));
  }

  /** An orthonormal basis of what is left beside the rational space of the larger eigenvalues. */
  private static Optional<DenseMatrix> complement(SymmetricEigen eigen, double bound) {
    int n = eigen.values().length;
    int rest = (int) Arrays.stream(eigen.values()).filter(v -> v < bound).count();
    if (rest == n || rest == 0) {
      return rest == 0 ? Optional.empty() : Optional.of(DenseMatrix.identity(n));
    }
    DenseMatrix grown = eigen.vectors().view(0, rest, n, n - rest).transposed().copy();
    return RationalSpan.of(grown)
        .map(
            span -> {
              DenseMatrix square = Gemm.product(Workers.SERIAL, span.transposed(), span);
              return SymmetricEigen.of(square).vectors().view(0, 0, n, rest).copy();
            });
  }

  /** Σ ⟨AᵢF, AⱼF⟩ over the blocks, and bᵢbⱼ. */
  private DenseMatrix gram(List<DenseMatrix> kept) {
    DenseMatrix gram = DenseMatrix.zeros(rows.size(), rows.size());
    DenseMatrix b = rows.rhs();
    b.scale(1 / Math.max(b.maxAbs(), Double.MIN_NORMAL));
    Gemm.multiplyLower(workers, 1, b, b.transposed(), 1, gram);
    for (int k = 0; k < kept.size(); k++) {
      DenseMatrix images = rows.times(k, kept.get(k));
      Gemm.multiplyLower(workers, 1, images, images.transposed(), 1, gram);
    }
    gram.mirrorLower();
    return gram;
  }

  /** −y in the null space of the Gram matrix, less what rounding has left outside. */
  private Optional<double[]> nearest(double[] y, DenseMatrix gram) {
    return RowImages.NullSpace.of(workers, gram)
        .map(
            space -> {
              DenseMatrix z = space.project(workers, rows.scaled(y));
              z.addScaled(-1, space.solve(workers, Gemm.product(workers, gram, z)));
              z.scale(-Math.scalb(1, -Math.getExponent(z.maxAbs())));
              return rows.unscaled(z);
            });
  }
}
