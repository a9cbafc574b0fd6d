package io.spectrahedra.neural.train;

import io.spectrahedra.neural.certificate.GlobalOptimality;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.data.Standardisation;
import io.spectrahedra.neural.lift.ScalarLift;
import io.spectrahedra.neural.network.Model;
import io.spectrahedra.neural.network.Provenance;
import io.spectrahedra.neural.network.ScalarNetwork;
import io.spectrahedra.neural.train.TrainedNetwork.Fit;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.DimacsErrors;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.StopRequest;
import io.spectrahedra.sdp.solver.Termination;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Lift, solve, decompose, polish, certify. */
public final class InteriorPointTraining {
  /**
   * The solver is asked for this share of the tolerance, and for a smaller one if the certified gap
   * is then still too large.
   */
  private static final double[] SOLVER_SHARES = {0.1, 0.001};

  private static final int MAX_ITERATIONS = 200;

  private final Dataset data;
  private final TrainingOptions options;
  private final Progress.Listener listener;
  private final Cancellation cancellation;
  private final StopRequest stop;
  private final Samples samples;
  private final Map<String, Double> phases = new LinkedHashMap<>();

  private InteriorPointTraining(
      Dataset data,
      TrainingOptions options,
      Progress.Listener listener,
      Cancellation cancellation) {
    this.data = data;
    this.options = options;
    this.listener = listener;
    this.cancellation = cancellation;
    this.stop = new StopRequest(options.timeLimit(), cancellation);
    this.samples =
        new Samples(
            data.x(),
            options.standardise() == Standardise.FEATURES
                ? Standardisation.fit(data.x())
                : Standardisation.none(data.x().cols));
  }

  /**
   * Trains a network to global optimality; for n samples of d features O(min(n, d²)³) flops an
   * iteration, and one pass of O(nd⁴) if n > (d+1)(d+2)/2.
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

  /** A network and how it came about. */
  private record Candidate(
      ScalarNetwork network,
      GlobalOptimality certificate,
      Optional<Solution> solution,
      Termination termination,
      double dropped) {}

  private TrainedNetwork train() {
    try (Workers workers = new Workers(options.threads(), stop)) {
      if (Arrays.stream(data.y()).allMatch(value -> value == 0)) {
        return result(zero(Termination.OPTIMAL)); // f = 0 costs nothing, and nothing is cheaper
      }
      ScalarLift lift =
          time(
              "lift",
              () ->
                  ScalarLift.of(workers, samples, data.y(), options.activation(), options.beta()));
      Candidate candidate = attempt(lift, options.tolerance() * SOLVER_SHARES[0]);
      if (candidate.termination == Termination.OPTIMAL && !isProven(candidate)) {
        Candidate second = attempt(lift, options.tolerance() * SOLVER_SHARES[1]);
        candidate = gap(second) < gap(candidate) ? second : candidate;
      }
      return result(candidate);
    } catch (Workers.StoppedException beforeTheSolve) {
      return result(zero(stop.reason()));
    }
  }

  private Candidate attempt(ScalarLift lift, double tolerance) {
    Settings settings =
        new Settings(tolerance, 0, MAX_ITERATIONS, stop.remaining(), options.threads());
    Solution solution =
        time("solve", () -> Sdp.solve(lift.problem(), settings, listener, cancellation));
    NetworkRecovery recovery =
        time(
            "decompose",
            () ->
                withTeam(
                    team ->
                        NetworkRecovery.of(team, options.activation(), lift, solution, tolerance)));
    ScalarNetwork network =
        time(
            "polish",
            () ->
                withTeam(
                    team ->
                        OutputPolish.of(
                            team, recovery.network(), samples, data.y(), options.beta())));
    GlobalOptimality certificate =
        time(
            "certify",
            () ->
                withTeam(
                    team -> certify(team, network, List.of(lift.multipliers(team, solution)))));
    return new Candidate(
        network, certificate, Optional.of(solution), solution.termination(), recovery.dropped());
  }

  /** f = 0, with its honest certificate: what there is before anything is solved. */
  private Candidate zero(Termination termination) {
    ScalarNetwork network = ScalarNetwork.zero(options.activation(), samples.features());
    return new Candidate(
        network,
        time("certify", () -> withTeam(team -> certify(team, network, List.of()))),
        Optional.empty(),
        termination,
        0);
  }

  /** What comes after the solve is done to its end, however the solve ended. */
  private <T> T withTeam(Function<Workers, T> work) {
    try (Workers team = new Workers(options.threads(), () -> false)) {
      return work.apply(team);
    }
  }

  private GlobalOptimality certify(Workers team, ScalarNetwork network, List<double[]> duals) {
    return GlobalOptimality.of(
        team,
        new GlobalOptimality.Claim(
            samples,
            data.y(),
            network.activation(),
            network.hidden(),
            network.output(),
            options.beta()),
        duals);
  }

  private static double gap(Candidate candidate) {
    return candidate.certificate.relativeGap();
  }

  private boolean isProven(Candidate candidate) {
    return gap(candidate) <= options.tolerance();
  }

  private TrainedNetwork result(Candidate candidate) {
    Termination termination = candidate.termination;
    if (isProven(candidate)) {
      termination = Termination.OPTIMAL;
    } else if (termination == Termination.OPTIMAL) {
      termination = Termination.NEARLY_OPTIMAL;
    }
    GlobalOptimality certificate = candidate.certificate;
    Provenance provenance =
        new Provenance(
            data.sha256(),
            data.samples(),
            "squared",
            options.beta(),
            options.standardise().name().toLowerCase(Locale.ROOT),
            options.tolerance(),
            certificate.objective(),
            certificate.lowerBound(),
            Version.NAME);
    Model model =
        new Model(
            candidate.network,
            data.features(),
            data.target(),
            samples.standardisation(),
            provenance);
    Fit fit = Fit.of(data.y(), withTeam(team -> candidate.network.predict(team, samples)));
    return new TrainedNetwork(
        model,
        termination,
        certificate,
        fit,
        candidate.solution.map(Solution::errors).orElseGet(() -> errorsOf(certificate)),
        candidate.solution.map(Solution::iterations).orElse(0),
        candidate.dropped,
        stop.seconds(),
        Collections.unmodifiableMap(phases));
  }

  /** Of the pair of a network and its scaled dual vector: feasible both, by construction. */
  private static DimacsErrors errorsOf(GlobalOptimality certificate) {
    double objective = certificate.objective();
    double bound = certificate.lowerBound();
    double gap = (objective - bound) / (1 + Math.abs(objective) + Math.abs(bound));
    return new DimacsErrors(0, 0, 0, 0, gap, gap);
  }

  private <T> T time(String phase, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      phases.merge(phase, (System.nanoTime() - start) * 1e-9, Double::sum);
    }
  }
}
