package io.spectrahedra.neural.certificate;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.architecture.Pooling.Cell;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The proof that a network is the best of its kind, of any width, from the data and its weights
 * alone [M16]: whoever trained it, and however.
 *
 * <p>The training problem min Σ l(f(xᵢ), yᵢ) + βΣ|α| has the dual max −Σ l*(νᵢ) over all ν, n × C,
 * with
 *
 * <pre>  κ(ν) = max over g, k and ‖u‖ = 1 of |Σᵢ νᵢₖ Σₗ P_gl σ(xᵢₗᵀu)| ≤ β.</pre>
 *
 * <p>Every ν gives a lower bound after scaling by t ≤ β/κ(ν); κ is the largest of global maxima of
 * quadratics on the sphere. All is computed here from scratch, in code no trainer uses. Outputs
 * that the loss does not couple are problems of their own, and so are their bounds.
 *
 * @param objective of the network, evaluated as a network
 * @param lowerBound no network with this activation and penalty has an objective that is smaller by
 *     more than the rounding of the bound
 * @param dualViolation max(0, κ/β − 1) of the dual vector that gave the bound, before scaling
 * @param rounding a bound on the error of the objective that comes from rounding of the predictions
 * @param boundRounding a bound on what the lower bound is too large by, from rounding of its own
 */
