package io.spectrahedra.neural.train;

import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.certificate.DualNorm;
import io.spectrahedra.neural.certificate.GlobalOptimality;
import io.spectrahedra.neural.lift.Lift;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.StopRequest;
import io.spectrahedra.sdp.solver.Termination;
import io.spectrahedra.sdp.solver.WarmStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** One program of a training: solve, decompose, polish, certify. */
final class OutputTraining {
  /**
   * The solver is asked for this share of the tolerance, and for smaller ones while the certified
   * gap is still too large.
   */
  private static final double[] SOLVER_SHARES = {0.1, 1e-3, 1e-5};

  /** Of one solve, from all its starts. */
  static final int MAX_ITERATIONS = 400;

  /** For polishing, though the time be over: more than a network of usual size needs. */
  private static final long GRACE_NANOS = 1_000_000_000;

  /** In how many steps β grows, each by the same factor, to where no neuron is worth its weight. */
  private static final int LARGER_BETAS = 8;

  /** The tolerance of networks that are only to be improved. */
  private static final double ROUGH = 1e-5;

  /**
   * What all programs of a training share.
   *
   * @param rounding of hidden weights of 1 and −1
   * @param threads for this program
   */
  record Context(
      double tolerance,
      Rounding rounding,
      int threads,
      Progress.Listener listener,
      Cancellation cancellation,
      StopRequest stop,
      Phases phases) {

    /** The same for solves of which nobody need hear. */
    Context silent() {
      return new Context(
          tolerance, rounding, threads, SharedListener.NONE, cancellation, stop, phases);
    }
  }

  /** A network and how it came about. */
  record Candidate(
      Network network,
      GlobalOptimality certificate,
      Optional<Solution> solution,
      Termination termination,
      double dropped) {

    double gap() {
      return Math.abs(certificate.relativeGap());
    }
  }

  private final Context context;

  OutputTraining(Context context) {
    this.context = context;
  }

  /** The best network for the training problem of the lift, from there if that is not far. */
  Candidate train(Lift lift, WarmStart start) {
    Candidate best = attempt(lift, start, context.tolerance * SOLVER_SHARES[0]);
    for (int k = 1; k < SOLVER_SHARES.length && asksForMore(best); k++) {
      Candidate next = attempt(lift, start, context.tolerance * SOLVER_SHARES[k]);
      if (!(next.gap() < best.gap())) {
        return best;
      }
      best = next;
    }
    return best;
  }

  private boolean asksForMore(Candidate candidate) {
    return candidate.termination == Termination.OPTIMAL
        && !candidate.certificate.proves(context.tolerance);
  }

  /**
   * Where the search for networks of fewer neurons begins [M24]: the network given, and networks
   * for larger β, which have fewer, up to where the best has none.
   *
   * @param lift with the β of the training
   * @param best the result of {@link #train} for it
   */
  List<Network> starts(Lift lift, Candidate best) {
    TrainingProblem training = lift.training();
    DenseMatrix nothing = DenseMatrix.zeros(training.samples().count(), training.outputs());
    double largest =
        withTeam(team -> DualNorm.of(team, training, training.gradient(nothing)).value());
    List<Network> starts = new ArrayList<>(List.of(best.network));
    Optional<Solution> previous = best.solution;
    double beta = training.beta();
    for (int k = 1; k < LARGER_BETAS && largest > beta && !context.stop.getAsBoolean(); k++) {
      double share = (double) k / LARGER_BETAS;
      Lift other = lift.withBeta(beta * Math.pow(largest / beta, share));
      WarmStart start =
          previous.map(from -> WarmStart.of(from, other.program())).orElse(WarmStart.NONE);
      Candidate next = attempt(other, start, Math.max(ROUGH, context.tolerance));
      starts.add(next.network);
      previous = next.solution;
    }
    return starts;
  }

