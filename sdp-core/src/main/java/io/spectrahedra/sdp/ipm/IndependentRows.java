package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.linalg.Cholesky;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.DenseSystem;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.schur.SchurComplement;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A problem without the hard rows that say what others say already.
 *
 * <p>Most rows are independent by {@link RowPeeling}. For the rest, the Schur complement at X = S =
 * e is their Gram matrix, 𝒜𝒜*. A row whose pivot in its Cholesky factor vanishes is suspected; it
 * is dropped if Σ cₖAₖ over the other rows is Aᵢ to {@link #TOLERANCE} and Σ cₖbₖ is bᵢ. One with
 * another right-hand side stays: the iteration finds the ray. Costs one assembly and factorisation
 * of the Schur complement of the rest; where that is sparse, nobody looks.
 *
 * @param problem the rows that are left
 * @param kept their numbers in the whole
 * @param dropped the names of the others
 */
record IndependentRows(SdpProblem problem, int[] kept, List<String> dropped) {
  /** Of the pivot of a row, against its square norm: the distance from the others, squared. */
  private static final double SUSPECT = 1e-11;

  /** What is added to the diagonal, so that every pivot is positive. */
  private static final double REGULARISATION = 1e-14;

  /** Of a combination of rows of norm 1, relative to its coefficients. */
  private static final double TOLERANCE = 1e-13;

  /** The problem itself where no row depends on others. */
  static IndependentRows of(SdpProblem source, Workers workers) {
    int[] doubtful = RowPeeling.rest(source, Math.sqrt(SUSPECT));
    int[] dependent = {};
    if (doubtful.length > 0) {
      ScaledProblem scaled = new ScaledProblem(source.withRows(doubtful), workers);
      dependent = gram(scaled).map(gram -> dependent(scaled, gram)).orElse(dependent);
    }
    BitSet dropped = new BitSet();
    for (int d : dependent) {
      dropped.set(doubtful[d]);
    }
    int[] kept = IntStream.range(0, source.rows().size()).filter(i -> !dropped.get(i)).toArray();
    return new IndependentRows(
        dropped.isEmpty() ? source : source.withRows(kept),
        kept,
        dropped.stream().mapToObj(i -> source.rows().get(i).name()).toList());
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

  private static boolean isSmall(double pivot, double squareNorm) {
    return pivot * pivot <= SUSPECT * squareNorm;
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

  /** The rows that follow from the others. */
  private static int[] dependent(ScaledProblem scaled, DenseMatrix gram) {
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
      return new int[0];
    }
    return IntStream.of(suspects).filter(i -> follows(i, rest, factor, gram, scaled)).toArray();
  }

  /** Whether row i, right-hand side included, is a combination of the rest. */
  private static boolean follows(
      int i, int[] rest, DenseMatrix factor, DenseMatrix gram, ScaledProblem scaled) {
    double[] c = new double[rest.length];
    for (int k = 0; k < rest.length; k++) {
      c[k] = gram.at(Math.max(i, rest[k]), Math.min(i, rest[k]));
    }
    Cholesky.solve(factor, c);
    double[] combination = new double[gram.rows];
    combination[i] = -1;
    double size = 1;
    double rhs = -scaled.rhs[i];
    double rhsSize = Math.abs(rhs);
    for (int k = 0; k < rest.length; k++) {
      combination[rest[k]] = c[k];
      size += Math.abs(c[k]);
      rhs += c[k] * scaled.rhs[rest[k]];
      rhsSize += Math.abs(c[k] * scaled.rhs[rest[k]]);
    }
    BlockMatrix difference = BlockMatrix.zeros(scaled.source.blocks());
    scaled.operator.adjoint(scaled.workers, combination, difference);
    double rounding = TOLERANCE * Math.sqrt(gram.rows);
    return difference.frobeniusNorm() <= rounding * size && Math.abs(rhs) <= rounding * rhsSize;
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
