package io.spectrahedra.neural.lift;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.architecture.Pooling.Cell;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.loss.SquaredLoss;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RowBuilder;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SparseVector;
import io.spectrahedra.sdp.solver.Solution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A training problem as a semidefinite program [M19] (Bartan and Pilanci): over a pair Z, Z′ of
 * order f + 1 for every cell g and output k,
 *
 * <pre>
 *   min  Σᵢ l(ŷᵢ, yᵢ) + β Σ (Z₄ + Z′₄)
 *   s.t. ŷᵢₖ = Σ over g of ⟨Mᵢg, Z − Z′⟩,   tr Z₁ = Z₄,   tr Z′₁ = Z′₄,   Z, Z′ ≥ 0,
 * </pre>
 *
 * <p>with tr Z₁ ≤ Z₄ for neurons of norm at most one, and of order f without Z₄, which is tr Z₁,
 * for σ(t) = at² [M20]. Hidden weights of 1 and −1 have a penalty of their own [M26].
 *
 * <p>Every sample has a row, whose penalty is the loss; under squared loss, more samples than the
 * pairs have entries are compressed [M12], after which nothing depends on their number.
 */
public final class Lift {
  /** Block of the variables that couple the outputs of a sample, one a sample. */
  private static final String SHARED = "t";

  /** Rows of a program that couples its outputs: its Schur complement is dense in each of them. */
  private static final int MAX_COUPLED_ROWS = 5000;

  private final TrainingProblem training;
  private final List<List<ConstraintMatrix>> matrices;
  private final Optional<CompressedSamples> compressed;

  /** Which output of the data this is, where there are others that are solved on their own. */
  private final int output;

  private final SdpProblem program;

  private Lift(
      TrainingProblem training,
      List<List<ConstraintMatrix>> matrices,
      Optional<CompressedSamples> compressed,
      int output) {
    this.training = training;
    this.matrices = matrices;
    this.compressed = compressed;
    this.output = output;
    this.program = program(training, matrices, compressed, output);
  }

  /**
   * The programs that a training problem falls apart into: one an output, or a single one where the
   * loss couples them. They share the matrices, made in one pass over the data: O(n) or,
   * compressed, 2nq² flops for q entries of Z in all cells.
   *
   * @throws InputException if the loss couples the outputs and the samples times the outputs are
   *     more than 5000
   */
  public static List<Lift> of(Workers workers, TrainingProblem training) {
    requireFewCoupledRows(training);
    long entries = new LiftedFeatures(training).count();
    boolean compress =
        training.loss() instanceof SquaredLoss && training.samples().count() > entries;
    Optional<CompressedSamples> compressed =
        compress ? Optional.of(CompressedSamples.of(workers, training)) : Optional.empty();
    List<List<ConstraintMatrix>> matrices =
        compressed.map(CompressedSamples::matrices).orElseGet(() -> SampleMatrices.of(training));
    if (training.loss().couplesOutputs()) {
      return List.of(new Lift(training, matrices, compressed, 0));
    }
    return IntStream.range(0, training.outputs())
        .mapToObj(k -> new Lift(training.output(k), matrices, compressed, k))
        .toList();
  }

  /**
   * The same with another β, which is in the objective alone: nothing is computed from the data.
   */
  public Lift withBeta(double beta) {
    return beta == training.beta()
        ? this
        : new Lift(training.withBeta(beta), matrices, compressed, output);
  }

  /** Throws what {@link #of} would throw, before anything is computed. */
  public static void requireFewCoupledRows(TrainingProblem training) {
    long rows = (long) training.samples().count() * training.outputs();
    if (training.loss().couplesOutputs() && rows > MAX_COUPLED_ROWS) {
      throw new InputException(
          training.loss().name()
              + " loss takes at most "
              + MAX_COUPLED_ROWS
              + " samples times outputs, got "
              + training.samples().count()
              + " x "
              + training.outputs()
              + ": take fewer samples, or logistic loss, one class against the rest");
    }
  }

  private static SdpProblem program(
      TrainingProblem training,
      List<List<ConstraintMatrix>> matrices,
      Optional<CompressedSamples> compressed,
      int output) {
    SdpProblem.Builder builder = SdpProblem.builder();
    addPairs(training, builder);
    if (training.architecture().norm() != NeuronNorm.SIGNS) { // these cost ρ
      ConstraintMatrix penalty = strength(training, training.beta());
      blocks(training).forEach(name -> builder.minimise(name, penalty));
    }
    if (compressed.isPresent()) {
      addCompressed(compressed.orElseThrow(), matrices, output, builder);
    } else {
      addSamples(training, matrices, builder);
    }
    return builder.build();
  }

  static String plus(int g, int k) {
    return "Z(" + g + "," + k + ")";
  }

  static String minus(int g, int k) {
    return "Z'(" + g + "," + k + ")";
  }

