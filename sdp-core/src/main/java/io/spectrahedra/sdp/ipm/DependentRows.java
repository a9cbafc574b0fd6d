package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.certificate.FarkasCertificate;
import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.DenseSystem;
import io.spectrahedra.sdp.linalg.PivotedCholesky;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.schur.SchurComplement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rows of a problem with hard rows only that follow from its other rows, as {@link
 * IndependentRows} defines it.
 *
 * @param follow their numbers, ascending
 * @param ray multipliers that prove that the rows contradict each other; of length 0 if there are
 *     none
 */
record DependentRows(int[] follow, double[] ray) {
  /** Of the pivot of a row, against its square norm: the distance from the others, squared. */
  private static final double SUSPECT = 1e-11;

  /** Rows whose pivots, in any order, are all larger than this are independent. */
  private static final double CLEAR = 1e-5;

  /** Of a combination of rows of norm 1, relative to its coefficients. */
  private static final double TOLERANCE = 1e-13;

  /** Of the tolerance: what a dropped row may lack. */
  private static final double NEGLIGIBLE = 0.1;

  /** Corrections of a combination, which the Gram matrix knows to half of the digits. */
  private static final int CORRECTIONS = 2;

  private static final double[] NO_RAY = {};

  private static final DependentRows NONE = new DependentRows(new int[0], NO_RAY);

  /**
   * Costs an assembly and a factorisation of the Gram matrix, and a second one with pivoting, by a
   * slower routine, where the first leaves doubts.
   *
   * @param tolerance as for {@link IndependentRows}
   */
  static DependentRows of(ScaledProblem scaled, double tolerance) {
    Optional<DenseMatrix> gram = gram(scaled);
    if (gram.isEmpty() || isClear(scaled, gram.get())) {
      return NONE;
    }
    BitSet suspects = PivotedCholesky.dependent(scaled.workers, gram.get(), SUSPECT);
    int[] rest = IntStream.range(0, scaled.rows()).filter(i -> !suspects.get(i)).toArray();
    DenseMatrix factor = part(gram.get(), rest);
    if (suspects.isEmpty() || Cholesky.factor(scaled.workers, factor) < rest.length) {
      return NONE;
    }
    List<Integer> follow = new ArrayList<>();
    double[] ray = NO_RAY;
    for (int i = suspects.nextSetBit(0); i >= 0; i = suspects.nextSetBit(i + 1)) {
      Combination found = combination(scaled, i, rest, gram.get(), factor, tolerance);
      if (found.vanishes && found.agrees) {
        follow.add(i);
      } else if (found.vanishes && ray.length == 0) {
        ray = ray(scaled.source, multipliers(scaled, found.c), tolerance);
      }
    }
    return new DependentRows(follow.stream().mapToInt(i -> i).toArray(), ray);
  }

  /** 𝒜𝒜* of the equilibrated rows. */
  static Optional<DenseMatrix> gram(ScaledProblem scaled) {
    List<Cone> cones =
        scaled.source.blocks().stream().map(block -> Cone.of(block, scaled.workers)).toList();
    for (int k = 0; k < cones.size(); k++) {
      BlockMatrix identity = BlockMatrix.zeros(scaled.source.blocks());
      cones.get(k).setToIdentity(1, identity.block(k));
      cones.get(k).update(identity.block(k), identity.block(k).copy());
    }
    FreeVariables free = new FreeVariables(scaled);
    SchurComplement schur = SchurComplement.of(scaled.operator, cones, free.meetHardRows());
    schur.assemble(scaled.workers);
    if (!(schur.system() instanceof DenseSystem system)) {
      return Optional.empty();
    }
    free.addTo(scaled.workers, system);
    return Optional.of(system.matrix());
  }

  private static boolean isClear(ScaledProblem scaled, DenseMatrix gram) {
    DenseMatrix factor = gram.copy();
    return Cholesky.factor(scaled.workers, factor) == gram.rows
        && IntStream.range(0, gram.rows)
            .allMatch(i -> factor.at(i, i) * factor.at(i, i) > CLEAR * gram.at(i, i));
  }

