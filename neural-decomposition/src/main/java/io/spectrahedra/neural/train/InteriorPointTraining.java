package io.spectrahedra.neural.train;

import io.spectrahedra.neural.certificate.GlobalOptimality;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.lift.Lift;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.metrics.ConfusionMatrix;
import io.spectrahedra.neural.metrics.RegressionMetrics;
import io.spectrahedra.neural.network.Model;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.network.Provenance;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.neural.train.OutputTraining.Candidate;
import io.spectrahedra.neural.train.OutputTraining.Context;
import io.spectrahedra.neural.train.TrainedNetwork.Fit;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.DimacsErrors;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.StopRequest;
import io.spectrahedra.sdp.solver.Termination;
import io.spectrahedra.sdp.solver.WarmStart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Lift, solve, decompose, polish, certify: the outputs of a separable loss side by side.
 *
 * <p>An object of it trains on the same data for one β after the other: what is computed from the
 * data is computed once, and each solve begins at the solution of the one before [M22].
 */
public final class InteriorPointTraining {
  /** The relative gap of a network that is nearly the best. */
  private static final double NEARLY = 1e-6;

  private final Dataset data;
  private final TrainingOptions options;
  private final Progress.Listener listener;
  private final Cancellation cancellation;
  private final StopRequest stop;

  /** With the β of the options. */
  private final TrainingProblem training;

  /** The clock of the training that is next, which what is computed for all is counted to. */
  private Phases phases = new Phases();

  /** The programs, once they have been needed, and where the solves of them may begin. */
  private List<Lift> lifts = List.of();

  private List<Optional<Solution>> previous = List.of();

  /** Those of the loss at f = 0 that are known to be good for its certificate. */
  private List<DenseMatrix> subgradients = List.of();

  /**
   * @param stop ends all trainings of this object
   */
  InteriorPointTraining(
      Dataset data,
      TrainingOptions options,
      Progress.Listener listener,
      Cancellation cancellation,
      StopRequest stop) {
    this.data = data;
    this.options = options;
    this.listener = new SharedListener(listener);
    this.cancellation = cancellation;
    this.stop = stop;
    this.training = options.problem(data);
  }

  /**
   * Trains a network to global optimality; for n samples of d features O(min(n, d²)³) flops an
   * iteration and output, and one pass of O(nd⁴) if n > (d+1)(d+2)/2.
   *
   * @return whatever ended the training, the best network found with its honest certificate
   */
  public static TrainedNetwork train(
      Dataset data,
      TrainingOptions options,
      Progress.Listener listener,
      Cancellation cancellation) {
    StopRequest stop = new StopRequest(options.timeLimit(), cancellation);
    return new InteriorPointTraining(data, options, listener, cancellation, stop)
        .train(options.beta());
  }

  /** The β from which on f = 0 is optimal [M22]. */
  double largestBeta() {
    try (Workers team = new Workers(options.threads(), () -> false)) {
      LargestBeta largest = LargestBeta.of(team, training, options.threads(), stop);
      subgradients = List.of(largest.subgradient());
      return largest.beta();
    }
  }

  /** Trains for this β. */
  TrainedNetwork train(double beta) {
    OutputTraining whole = new OutputTraining(context(options.threads()));
    TrainingProblem problem = training.withBeta(beta);
    Candidate zero =
        phases.time("lift", () -> whole.zero(problem, Termination.OPTIMAL, subgradients));
    if (zero.certificate().proves(options.tolerance())) { // nothing is cheaper than f = 0
      return result(beta, List.of(zero));
    }
    try (Workers workers = new Workers(options.threads(), stop)) {
      phases.time("lift", () -> lift(workers, problem));
    } catch (Workers.StoppedException beforeTheSolve) {
      return result(beta, List.of(whole.zero(problem, stop.reason(), subgradients)));
    }
    int together = Math.min(lifts.size(), options.threads());
    OutputTraining one = new OutputTraining(context(options.threads() / together));
    Candidate[] candidates = new Candidate[lifts.size()];
    try (Workers workers = new Workers(together, () -> false)) {
      workers.forEach(
          candidates.length,
          k -> {
            Lift lift = lifts.get(k).withBeta(beta);
            candidates[k] = one.train(lift, start(previous.get(k), lift));
          });
    }
    previous = Arrays.stream(candidates).map(Candidate::solution).toList();
    return result(beta, Arrays.asList(candidates));
  }

  private List<Lift> lift(Workers workers, TrainingProblem problem) {
    if (lifts.isEmpty()) {
      lifts = Lift.of(workers, problem);
      previous = Collections.nCopies(lifts.size(), Optional.empty());
    }
    return lifts;
  }

  private static WarmStart start(Optional<Solution> previous, Lift lift) {
    return previous.map(solution -> WarmStart.of(solution, lift.program())).orElse(WarmStart.NONE);
  }

  private Context context(int threads) {
    return new Context(
        options.tolerance(), options.rounding(), threads, listener, cancellation, stop, phases);
  }

  /** One candidate for all outputs, or one for each. */
  private TrainedNetwork result(double beta, List<Candidate> candidates) {
    boolean joint = candidates.size() == 1;
    Network network =
        joint
            ? candidates.get(0).network()
            : Network.ofOutputs(candidates.stream().map(Candidate::network).toList());
    GlobalOptimality certificate =
        GlobalOptimality.sum(candidates.stream().map(Candidate::certificate).toList());
    if (network.neurons() <= options.maxNeurons()) {
      return result(beta, candidates, network, certificate, Termination.OPTIMAL);
    }
    TrainingProblem problem = training.withBeta(beta);
    try (Workers team = new Workers(options.threads(), () -> false)) {
      Network fewer = fewer(team, beta, candidates);
      Termination limit = stop.getAsBoolean() ? stop.reason() : Termination.WIDTH_LIMIT;
      GlobalOptimality own =
          OutputTraining.certify(team, problem, fewer, List.of(), options.tolerance());
      return result(beta, candidates, fewer, own.orBoundOf(certificate), limit);
    }
  }

