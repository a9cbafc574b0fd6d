package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.certificate.DimacsCheck;
import io.spectrahedra.sdp.ipm.PhaseClock.Phase;
import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.BlockSplitting;
import io.spectrahedra.sdp.problem.DataRanges;
import io.spectrahedra.sdp.problem.LowRankMatrix;
import io.spectrahedra.sdp.problem.RowCompression;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.DimacsErrors;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.SdpSolver;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.StopRequest;
import io.spectrahedra.sdp.solver.Termination;
import io.spectrahedra.sdp.solver.WarmStart;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The infeasible-start primal-dual predictor-corrector method with the HKM direction (Helmberg,
 * Rendl, Vanderbei and Wolkowicz 1996; Kojima, Shindoh and Hara 1997; Monteiro 1997).
 *
 * <p>An iteration costs the assembly of the Schur complement, its Cholesky factorisation and about
 * 30n³ flops for each block of order n. The Schur complement is m × m for m rows, or q × q where m
 * quadratic rows exceed the q dimensions they see: then they are compressed first.
 */
public final class InteriorPointSolver implements SdpSolver {

  /** A usual number of iterations. */
  private static final double ITERATIONS = 15;

  /** Of a block of order 1, an iteration: factors and products of X, S and two directions. */
  private static final double CONE_FLOPS = 16;

  /** Of a vector of length 1: its products with X, S⁻¹ and two directions. */
  private static final double LOW_RANK_FLOPS = 24;

  /** An answer with a larger error is no answer, and another start may lead to one. */
  private static final double POOR = 1e-6;

  /** Than the usual start: near the end, the path from it is rounded otherwise. */
  private static final double LARGER = 10;

  @Override
  public Solution solve(
      SdpProblem problem,
      Settings settings,
      WarmStart start,
      Progress.Listener listener,
      Cancellation cancellation) {
    start.requireFits(problem);
    StopRequest stop = new StopRequest(settings.timeLimit(), cancellation);
    PhaseClock clock = new PhaseClock();
    remarkOnScaling(problem, listener);
    Observer observer = new Observer(listener, stop, clock);
    Outcome outcome = outcome(problem, settings, start, 1, observer);
    int left = settings.maxIterations() - outcome.end.iterations();
    if (left > 0 && outcome.isLost(settings) && !stop.getAsBoolean()) {
      double size = outcome.end.warm() ? 1 : LARGER;
      listener.onRemark(
          "an error of %.1e is left after %d iterations: once more, from %s start"
              .formatted(
                  outcome.worst(),
                  outcome.end.iterations(),
                  outcome.end.warm() ? "the usual" : "a larger"));
      Settings rest = settings.withMaxIterations(left);
      outcome = outcome.orBetter(outcome(problem, rest, WarmStart.NONE, size, observer), stop);
    }
    if (!Double.isFinite(outcome.worst())) {
      outcome = checked(problem, outcome.end.overflown(problem), settings, clock);
    }
    End end = outcome.end;
    DimacsCheck check = outcome.check;
    Answer answer = end.answer();
    DimacsErrors errors = check.errors();
    double seconds = stop.seconds();
    return new Solution(
        problem,
        Answer.judge(end.termination(), errors, settings),
        Answer.primalStatus(end.termination(), errors, settings.tolerance()),
        Answer.dualStatus(end.termination(), errors, settings.tolerance()),
        check.primalObjective(),
        check.dualObjective(),
        answer.x(),
        answer.y(),
        answer.s(),
        errors,
        end.iterations(),
        seconds,
        clock.seconds(seconds),
        end.dependentRows(),
        end.warm());
  }

  private static Outcome outcome(
      SdpProblem problem, Settings settings, WarmStart start, double size, Observer observer) {
    End end = end(problem, settings, start, size, observer);
    return checked(problem, end, settings, observer.clock());
  }

  /** Goes on to its end, however the solve ended. */
  private static Outcome checked(SdpProblem problem, End end, Settings settings, PhaseClock clock) {
    Answer a = end.answer();
    try (Workers workers = new Workers(settings.threads(), () -> false)) {
      return new Outcome(
          end,
          clock.time(Phase.CHECK, () -> DimacsCheck.of(workers, problem, a.x(), a.y(), a.s())));
    }
  }

  /** How a solve ended, and what the check says of its answer. */
  private record Outcome(End end, DimacsCheck check) {

    double worst() {
      return check.errors().worst();
    }

    /**
     * Whether another start may lead to more: after a warm one wherever it has led to less than was
     * asked for, since rows that were left out may show an error that those they follow from do
     * not.
     */
    boolean isLost(Settings settings) {
      return end.warm()
          ? !end.isRay() && !(worst() <= settings.tolerance())
          : end.termination() == Termination.NUMERICAL_LIMIT
              && !(worst() <= Math.max(POOR, settings.tolerance()));
    }

    /** The better one of two, after the iterations of both; stopped if the second was. */
    Outcome orBetter(Outcome again, StopRequest stop) {
      if (again.end.isRay() || !(worst() <= again.worst())) {
        return new Outcome(again.end.after(end.iterations()), again.check);
      }
      End first = end.after(again.end.iterations());
      boolean stopped = again.end.termination() == stop.reason();
      return new Outcome(stopped ? first.withTermination(stop.reason()) : first, check);
    }
  }