  private Candidate attempt(Lift lift, WarmStart start, double tolerance) {
    Phases phases = context.phases;
    Settings settings =
        new Settings(tolerance, 0, MAX_ITERATIONS, context.stop.remaining(), context.threads);
    Solution solution =
        phases.time(
            "solve",
            () ->
                Sdp.solve(lift.program(), settings, start, context.listener, context.cancellation));
    if (isQuantised(lift.training())) {
      return quantised(lift, solution, settings);
    }
    NetworkRecovery recovery =
        phases.time(
            "decompose",
            () -> withTeam(team -> NetworkRecovery.of(team, lift, solution, tolerance)));
    Network merged = recovery.network().merged();
    Polished polished =
        phases.time(
            "polish",
            () -> polished(merged, team -> OutputPolish.of(team, merged, lift.training())));
    Network network = polished.network;
    GlobalOptimality certificate =
        phases.time(
            "certify",
            () ->
                withTeam(
                    team ->
                        certify(
                            team,
                            lift.training(),
                            network,
                            List.of(lift.multipliers(team, solution)),
                            context.tolerance)));
    return new Candidate(
        network,
        certificate,
        Optional.of(solution),
        polished.termination(solution.termination()),
        recovery.dropped());
  }

  /** A network as far as its weights could be polished. */
  private record Polished(Network network, Optional<Termination> stopped) {
    Termination termination(Termination otherwise) {
      return otherwise == Termination.OPTIMAL ? stopped.orElse(otherwise) : otherwise;
    }
  }

  /**
   * What the work makes of the network, which stays as it is if the time is over before, and the
   * grace with it.
   */
  private Polished polished(Network network, Function<Workers, Network> work) {
    long begun = System.nanoTime();
    BooleanSupplier stop =
        () -> context.stop.getAsBoolean() && System.nanoTime() - begun > GRACE_NANOS;
    try (Workers team = new Workers(context.threads, stop)) {
      return new Polished(work.apply(team), Optional.empty());
    } catch (Workers.StoppedException e) {
      return new Polished(network, Optional.of(context.stop.reason()));
    }
  }

  private static boolean isQuantised(TrainingProblem training) {
    return training.architecture().norm() == NeuronNorm.SIGNS;
  }

  /** Rounds, fits the output weights to what has been drawn, and certifies [M26]. */
  private Candidate quantised(Lift lift, Solution solution, Settings settings) {
    TrainingProblem training = lift.training();
    Network drawn =
        context.phases.time(
            "decompose", () -> QuantisedRecovery.of(lift, solution, context.rounding));
    Polished polished =
        context.phases.time(
            "polish",
            () ->
                polished(
                    drawn,
                    team ->
                        NeuronSelection.of(
                            team,
                            drawn,
                            training,
                            settings.withTimeLimit(context.stop.remaining()),
                            context.cancellation)));
    Network network = polished.network;
    GlobalOptimality certificate =
        context.phases.time(
            "certify",
            () ->
                withTeam(
                    team -> {
                      DenseMatrix nu = lift.multipliers(team, solution);
                      return certify(team, training, network, List.of(), context.tolerance)
                          .orBoundOf(team, training, nu, lift.majorants(solution));
                    }));
    Termination solved = polished.termination(solution.termination());
    Termination ended = solved == Termination.OPTIMAL ? Termination.ROUNDED : solved;
    return new Candidate(network, certificate, Optional.of(solution), ended, 0);
  }

  /** f = 0, with its honest certificate: what there is before anything is solved. */
  Candidate zero(TrainingProblem training, Termination termination, List<DenseMatrix> duals) {
    Network network =
        Network.zero(training.activation(), training.architecture(), training.outputs());
    return new Candidate(
        network,
        withTeam(team -> certify(team, training, network, duals, context.tolerance)),
        Optional.empty(),
        termination,
        0);
  }

  /** Recovery and certificate are done to their end, however the solve ended. */
  private <T> T withTeam(Function<Workers, T> work) {
    try (Workers team = new Workers(context.threads, () -> false)) {
      return work.apply(team);
    }
  }

  static GlobalOptimality certify(
      Workers team,
      TrainingProblem training,
      Network network,
      List<DenseMatrix> duals,
      double tolerance) {
    return GlobalOptimality.of(
        team,
        new GlobalOptimality.Claim(training, network.hidden(), network.weights(), network.places()),
        duals,
        tolerance);
  }
}