  /** A network of no more neurons than allowed. */
  private Network fewer(Workers team, double beta, List<Candidate> candidates) {
    OutputTraining whole = new OutputTraining(context(options.threads()).silent());
    List<WidthLimit> parts = new ArrayList<>();
    for (int k = 0; k < candidates.size(); k++) {
      Lift lift = lifts.get(k).withBeta(beta);
      List<Network> starts = whole.starts(lift, candidates.get(k));
      parts.add(phases.time("prune", () -> new WidthLimit(team, lift.training(), starts, stop)));
    }
    int[] shares = WidthLimit.shares(parts, options.maxNeurons());
    List<Network> networks =
        IntStream.range(0, shares.length)
            .mapToObj(k -> phases.time("prune", () -> parts.get(k).best(shares[k])))
            .toList();
    boolean joint = networks.size() == 1;
    return (joint ? networks.get(0) : Network.ofOutputs(networks)).sorted();
  }

  private TrainedNetwork result(
      double beta,
      List<Candidate> candidates,
      Network network,
      GlobalOptimality certificate,
      Termination ofWidth) {
    Model model =
        new Model(
            network,
            data.features(),
            data.targets(),
            data.classes(),
            training.samples().standardisation(),
            provenance(beta, certificate));
    DenseMatrix prediction;
    try (Workers team = new Workers(options.threads(), () -> false)) {
      prediction = network.predict(team, training.samples());
    }
    Phases ended = phases;
    phases = new Phases();
    return new TrainedNetwork(
        model,
        termination(candidates, certificate, ofWidth),
        certificate,
        fit(model, prediction),
        errors(candidates),
        candidates.stream().mapToInt(InteriorPointTraining::iterations).max().orElse(0),
        candidates.stream().mapToDouble(Candidate::dropped).max().orElse(0),
        ended.total(),
        ended.seconds());
  }

  private Fit fit(Model model, DenseMatrix prediction) {
    RegressionMetrics metrics = RegressionMetrics.of(training.y(), prediction);
    double accuracy = Double.NaN;
    if (data.isClassification()) {
      int[] truth = IntStream.range(0, data.samples()).map(i -> (int) data.y().at(i, 0)).toArray();
      accuracy = ConfusionMatrix.of(data.classes(), truth, model.decisions(prediction)).accuracy();
    } else if (TargetEncoding.areSigns(data, options.loss())) {
      accuracy = ConfusionMatrix.ofSigns(data.y(), prediction).accuracy();
    }
    boolean scaled = Double.isNaN(accuracy) || options.loss().targets() == Loss.Targets.NUMBERS;
    return new Fit(
        scaled ? metrics.r2() : Double.NaN, scaled ? metrics.rmse() : Double.NaN, accuracy);
  }

  /**
   * OPTIMAL if proven; else why a solve ended early, else why the network is not the best.
   *
   * @param ofWidth OPTIMAL if there are no more neurons than allowed, else how it came to fewer
   */
  private Termination termination(
      List<Candidate> candidates, GlobalOptimality certificate, Termination ofWidth) {
    if (certificate.proves(options.tolerance())) {
      return Termination.OPTIMAL;
    }
    List<Termination> reasons =
        candidates.stream()
            .map(Candidate::termination)
            .filter(termination -> termination != Termination.OPTIMAL)
            .toList();
    Termination otherwise =
        ofWidth != Termination.OPTIMAL
            ? ofWidth
            : reasons.isEmpty() ? Termination.NEARLY_OPTIMAL : Termination.ROUNDED;
    Termination ended =
        reasons.stream()
            .filter(termination -> termination != Termination.ROUNDED)
            .findFirst()
            .orElse(otherwise);
    boolean near = certificate.relativeGap() <= Math.max(NEARLY, options.tolerance());
    return ended == Termination.NEARLY_OPTIMAL && !near ? Termination.NUMERICAL_LIMIT : ended;
  }

  private static int iterations(Candidate candidate) {
    return candidate.solution().isPresent() ? candidate.solution().orElseThrow().iterations() : 0;
  }

  private Provenance provenance(double beta, GlobalOptimality certificate) {
    return new Provenance(
        data.sha256(),
        data.samples(),
        options.loss().name(),
        beta,
        options.standardise().name().toLowerCase(Locale.ROOT),
        options.tolerance(),
        certificate.objective(),
        certificate.lowerBound(),
        Version.NAME);
  }

  /** The largest of each kind over the programs. */
  private static DimacsErrors errors(List<Candidate> candidates) {
    double[] worst = new double[6];
    for (Candidate candidate : candidates) {
      DimacsErrors errors =
          candidate.solution().isPresent()
              ? candidate.solution().orElseThrow().errors()
              : errorsOf(candidate.certificate());
      List<Double> each = errors.toList();
      for (int e = 0; e < worst.length; e++) {
        worst[e] = Math.abs(each.get(e)) > Math.abs(worst[e]) ? each.get(e) : worst[e];
      }
    }
    return new DimacsErrors(worst[0], worst[1], worst[2], worst[3], worst[4], worst[5]);
  }

  /** Of the pair of a network and its scaled dual vector: feasible both, by construction. */
  private static DimacsErrors errorsOf(GlobalOptimality certificate) {
    double objective = certificate.objective();
    double bound = certificate.lowerBound();
    double gap = (objective - bound) / (1 + Math.abs(objective) + Math.abs(bound));
    return new DimacsErrors(0, 0, 0, 0, gap, gap);
  }
}