  /** Solves the parts of a problem that falls apart, and puts them together again. */
  private static End end(
      SdpProblem source, Settings settings, WarmStart start, double size, Observer observer) {
    FacialSolve.Solve solve = (p, s, w, o) -> endOfConnected(p, s, w, size, o);
    StopRequest stop = observer.stop();
    Optional<BlockSplitting> splitting =
        stop.getAsBoolean()
            ? Optional.empty()
            : observer.clock().time(Phase.SET_UP, () -> BlockSplitting.of(source));
    if (stop.getAsBoolean()) {
      return new End(stop.reason(), Answer.identity(source), 0, List.of(), false);
    }
    if (splitting.isEmpty()) {
      return FacialSolve.end(source, settings, start, observer, solve);
    }
    BlockSplitting parts = splitting.get();
    WarmStart split = start.isNone() ? start : new WarmStart(parts.split(start.x()), start.y());
    return FacialSolve.end(parts.problem(), settings, split, observer.withReduction(parts), solve)
        .joined(parts);
  }

  /** Of an iteration, but for the assembly. */
  private static double flops(SdpProblem problem) {
    double flops = Math.pow(problem.rows().size(), 3) / 3;
    for (Block block : problem.blocks()) {
      flops += CONE_FLOPS * block.size() * block.cols() * block.cols();
    }
    for (SdpProblem.Row row : problem.rows()) {
      for (SdpProblem.Term term : row.terms()) {
        if (term.matrix() instanceof LowRankMatrix low) {
          flops += LOW_RANK_FLOPS * low.rank() * Math.pow(low.size(), 2);
        }
      }
    }
    return flops;
  }

  private static End endOfConnected(
      SdpProblem source, Settings settings, WarmStart start, double size, Observer observer) {
    StopRequest stop = observer.stop();
    PhaseClock clock = observer.clock();
    try (Workers workers = new Workers(settings.threads(), stop)) {
      Optional<RowCompression> compression =
          clock.time(Phase.SET_UP, () -> RowCompression.of(source, workers));
      SdpProblem compressed = compression.map(RowCompression::problem).orElse(source);
      workers.checkStop();
      Kernels.best().expect(ITERATIONS * flops(compressed));
      IndependentRows rows =
          clock.time(
              Phase.SET_UP, () -> IndependentRows.of(compressed, workers, settings.tolerance()));
      if (rows.contradict()) {
        Answer ray = Answer.ofRay(compressed, rows.ray());
        return new End(
            Termination.PRIMAL_INFEASIBLE,
            whole(ray, compression, Termination.PRIMAL_INFEASIBLE),
            0,
            rows.following(compressed),
            false);
      }
      workers.checkStop();
      ScaledProblem scaled =
          clock.time(Phase.SET_UP, () -> new ScaledProblem(rows.problem(), workers));
      workers.checkStop();
      Iteration iteration =
          new Iteration(scaled, settings, reduced(start, compression, rows), size, observer);
      Termination termination = iteration.run();
      int count = iteration.count();
      Iteration last = iteration;
      while (termination == Termination.NUMERICAL_LIMIT && !last.isUsual()) {
        int left = settings.maxIterations() - count;
        if (left == 0) {
          break;
        }
        observer
            .listener()
            .onRemark(
                "an error of %.1e is left after %d iterations: once more, from another start"
                    .formatted(iteration.worst(), count));
        last = last.next(scaled, settings.withMaxIterations(left), size, observer);
        Termination end = last.run();
        count += last.count();
        if (end == Termination.OPTIMAL || !(iteration.worst() < last.worst())) {
          iteration = last;
          termination = end;
        }
      }
      Answer best =
          Answer.of(scaled, termination, iteration.last(), iteration.best()).withRows(rows);
      Answer answer =
          termination == Termination.NUMERICAL_LIMIT
              ? iteration
                  .lateAnswer()
                  .map(
                      other ->
                          best.orBetter(other.withRows(rows), source, observer.magnification()))
                  .orElse(best)
              : best;
      return new End(
          termination,
          whole(answer, compression, termination),
          count,
          rows.dropped(),
          iteration.isWarm());
    } catch (Workers.StoppedException beforeTheFirstIteration) {
      return new End(stop.reason(), Answer.identity(source), 0, List.of(), false);
    }
  }

  private static void remarkOnScaling(SdpProblem problem, Progress.Listener listener) {
    List<DataRanges.Range> wide = DataRanges.of(problem).wide();
    if (!wide.isEmpty()) {
      listener.onRemark(
          "the data are badly scaled, which may cost accuracy: "
              + wide.stream().map(DataRanges.Range::toString).collect(Collectors.joining("; ")));
    }
  }

  private static Answer whole(
      Answer answer, Optional<RowCompression> compression, Termination termination) {
    return compression.map(all -> answer.expanded(all, termination)).orElse(answer);
  }

  /** A start of the problem as one of the rows that are left. */
  private static WarmStart reduced(
      WarmStart start, Optional<RowCompression> compression, IndependentRows rows) {
    if (start.isNone()) {
      return start;
    }
    double[] y =
        compression.map(all -> all.reduce(start.x(), start.y())).orElseGet(() -> start.y());
    return new WarmStart(start.x(), rows.reduce(y));
  }
}
