package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.Equilibration;
import io.spectrahedra.sdp.problem.Operator;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The problem as the iteration sees it: equilibrated, its rows in bulk [M5]. Immutable. */
final class ScaledProblem {
  private static final double NEGLIGIBLE_DUAL = 1e-14;

  /** Matrices of at most this order are not worth several threads, of at least that one. */
  private static final int SMALL_ORDER = 64;

  private static final int WORTH_A_THREAD = 16;

  final SdpProblem source;
  final Equilibration scaling;
  final Operator operator;
  final Workers workers;

  /** b̂. */
  final double[] rhs;

  /** The penalties of the rows, of smooth ones by their slopes or by their conjugates. */
  final ScaledRows rowTerms;

  /** Ĉ. */
  final BlockMatrix objective;

  /** ‖b‖ and ‖C‖ of the user's data: the largest absolute value of an entry. */
  final double rhsSize;

  final double objectiveSize;

  /** ‖Ĉ‖ in the Frobenius norm. */
  final double objectiveNorm;

  final boolean elastic;
  private final boolean aThreadEach;

  /** ν. */
  final int degree;

  /** Of ν what the blocks have. */
  final int blockDegree;

  ScaledProblem(SdpProblem source, Workers workers) {
    this.source = source;
    this.workers = workers;
    this.scaling = Equilibration.of(source);
    this.operator = Operator.of(source, scaling.rowScale());
    int m = source.rows().size();
    this.rhs = new double[m];
    this.rowTerms = new ScaledRows(source, scaling, true);
    double largest = 0;
    for (int i = 0; i < m; i++) {
      SdpProblem.Row row = source.rows().get(i);
      rhs[i] = scaling.rhs(i, row.rhs());
      largest = Math.max(largest, Math.abs(row.rhs()));
    }
    this.rhsSize = largest;
    this.objective = BlockMatrix.zeros(source.blocks());
    source.addObjective(objective);
    this.objectiveSize = objective.maxAbs();
    objective.scale(1 / scaling.dualScale());
    this.objectiveNorm = objective.frobeniusNorm();
    this.elastic = source.hasElasticRows();
    this.aThreadEach = aThreadEach(source.blocks());
    this.blockDegree = source.blocks().stream().mapToInt(Block::degree).sum();
    this.degree = blockDegree + rowTerms.degree;
  }

  private ScaledProblem(ScaledProblem other, ScaledRows rowTerms) {
    this.source = other.source;
    this.workers = other.workers;
    this.scaling = other.scaling;
    this.operator = other.operator;
    this.rhs = other.rhs;
    this.rowTerms = rowTerms;
    this.rhsSize = other.rhsSize;
    this.objective = other.objective;
    this.objectiveSize = other.objectiveSize;
    this.objectiveNorm = other.objectiveNorm;
    this.elastic = other.elastic;
    this.aThreadEach = other.aThreadEach;
    this.blockDegree = other.blockDegree;
    this.degree = blockDegree + rowTerms.degree;
  }

  /** The same with the conjugates of smooth rows, for a start far from all answers [M61]. */
  ScaledProblem byConjugates() {
    return rowTerms.smooth.length == 0
        ? this
        : new ScaledProblem(this, new ScaledRows(source, scaling, false));
  }

  /** A cone for each block, without a current pair. */
  List<Cone> cones() {
    Workers inner = aThreadEach ? Workers.SERIAL : workers;
    return IntStream.range(0, source.blocks().size())
        .mapToObj(k -> Cone.of(source, k, inner))
        .toList();
  }

  /**
   * Whether there are several blocks to work on and all are too small for several threads: then
   * each is worked on by one.
   */
  private static boolean aThreadEach(List<Block> blocks) {
    return blocks.stream().allMatch(block -> block.cols() <= SMALL_ORDER)
        && blocks.stream().filter(block -> block.cols() >= WORTH_A_THREAD).count() > 1;
  }

  /** Calls work, that of a cone of {@link #cones} alone, for every block. */
  void forEachBlock(IntConsumer work) {
    (aThreadEach ? workers : Workers.SERIAL).forEach(source.blocks().size(), work);
  }

  boolean isHard(int i) {
    return source.rows().get(i).penalty().isHard();
  }

  int rows() {
    return rhs.length;
  }

  /** b̂ − 𝒜(X̂). A new array. */
  double[] slack(BlockMatrix x) {
    double[] slack = new double[rhs.length];
    operator.apply(workers, x, slack);
    for (int i = 0; i < slack.length; i++) {
      slack[i] = rhs[i] - slack[i];
    }
    return slack;
  }

  /**
   * The size of what row equations lack, in the user's units, as DIMACS error 1 measures it.
   *
   * @param weights what the lack of each row counts as
   */
  double infeasibility(double[] lack, double[] weights) {
    double size = 0;
    for (int i = 0; i < lack.length; i++) {
      size = Math.hypot(size, scaling.residual(i, weights[i] * lack[i]));
    }
    return size / (1 + rhsSize);
  }

  /** The size of R_d in the user's units, as DIMACS error 3 measures it. */
  double dualInfeasibility(BlockMatrix rd) {
    return scaling.dualScale() * rd.frobeniusNorm() / (1 + objectiveSize);
  }

  /**
   * That of y outside of the intervals of smooth rows, against ‖C‖ alone: a bound takes it off C,
   * however small that is.
   */
  double outsideInfeasibility(double[] y) {
    double size = objectiveSize > 0 ? objectiveSize : 1;
    return scaling.dualScale() * rowTerms.outside(y) / size;
  }

  /** Whether R_d is what rounding has left of 0. */
  boolean isNegligible(BlockMatrix rd) {
    return dualInfeasibility(rd) <= NEGLIGIBLE_DUAL;
  }

  /** What a product ⟨X̂, Ŝ⟩ or ⟨Ĉ, X̂⟩ is worth in the user's objective. */
  double objectiveUnit() {
    return scaling.primalScale() * scaling.dualScale();
  }
}