  /** The blocks of all pairs, with their trace conditions. */
  static void addPairs(TrainingProblem training, SdpProblem.Builder builder) {
    int order = new LiftedFeatures(training).order();
    ConstraintMatrix balance = balance(order);
    boolean signs = training.architecture().norm() == NeuronNorm.SIGNS;
    for (int k = 0; k < training.outputs(); k++) {
      for (int g = 0; g < training.architecture().cells().size(); g++) {
        if (signs) {
          SignPairs.add(plus(g, k), minus(g, k), order, training.beta(), builder);
          continue;
        }
        for (String name : List.of(plus(g, k), minus(g, k))) {
          builder.psd(name, order);
          if (!training.isQuadratic()) {
            RowBuilder row = builder.row("trace of " + name).term(name, balance);
            if (training.architecture().norm() == NeuronNorm.ONE) {
              row.equalTo(0);
            } else {
              row.atMost(0);
            }
          }
        }
      }
    }
  }

  /** Of ⟨·, Z⟩ = wZ₄, or w tr Z₁, which is the same for a quadratic activation. */
  static ConstraintMatrix strength(TrainingProblem training, double w) {
    int order = new LiftedFeatures(training).order();
    var entries = ConstraintMatrix.sparse(order);
    for (int i = training.isQuadratic() ? 0 : order - 1; i < order; i++) {
      entries.set(i, i, w);
    }
    return entries.build();
  }

  /** G = diag(1, …, 1, −1). */
  private static ConstraintMatrix balance(int order) {
    var entries = ConstraintMatrix.sparse(order);
    for (int i = 0; i < order; i++) {
      entries.set(i, i, i < order - 1 ? 1 : -1);
    }
    return entries.build();
  }

  private static void addCompressed(
      CompressedSamples samples,
      List<List<ConstraintMatrix>> matrices,
      int output,
      SdpProblem.Builder builder) {
    for (int i = 0; i < samples.rows(); i++) {
      RowBuilder row = builder.row("compressed " + i);
      addTerms(matrices, i, 0, 1, row);
      row.near(samples.target(i, output), RowPenalty.quadratic(1));
    }
    builder.constant(samples.constant(output));
  }

  private static void addSamples(
      TrainingProblem training, List<List<ConstraintMatrix>> matrices, SdpProblem.Builder builder) {
    Loss loss = training.loss();
    int n = training.samples().count();
    double sign = loss.penalisesPrediction() ? -1 : 1; // what is left is then the prediction
    if (loss.couplesOutputs()) {
      builder.free(SHARED, n);
    }
    for (int k = 0; k < training.outputs(); k++) {
      for (int i = 0; i < n; i++) {
        double y = training.y().at(i, k);
        RowBuilder row = builder.row("sample " + i + " output " + k);
        addTerms(matrices, i, k, sign, row);
        if (loss.couplesOutputs()) {
          row.term(SHARED, SparseVector.ofEntries(n, new int[] {i}, new double[] {-sign}));
        }
        row.near(loss.penalisesPrediction() ? 0 : y, loss.penalty(y));
      }
    }
  }

  /** sign · Σ over g of ⟨Mᵢg, Z − Z′⟩. */
  static void addTerms(
      List<List<ConstraintMatrix>> matrices, int i, int k, double sign, RowBuilder row) {
    for (int g = 0; g < matrices.size(); g++) {
      ConstraintMatrix m = matrices.get(g).get(i);
      row.term(plus(g, k), sign, m).term(minus(g, k), -sign, m);
    }
  }

  /** The semidefinite program. */
  public SdpProblem program() {
    return program;
  }

  /** As in "lift of 442 samples, squared loss, beta 0.1: SDP with blocks …". */
  @Override
  public String toString() {
    return "lift of "
        + training.samples().count()
        + (training.samples().count() == 1 ? " sample, " : " samples, ")
        + training.loss().name()
        + " loss, beta "
        + training.beta()
        + ": "
        + program;
  }

  /** The training problem of which this is the program. */
  public TrainingProblem training() {
    return training;
  }

  /** The pairs of a solution: those of cell g and output k at place g · C + k. */
  public List<Pair> pairs(Solution solution) {
    List<Pair> pairs = new ArrayList<>();
    for (int g = 0; g < training.architecture().cells().size(); g++) {
      for (int k = 0; k < training.outputs(); k++) {
        pairs.add(new Pair(solution.primal(plus(g, k)), solution.primal(minus(g, k))));
      }
    }
    return pairs;
  }

  /** The names of their blocks, Z and Z′ of the first pair first. */
  public List<String> blocks() {
    return blocks(training);
  }

  static List<String> blocks(TrainingProblem training) {
    List<String> names = new ArrayList<>();
    for (int g = 0; g < training.architecture().cells().size(); g++) {
      for (int k = 0; k < training.outputs(); k++) {
        names.add(plus(g, k));
        names.add(minus(g, k));
      }
    }
    return names;
  }

