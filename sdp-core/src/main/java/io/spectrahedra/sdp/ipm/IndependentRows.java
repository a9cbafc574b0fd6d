package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.certificate.FarkasCertificate;
import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.DenseSystem;
import io.spectrahedra.sdp.linalg.Workers;
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
 * A problem without the hard rows that say what others say already.
 *
 * <p>Most rows are independent by {@link RowPeeling}. For the rest, the Schur complement at X = S =
 * e is their Gram matrix, 𝒜𝒜*. A row whose pivot in its Cholesky factor vanishes is suspected; it
 * is dropped if Σ cₖAₖ over the other rows is Aᵢ to {@link #TOLERANCE} and Σ cₖbₖ is bᵢ, or nearly.
 * With another right-hand side, c and −1 are a ray [M11]; where the checker does not accept it, the
 * row stays. Costs one assembly and factorisation of the Schur complement of the rest; where that
 * is sparse, nobody looks. Rows without coefficients are looked at always.
 *
 * @param problem the rows that are left
 * @param kept their numbers in the whole
 * @param dropped the names of the others
 * @param ray multipliers of the whole that prove that its rows contradict each other; of length 0
 *     if none was found
 */
record IndependentRows(SdpProblem problem, int[] kept, List<String> dropped, double[] ray) {
  /** Of the pivot of a row, against its square norm: the distance from the others, squared. */
  private static final double SUSPECT = 1e-11;

  /** What is added to the diagonal, so that every pivot is positive. */
  private static final double REGULARISATION = 1e-14;

  /** Of a combination of rows of norm 1, relative to its coefficients. */
  private static final double TOLERANCE = 1e-13;

  /** Of the tolerance: what a dropped row may lack. */
  private static final double NEGLIGIBLE = 0.1;

  private static final double[] NO_RAY = {};

  /**
   * What is wrong with some rows.
   *
   * @param dependent the numbers of those that follow from others
   * @param contradictions y with 𝒜*(y) = 0 up to rounding, and bᵀy ≠ 0
   */
  private record Findings(List<Integer> dependent, List<double[]> contradictions) {
    Findings() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  /**
   * The problem itself where no row depends on others.
   *
   * @param tolerance right-hand sides that differ by less than this DIMACS error do not contradict
   */
  static IndependentRows of(SdpProblem source, Workers workers, double tolerance) {
    Findings found = new Findings();
    BitSet doubtful = new BitSet();
    IntStream.of(RowPeeling.rest(source, Math.sqrt(SUSPECT))).forEach(doubtful::set);
    double[] zeroRows = new double[source.rows().size()];
    for (int i = doubtful.nextSetBit(0); i >= 0; i = doubtful.nextSetBit(i + 1)) {
      if (isZero(source.rows().get(i))) {
        doubtful.clear(i);
        found.dependent.add(i);
        zeroRows[i] = Math.signum(source.rows().get(i).rhs());
      }
    }
    found.contradictions.add(zeroRows);
    if (!doubtful.isEmpty()) {
      find(source, doubtful.stream().toArray(), workers, tolerance, found);
    }
    BitSet dropped = new BitSet();
    found.dependent.forEach(dropped::set);
    int[] kept = IntStream.range(0, source.rows().size()).filter(i -> !dropped.get(i)).toArray();
    return new IndependentRows(
        dropped.isEmpty() ? source : source.withRows(kept),
        kept,
        dropped.stream().mapToObj(i -> source.rows().get(i).name()).toList(),
        found.contradictions.stream()
            .map(y -> ray(source, y, tolerance))
            .filter(ray -> ray.length > 0)
            .findFirst()
            .orElse(NO_RAY));
  }

  /** Whether it says 0 = b. */
  private static boolean isZero(SdpProblem.Row row) {
    return row.terms().stream().allMatch(t -> t.scale() * t.matrix().frobeniusNorm() == 0);
  }

  /** Looks for rows of {@code doubtful} that depend on others of them. */
  private static void find(
      SdpProblem source, int[] doubtful, Workers workers, double tolerance, Findings found) {
    ScaledProblem scaled = new ScaledProblem(source.withRows(doubtful), workers);
    Findings some =
        gram(scaled).map(gram -> findings(scaled, gram, tolerance)).orElseGet(Findings::new);
    some.dependent.forEach(i -> found.dependent.add(doubtful[i]));
    for (double[] y : some.contradictions) {
      double[] whole = new double[source.rows().size()];
      for (int i = 0; i < y.length; i++) {
        whole[doubtful[i]] = y[i];
      }
      found.contradictions.add(whole);
    }
  }

  /** Rows whose pivots vanish. */
  private static int[] suspects(ScaledProblem scaled, DenseMatrix gram) {
    DenseMatrix factor = gram.copy();
    addToDiagonal(REGULARISATION, factor);
    if (Cholesky.factor(scaled.workers, factor) < gram.rows) {
      return new int[0]; // rows of very different kinds: the iteration copes as it can
    }
    return IntStream.range(0, gram.rows)
        .filter(i -> isSmall(factor.at(i, i), gram.at(i, i)))
        .toArray();
  }

  /** Also of a row whose terms cancel. */
  private static boolean isSmall(double pivot, double squareNorm) {
    return squareNorm == 0 || pivot * pivot <= SUSPECT * squareNorm;
  }

  /** 𝒜𝒜* of the equilibrated rows. */
  private static Optional<DenseMatrix> gram(ScaledProblem scaled) {
    List<Cone> cones =
        scaled.source.blocks().stream().map(block -> Cone.of(block, scaled.workers)).toList();
    for (int k = 0; k < cones.size(); k++) {
      BlockMatrix identity = BlockMatrix.zeros(scaled.source.blocks());
      cones.get(k).setToIdentity(1, identity.block(k));
      cones.get(k).update(identity.block(k), identity.block(k).copy());
    }
    SchurComplement schur = SchurComplement.of(scaled.operator, cones);
    schur.assemble(scaled.workers);
    if (!(schur.system() instanceof DenseSystem system)) {
      return Optional.empty();
    }
    new FreeVariables(scaled).addTo(scaled.workers, system);
    return Optional.of(system.matrix());
  }

  private static void addToDiagonal(double share, DenseMatrix a) {
    for (int i = 0; i < a.rows; i++) {
      double diagonal = a.at(i, i);
      a.add(i, i, diagonal > 0 ? share * diagonal : 1);
    }
  }

  /** The rows that follow from the others, or contradict them. */
  private static Findings findings(ScaledProblem scaled, DenseMatrix gram, double tolerance) {
    Findings found = new Findings();
    int[] suspects = suspects(scaled, gram);
    BitSet suspected = new BitSet();
    IntStream.of(suspects).forEach(suspected::set);
    int[] rest = IntStream.range(0, gram.rows).filter(i -> !suspected.get(i)).toArray();
    DenseMatrix factor = DenseMatrix.zeros(rest.length, rest.length);
    for (int i = 0; i < rest.length; i++) {
      for (int j = 0; j <= i; j++) {
        factor.set(i, j, gram.at(rest[i], rest[j]));
      }
    }
    if (suspects.length == 0 || Cholesky.factor(scaled.workers, factor) < rest.length) {
      return found;
    }
    for (int i : suspects) {
      double[] combination = combination(i, rest, factor, gram);
      if (vanishes(scaled, combination)) {
        if (agrees(scaled, i, combination, tolerance)) {
          found.dependent.add(i);
        } else {
          found.contradictions.add(multipliers(scaled, combination));
        }
      }
    }
    return found;
  }

  /** c with Σ cₖAₖ as near to 0 as can be and cᵢ = −1, 0 in the other suspects. */
  private static double[] combination(int i, int[] rest, DenseMatrix factor, DenseMatrix gram) {
    double[] c = new double[rest.length];
    for (int k = 0; k < rest.length; k++) {
      c[k] = gram.at(Math.max(i, rest[k]), Math.min(i, rest[k]));
    }
    Cholesky.solve(factor, c);
    double[] combination = new double[gram.rows];
    combination[i] = -1;
    for (int k = 0; k < rest.length; k++) {
      combination[rest[k]] = c[k];
    }
    return combination;
  }

  /** Whether Σ cₖAₖ = 0 up to rounding. */
  private static boolean vanishes(ScaledProblem scaled, double[] combination) {
    BlockMatrix sum = BlockMatrix.zeros(scaled.source.blocks());
    scaled.operator.adjoint(scaled.workers, combination, sum);
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

  /** y in the user's units. */
  private static double[] multipliers(ScaledProblem scaled, double[] combination) {
    double[] y = new double[combination.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = scaled.scaling.multiplier(i, combination[i]);
    }
    return y;
  }

  /**
   * y with bᵀy = 1, if the checker takes it for a proof. With 𝒜*(y) = 0 every X lacks at least
   * |bᵀy|/‖y‖ in its rows: where that is within the tolerance, an X may be good enough.
   */
  private static double[] ray(SdpProblem source, double[] y, double tolerance) {
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

  /** Whether the rows have been found to contradict each other. */
  boolean contradict() {
    return ray.length > 0;
  }

  /** The multipliers of the rows that are left. */
  double[] reduce(double[] whole) {
    return IntStream.of(kept).mapToDouble(i -> whole[i]).toArray();
  }

  /** One multiplier a row of the whole: 0 for those that were dropped. */
  double[] expand(double[] y) {
    double[] whole = new double[kept.length + dropped.size()];
    for (int k = 0; k < kept.length; k++) {
      whole[kept[k]] = y[k];
    }
    return whole;
  }
}