public record GlobalOptimality(
    double objective,
    double lowerBound,
    double dualViolation,
    double rounding,
    double boundRounding) {
  /** How far a neuron's norm may be from 1 by rounding. */
  private static final double UNIT_TOLERANCE = 1e-9;

  /** A bound above the objective by less than this, relatively, is so by rounding of the sums. */
  private static final double ROUNDING = 1e-12;

  /** The tolerance of trainings, where none is given. */
  private static final double TOLERANCE = 1e-8;

  /**
   * Rounding may hide this share of the tolerance: beyond it, predictions take twice the digits.
   */
  private static final double ROUNDING_SHARE = 0.01;

  /** Beyond this share of the tolerance, sums of the bound take twice the digits. */
  private static final double BOUND_SHARE = 0.1;

  /** An objective and a bound that are free of rounding. */
  public GlobalOptimality(double objective, double lowerBound, double dualViolation) {
    this(objective, lowerBound, dualViolation, 0, 0);
  }

  /**
   * What is certified: a network for a training problem.
   *
   * @param hidden m × f: row j is the direction of neuron j; m × 2f: those of a bilinear neuron
   * @param weights α, length m
   * @param places g · C + k, for the cell g and the output k that a neuron serves; length m
   */
  public record Claim(
      TrainingProblem training, DenseMatrix hidden, double[] weights, int[] places) {

    /**
     * Checks the sizes and the norms of the neurons.
     *
     * @throws IllegalArgumentException if they are not those of a network of the training problem
     */
    public Claim {
      int inputs = training.architecture().inputs();
      boolean bilinear = hidden.cols == 2 * inputs && training.isQuadratic();
      if ((hidden.cols != inputs && !bilinear)
          || hidden.rows != weights.length
          || hidden.rows != places.length) {
        throw new IllegalArgumentException(
            "sizes do not fit: neurons of "
                + training.architecture().inputs()
                + " inputs, "
                + hidden.rows
                + " x "
                + hidden.cols
                + " hidden and "
                + weights.length
                + " output weights in "
                + places.length
                + " places");
      }
      for (int j = 0; j < hidden.rows; j++) {
        for (int from = 0; from < hidden.cols; from += inputs) {
          require(training.architecture().norm(), j, hidden.view(j, from, 1, inputs));
        }
      }
    }

    /** A neuron of length l and weight α is no neuron of this problem unless l is allowed. */
    private static void require(NeuronNorm norm, int j, DenseMatrix u) {
      double length = u.frobeniusNorm();
      boolean allowed =
          switch (norm) {
            case ONE -> Math.abs(length - 1) <= UNIT_TOLERANCE;
            case AT_MOST_ONE -> length <= 1 + UNIT_TOLERANCE;
            case SIGNS -> Arrays.stream(u.row(0)).allMatch(entry -> Math.abs(entry) == 1);
          };
      if (!allowed) {
        String wanted =
            switch (norm) {
              case ONE -> "norm 1, has " + length;
              case AT_MOST_ONE -> "norm at most 1, has " + length;
              case SIGNS -> "entries 1 and -1 only, has " + Arrays.toString(u.row(0));
            };
        throw new IllegalArgumentException("neuron " + j + " must have " + wanted);
      }
    }

    private DenseMatrix directions(int... neurons) {
      DenseMatrix chosen = DenseMatrix.zeros(neurons.length, hidden.cols);
      for (int j = 0; j < neurons.length; j++) {
        chosen.view(j, 0, 1, hidden.cols).setTo(hidden.view(neurons[j], 0, 1, hidden.cols));
      }
      return chosen;
    }

    private Claim output(int k) {
      int outputs = training.outputs();
      int[] chosen =
          IntStream.range(0, places.length).filter(j -> places[j] % outputs == k).toArray();
      return new Claim(
          training.output(k),
          directions(chosen),
          IntStream.of(chosen).mapToDouble(j -> weights[j]).toArray(),
          IntStream.of(chosen).map(j -> places[j] / outputs).toArray());
    }
  }

  /** The certificate with the gradient of the loss as dual vector: right at an exact optimum. */
  public static GlobalOptimality of(Workers workers, Claim claim) {
    return of(workers, claim, List.of());
  }

  /**
   * The certificate with the best of several dual vectors, the gradient of the loss at the network
   * among them.
   *
   * @param duals n × C each, such as a solver's multipliers of the samples
   */
  public static GlobalOptimality of(Workers workers, Claim claim, List<DenseMatrix> duals) {
    return of(workers, claim, duals, TOLERANCE);
  }

  /**
   * The same for a tolerance other than 1e-8.
   *
   * @param tolerance that {@link #proves} will be asked for: it says how exact the objective must
   *     be
   */
  public static GlobalOptimality of(
      Workers workers, Claim claim, List<DenseMatrix> duals, double tolerance) {
    int outputs = claim.training.outputs();
    if (outputs == 1 || claim.training.loss().couplesOutputs()) {
      return joint(workers, claim, duals, tolerance);
    }
    return sum(
        IntStream.range(0, outputs)
            .mapToObj(
                k ->
                    joint(
                        workers,
                        claim.output(k),
                        duals.stream().map(dual -> dual.view(0, k, dual.rows, 1)).toList(),
                        tolerance))
            .toList());
  }

  /** The certificate of several networks that are trained independently, as one. */
  public static GlobalOptimality sum(List<GlobalOptimality> parts) {
    return new GlobalOptimality(
        parts.stream().mapToDouble(GlobalOptimality::objective).sum(),
        parts.stream().mapToDouble(GlobalOptimality::lowerBound).sum(),
        parts.stream().mapToDouble(GlobalOptimality::dualViolation).max().orElse(0),
        parts.stream().mapToDouble(GlobalOptimality::rounding).sum(),
        parts.stream().mapToDouble(GlobalOptimality::boundRounding).sum());
  }

  private static GlobalOptimality joint(
      Workers workers, Claim claim, List<DenseMatrix> duals, double tolerance) {
    TrainingProblem training = claim.training;
    DenseMatrix prediction = prediction(workers, claim);
    RoundedObjective objective =
        RoundedObjective.of(workers, claim, prediction, ROUNDING_SHARE * tolerance);
    GlobalOptimality best =
        bound(workers, claim, objective, training.gradient(prediction), tolerance);
    for (DenseMatrix dual : duals) {
      best = best.orBoundOf(bound(workers, claim, objective, dual, tolerance));
    }
    return best;
  }

  /** The same objective with the bound of two that proves more, for one training problem. */
  public GlobalOptimality orBoundOf(GlobalOptimality other) {
    return other.lowerBound - other.boundRounding > lowerBound - boundRounding
        ? new GlobalOptimality(
            objective, other.lowerBound, other.dualViolation, rounding, other.boundRounding)
        : this;
  }

  /** (objective − lowerBound)/|objective|; 0 where both are 0. */
  public double relativeGap() {
    double gap = objective - lowerBound;
    return gap == 0 ? 0 : gap / Math.abs(objective);
  }

  /**
   * True if no network is better by more than the tolerance, relative to the objective. A bound
   * that is above the objective by more than that is all rounding, and proves nothing; nor does one
   * where rounding of the predictions, or of the bound, may hide the rest of the tolerance.
   */
  public boolean proves(double tolerance) {
    return Math.abs(relativeGap()) + relativeRounding() <= tolerance;
  }

  /** What rounding of the predictions and of the bound may hide of the gap, at most. */
  public double relativeRounding() {
    double both = rounding + boundRounding;
    return both == 0 ? 0 : both / Math.abs(objective);
  }

  /** As in "objective 13.0765816, lower bound 13.0765816, relative gap 2.2e-11". */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "objective %.9g, lower bound %.9g, relative gap %.1e",
        objective,
        lowerBound,
        relativeGap());
  }

  /** f(xᵢ), n × C. */
  private static DenseMatrix prediction(Workers workers, Claim claim) {
    TrainingProblem training = claim.training;
    int outputs = training.outputs();
    DenseMatrix prediction = DenseMatrix.zeros(training.samples().count(), outputs);
    training
        .samples()
        .forEachChunk(
            workers,
            (slice, from, rows) -> {
              DenseMatrix ofRows = prediction.view(from, 0, rows.rows, outputs);
              for (int g = 0; g < training.architecture().cells().size(); g++) {
                addCell(claim, g, rows, ofRows);
              }
            });
    return prediction;
  }

  /** Prediction for some samples ← itself + what the neurons of cell g say. */
  private static void addCell(Claim claim, int g, DenseMatrix rows, DenseMatrix prediction) {
    int outputs = prediction.cols;
    int[] own =
        IntStream.range(0, claim.places.length)
            .filter(j -> claim.places[j] / outputs == g)
            .toArray();
    DenseMatrix directions = claim.directions(own);
    DenseMatrix byOutput = DenseMatrix.zeros(own.length, outputs);
    for (int j = 0; j < own.length; j++) {
      byOutput.set(j, claim.places[own[j]] % outputs, claim.weights[own[j]]);
    }
    Architecture architecture = claim.training.architecture();
    Cell cell = architecture.cells().get(g);
    architecture.forEachBatch(
        cell,
        rows,
        (first, patches) -> {
          int f = patches.cols;
          DenseMatrix t =
              Gemm.product(
                  Workers.SERIAL, patches, directions.view(0, 0, own.length, f).transposed());
          boolean bilinear = directions.cols > f;
          DenseMatrix s =
              bilinear
                  ? Gemm.product(
                      Workers.SERIAL, patches, directions.view(0, f, own.length, f).transposed())
                  : t;
          QuadraticActivation activation = claim.training.activation();
          double[] said = t.data();
          for (int e = 0; e < said.length; e++) {
            said[e] = bilinear ? activation.a() * said[e] * s.data()[e] : activation.at(said[e]);
          }
          DenseMatrix sum = Gemm.product(Workers.SERIAL, t, byOutput);
          for (int row = 0; row < t.rows; row++) {
            double weight = cell.coefficients()[row % cell.size()];
            for (int k = 0; k < outputs; k++) {
              prediction.add(first + row / cell.size(), k, weight * sum.at(row, k));
            }
          }
        });
  }

  /**
   * max over 0 ≤ t ≤ β/κ of −Σ l*(tνᵢ); κ with twice the digits if it is for rounding of κ alone
   * that the bound proves nothing.
   */
  private static GlobalOptimality bound(
      Workers workers, Claim claim, RoundedObjective objective, DenseMatrix nu, double tolerance) {
    TrainingProblem training = claim.training;
    GlobalOptimality plain = bound(training, objective, nu, DualNorm.of(workers, training, nu));
    boolean near = Math.abs(plain.relativeGap()) <= tolerance;
    return near && plain.boundRounding > BOUND_SHARE * tolerance * Math.abs(plain.objective)
        ? bound(training, objective, nu, DualNorm.ofExactSums(workers, training, nu))
        : plain;
  }

  /**
   * The same objective for hidden weights of 1 and −1, with the bound of ν that majorants of the
   * ∞→1 norms in κ prove, if that is larger [M26]; of one output, or a loss that couples them.
   *
   * @param nu n × C
   * @param majorants see {@link DualNorm#ofSigns}
   */
  public GlobalOptimality orBoundOf(
      Workers workers, TrainingProblem training, DenseMatrix nu, DenseMatrix majorants) {
    DualNorm kappa = DualNorm.ofSigns(workers, training, nu, majorants);
    return orBoundOf(bound(training, new RoundedObjective(objective, rounding), nu, kappa));
  }

  private static GlobalOptimality bound(
      TrainingProblem training, RoundedObjective computed, DenseMatrix nu, DualNorm kappa) {
    double objective = computed.value();
    DualRay ray = new DualRay(training, nu);
    DualRay.Point best = ray.maximum(training.beta() / kappa.value());
    double lower = best.value();
    double rounding = rounding(ray, best, training.beta() / (kappa.value() + kappa.rounding()));
    if (lower > objective && lower - objective <= ROUNDING * Math.abs(objective)) {
      lower = objective;
    }
    return new GlobalOptimality(
        objective,
        lower,
        Math.max(0, kappa.value() / training.beta() - 1),
        computed.rounding(),
        rounding);
  }

  /** What is left of a bound at the t that is allowed if κ is as large as it can be. */
  private static double rounding(DualRay ray, DualRay.Point best, double allowed) {
    if (!Double.isFinite(best.value())) {
      return 0;
    }
    if (best.t() <= allowed) {
      return best.rounding();
    }
    DualRay.Point sure = ray.at(allowed);
    return Math.max(0, best.value() - sure.value()) + sure.rounding();
  }
}
