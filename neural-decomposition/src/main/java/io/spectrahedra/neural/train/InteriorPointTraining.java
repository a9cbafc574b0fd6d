package io.spectrahedra.neural.train;

import io.spectrahedra.neural.certificate.GlobalOptimality;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.lift.Lift;
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
import io.spectrahedra.sdp.solver.StopRequest;
import io.spectrahedra.sdp.solver.Termination;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Lift, solve, decompose, polish, certify: the outputs of a separable loss side by side. */
public final class InteriorPointTraining {
  private final Dataset data;
  private final TrainingOptions options;
  private final Progress.Listener listener;
  private final Cancellation cancellation;
  private final StopRequest stop;
  private final TrainingProblem training;
  private final Phases phases = new Phases();

  private InteriorPointTraining(
      Dataset data,
      TrainingOptions options,
      Progress.Listener listener,
      Cancellation cancellation) {
    this.data = data;
    this.options = options;
    this.listener = new SharedListener(listener);
    this.cancellation = cancellation;
    this.stop = new StopRequest(options.timeLimit(), cancellation);
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
    return new InteriorPointTraining(data, options, listener, cancellation).train();
  }

  private TrainedNetwork train() {
    Candidate zero = phases.time("lift", () -> zero(Termination.OPTIMAL));
    if (zero.gap() <= options.tolerance()) { // nothing is cheaper than f = 0
      return result(List.of(zero));
    }
    List<Lift> lifts;
    try (Workers workers = new Workers(options.threads(), stop)) {
      lifts = phases.time("lift", () -> Lift.of(workers, training));
    } catch (Workers.StoppedException beforeTheSolve) {
      return result(List.of(zero(stop.reason())));
    }
    int together = Math.min(lifts.size(), options.threads());
    OutputTraining one = new OutputTraining(context(options.threads() / together));
    Candidate[] candidates = new Candidate[lifts.size()];
    try (Workers workers = new Workers(together, () -> false)) {
      workers.forEach(candidates.length, k -> candidates[k] = one.train(lifts.get(k)));
    }
    return result(Arrays.asList(candidates));
  }

  private Candidate zero(Termination termination) {
    return new OutputTraining(context(options.threads())).zero(training, termination);
  }

  private Context context(int threads) {
    return new Context(options.tolerance(), threads, listener, cancellation, stop, phases);
  }

  /** One candidate for all outputs, or one for each. */
  private TrainedNetwork result(List<Candidate> candidates) {
    boolean joint = candidates.size() == 1;
    Network network =
        joint
            ? candidates.get(0).network()
            : Network.ofOutputs(candidates.stream().map(Candidate::network).toList());
    GlobalOptimality certificate =
        GlobalOptimality.sum(candidates.stream().map(Candidate::certificate).toList());
    if (network.neurons() <= options.maxNeurons()) {
      return result(candidates, network, certificate);
    }
    try (Workers team = new Workers(options.threads(), () -> false)) {
      Network fewer =
          phases.time("prune", () -> Pruning.of(team, network, training, options.maxNeurons()));
      GlobalOptimality own = OutputTraining.certify(team, training, fewer, List.of());
      return result(candidates, fewer, own.orBoundOf(certificate));
    }
  }

  private TrainedNetwork result(
      List<Candidate> candidates, Network network, GlobalOptimality certificate) {
    Model model =
        new Model(
            network,
            data.features(),
            data.targets(),
            data.classes(),
            training.samples().standardisation(),
            provenance(certificate));
    DenseMatrix prediction;
    try (Workers team = new Workers(options.threads(), () -> false)) {
      prediction = network.predict(team, training.samples());
    }
    return new TrainedNetwork(
        model,
        termination(candidates, certificate),
        certificate,
        fit(model, prediction),
        errors(candidates),
        candidates.stream().mapToInt(InteriorPointTraining::iterations).max().orElse(0),
        candidates.stream().mapToDouble(Candidate::dropped).max().orElse(0),
        stop.seconds(),
        phases.seconds());
  }

  private Fit fit(Model model, DenseMatrix prediction) {
    RegressionMetrics metrics = RegressionMetrics.of(training.y(), prediction);
    double accuracy = Double.NaN;
    if (data.isClassification()) {
      int[] truth = IntStream.range(0, data.samples()).map(i -> (int) data.y().at(i, 0)).toArray();
      accuracy = ConfusionMatrix.of(data.classes(), truth, model.decisions(prediction)).accuracy();
    }
    return new Fit(metrics.r2(), metrics.rmse(), accuracy);
  }

  private Termination termination(List<Candidate> candidates, GlobalOptimality certificate) {
    boolean capped =
        candidates.stream().mapToInt(each -> each.network().neurons()).sum() > options.maxNeurons();
    if (certificate.relativeGap() <= options.tolerance()) {
      return Termination.OPTIMAL;
    }
    return candidates.stream()
        .map(Candidate::termination)
        .filter(termination -> termination != Termination.OPTIMAL)
        .findFirst()
        .orElse(capped ? Termination.WIDTH_LIMIT : Termination.NEARLY_OPTIMAL);
  }

  private static int iterations(Candidate candidate) {
    return candidate.solution().isPresent() ? candidate.solution().orElseThrow().iterations() : 0;
  }

  private Provenance provenance(GlobalOptimality certificate) {
    return new Provenance(
        data.sha256(),
        data.samples(),
        options.loss().name(),
        options.beta(),
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