  private static DenseMatrix part(DenseMatrix gram, int[] rows) {
    DenseMatrix part = DenseMatrix.zeros(rows.length, rows.length);
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j <= i; j++) {
        part.set(i, j, gram.at(rows[i], rows[j]));
      }
    }
    return part;
  }

  /**
   * c with Σ cₖAₖ as near to 0 as can be and cᵢ = −1, 0 in the other suspects.
   *
   * @param vanishes whether it is 0 up to rounding
   * @param agrees whether Σ cₖbₖ is
   */
  private record Combination(double[] c, boolean vanishes, boolean agrees) {}

  /** As far as the Gram matrix knows it, and corrected until it will do. */
  private static Combination combination(
      ScaledProblem scaled,
      int i,
      int[] rest,
      DenseMatrix gram,
      DenseMatrix factor,
      double tolerance) {
    double[] combination = new double[scaled.rows()];
    combination[i] = -1;
    double[] inner = new double[combination.length];
    Arrays.setAll(inner, k -> -gram.at(Math.max(i, k), Math.min(i, k)));
    for (int pass = 0; ; pass++) {
      double[] c = IntStream.of(rest).mapToDouble(k -> inner[k]).toArray();
      Cholesky.solve(scaled.workers, factor, c);
      for (int k = 0; k < rest.length; k++) {
        combination[rest[k]] -= c[k];
      }
      BlockMatrix sum = sum(scaled, combination);
      boolean vanishes = isRounding(sum, combination);
      boolean agrees = agrees(scaled, i, combination, tolerance);
      if ((vanishes && agrees) || pass == CORRECTIONS) {
        return new Combination(combination, vanishes, agrees);
      }
      scaled.operator.apply(scaled.workers, sum, inner);
    }
  }

  private static BlockMatrix sum(ScaledProblem scaled, double[] combination) {
    BlockMatrix sum = BlockMatrix.zeros(scaled.source.blocks());
    scaled.operator.adjoint(scaled.workers, combination, sum);
    return sum;
  }

  /** Whether Σ cₖAₖ = 0 up to rounding. */
  private static boolean isRounding(BlockMatrix sum, double[] combination) {
    double size = Arrays.stream(combination).map(Math::abs).sum();
    return sum.frobeniusNorm() <= rounding(combination) * size;
  }

  /**
   * Whether Σ cₖbₖ = 0 up to rounding, or so small that row i lacks little of it when the others
   * are satisfied.
   */
  private static boolean agrees(
      ScaledProblem scaled, int i, double[] combination, double tolerance) {
    double sum = 0;
    double size = 0;
    for (int k = 0; k < combination.length; k++) {
      sum += combination[k] * scaled.rhs[k];
      size += Math.abs(combination[k] * scaled.rhs[k]);
    }
    double lack = Math.abs(scaled.scaling.residual(i, sum)) / (1 + scaled.rhsSize);
    return Math.abs(sum) <= rounding(combination) * size || lack <= NEGLIGIBLE * tolerance;
  }

  private static double rounding(double[] combination) {
    return TOLERANCE * Math.sqrt(combination.length);
  }

  /** y in the user's units, 0 in elastic rows. */
  private static double[] multipliers(ScaledProblem scaled, double[] combination) {
    double[] y = new double[combination.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = scaled.isHard(i) ? scaled.scaling.multiplier(i, combination[i]) : 0;
    }
    return y;
  }

  /**
   * y with bᵀy = 1, if the checker takes it for a proof. With 𝒜*(y) = 0 every X lacks at least
   * |bᵀy|/‖y‖ in its rows: where that is within the tolerance, an X may be good enough.
   */
  static double[] ray(SdpProblem source, double[] y, double tolerance) {
    double value = 0;
    double size = 0;
    double rhsSize = 1;
    for (int i = 0; i < y.length; i++) {
      double rhs = source.rows().get(i).rhs();
      value += rhs * y[i];
      size = Math.hypot(size, y[i]);
      rhsSize = Math.max(rhsSize, 1 + Math.abs(rhs));
    }
    if (Math.abs(value) <= tolerance * size * rhsSize) {
      return NO_RAY;
    }
    double scale = 1 / value;
    double[] ray = Arrays.stream(y).map(entry -> scale * entry).toArray();
    return FarkasCertificate.primalViolation(source, ray) <= FarkasCertificate.TOLERANCE
        ? ray
        : NO_RAY;
  }
}