  /** The objective at pairs that satisfy the trace conditions; O(nf²) or, compressed, O(q²). */
  public double objective(Workers workers, List<Pair> pairs) {
    double penalty = 0;
    for (Pair pair : pairs) {
      penalty +=
          training.architecture().norm() == NeuronNorm.SIGNS
              ? SignPairs.strength(pair)
              : strength(pair.plus()) + strength(pair.minus());
    }
    return loss(workers, pairs) + training.beta() * penalty;
  }

  private double strength(DenseMatrix z) {
    return training.isQuadratic() ? z.trace() : z.at(z.rows - 1, z.rows - 1);
  }

  private double loss(Workers workers, List<Pair> pairs) {
    if (compressed.isEmpty()) {
      return training.loss(prediction(workers, pairs));
    }
    List<DenseMatrix> differences = pairs.stream().map(Pair::difference).toList();
    double loss = program.constant();
    for (double r : compressed.orElseThrow().residual(output, differences)) {
      loss += r * r / 2;
    }
    return loss;
  }

  /**
   * ν, n × C: the gradient of the loss that the solution has come to. The solver's multipliers, or
   * where it had compressed rows ŷ − y, which they are at the optimum; O(nf²) then.
   */
  public DenseMatrix multipliers(Workers workers, Solution solution) {
    if (compressed.isPresent()) {
      DenseMatrix nu = prediction(workers, pairs(solution));
      nu.addScaled(-1, training.y());
      return nu;
    }
    int n = training.samples().count();
    int first = program.rows().size() - n * training.outputs(); // the traces come first
    double sign = training.loss().penalisesPrediction() ? 1 : -1;
    DenseMatrix nu = DenseMatrix.zeros(n, training.outputs());
    double[] ofSample = new double[training.outputs()];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < ofSample.length; k++) {
        ofSample[k] = sign * solution.y()[first + k * n + i];
      }
      training.loss().toDomain(ofSample, training.y().row(i));
      for (int k = 0; k < ofSample.length; k++) {
        nu.set(i, k, ofSample[k]);
      }
    }
    return nu;
  }

  /**
   * For hidden weights of 1 and −1, what proves the κ of {@link #multipliers}: a row y for the pair
   * of cell g and output k at place g · C + k, by which κ ≤ Σy [M26].
   */
  public DenseMatrix majorants(Solution solution) {
    List<String> pairs = blocks().stream().filter(name -> !name.startsWith("Z'")).toList();
    return SignPairs.majorants(pairs, new LiftedFeatures(training).order(), solution);
  }

  /** ŷ, n × C: Σ over g of ⟨Mᵢg, Z − Z′⟩. */
  private DenseMatrix prediction(Workers workers, List<Pair> pairs) {
    int outputs = training.outputs();
    List<DenseMatrix> differences = pairs.stream().map(Pair::difference).toList();
    DenseMatrix prediction = DenseMatrix.zeros(training.samples().count(), outputs);
    training
        .samples()
        .forEachChunk(
            workers,
            (slice, from, chunk) -> {
              for (int g = 0; g < training.architecture().cells().size(); g++) {
                addCell(g, differences, chunk, prediction.view(from, 0, chunk.rows, outputs));
              }
            });
    return prediction;
  }

  /** Prediction for a chunk ← itself + ⟨Mᵢg, Z − Z′⟩. */
  private void addCell(
      int g, List<DenseMatrix> differences, DenseMatrix chunk, DenseMatrix prediction) {
    Cell cell = training.architecture().cells().get(g);
    training
        .architecture()
        .forEachBatch(
            cell,
            chunk,
            (first, patches) -> {
              for (int k = 0; k < prediction.cols; k++) {
                double[] values = values(patches, differences.get(g * prediction.cols + k));
                for (int row = 0; row < values.length; row++) {
                  double weight = cell.coefficients()[row % cell.size()];
                  prediction.add(first + row / cell.size(), k, weight * values[row]);
                }
              }
            });
  }

  /** ⟨M, D⟩ of every patch. */
  private double[] values(DenseMatrix patches, DenseMatrix d) {
    QuadraticActivation activation = training.activation();
    int f = patches.cols;
    DenseMatrix product = Gemm.product(Workers.SERIAL, patches, d.view(0, 0, f, f));
    double[] values = new double[patches.rows];
    for (int row = 0; row < values.length; row++) {
      double value = training.isQuadratic() ? 0 : activation.c() * d.at(f, f);
      for (int j = 0; j < f; j++) {
        double linear = training.isQuadratic() ? 0 : activation.b() * d.at(f, j);
        value += patches.at(row, j) * (activation.a() * product.at(row, j) + linear);
      }
      values[row] = value;
    }
    return values;
  }
}
