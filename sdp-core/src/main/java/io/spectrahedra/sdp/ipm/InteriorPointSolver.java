package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.certificate.DimacsCheck;
import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.ipm.PhaseClock.Phase;
import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.RowCompression;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.schur.SchurComplement;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.DimacsErrors;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.SdpSolver;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.StopRequest;
import io.spectrahedra.sdp.solver.Termination;
import java.util.List;
import java.util.Optional;

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

  /** How an iteration ended, and with what. */
  private record End(
      Termination termination, Answer answer, int iterations, List<String> dependentRows) {}

  @Override
  public Solution solve(
      SdpProblem problem,
      Settings settings,
      Progress.Listener listener,
      Cancellation cancellation) {
    StopRequest stop = new StopRequest(settings.timeLimit(), cancellation);
    PhaseClock clock = new PhaseClock();
    End end = end(problem, settings, listener, stop, clock);
    Answer answer = end.answer;
    DimacsCheck check =
        clock.time(Phase.CHECK, () -> DimacsCheck.of(problem, answer.x(), answer.y(), answer.s()));
    DimacsErrors errors = check.errors();
    double seconds = stop.seconds();
    return new Solution(
        problem,
        Answer.judge(end.termination, errors),
        Answer.primalStatus(end.termination, errors, settings.tolerance()),
        Answer.dualStatus(end.termination, errors, settings.tolerance()),
        check.primalObjective(),
        check.dualObjective(),
        answer.x(),
        answer.y(),
        answer.s(),
        errors,
        end.iterations,
        seconds,
        clock.seconds(seconds),
        end.dependentRows);
  }

  /** The formulas of the Schur complement of the problem, a line each. */
  public static String explain(SdpProblem source) {
    SdpProblem compressed =
        RowCompression.of(source, Workers.SERIAL).map(RowCompression::problem).orElse(source);
    SdpProblem reduced = IndependentRows.of(compressed, Workers.SERIAL).problem();
    ScaledProblem scaled = new ScaledProblem(reduced, Workers.SERIAL);
    List<Cone> cones =
        reduced.blocks().stream().map(block -> Cone.of(block, Workers.SERIAL)).toList();
    return SchurComplement.of(scaled.operator, cones).toString();
  }

  /** Of an iteration, but for the assembly. */
  private static double flops(SdpProblem problem) {
    double flops = Math.pow(problem.rows().size(), 3) / 3;
    for (Block block : problem.blocks()) {
      flops += 30.0 * block.size() * block.cols() * block.cols();
    }
    return flops;
  }

  private static End end(
      SdpProblem source,
      Settings settings,
      Progress.Listener listener,
      StopRequest stop,
      PhaseClock clock) {
    try (Workers workers = new Workers(settings.threads(), stop)) {
      Optional<RowCompression> compression =
          clock.time(Phase.SET_UP, () -> RowCompression.of(source, workers));
      SdpProblem compressed = compression.map(RowCompression::problem).orElse(source);
      Kernels.best().expect(ITERATIONS * flops(compressed));
      IndependentRows rows =
          clock.time(Phase.SET_UP, () -> IndependentRows.of(compressed, workers));
      ScaledProblem scaled =
          clock.time(Phase.SET_UP, () -> new ScaledProblem(rows.problem(), workers));
      Iteration iteration = new Iteration(scaled, settings, listener, stop, clock);
      Termination termination = iteration.run();
      Answer answer =
          Answer.of(scaled, termination, iteration.last(), iteration.best()).withRows(rows);
      return new End(
          termination,
          compression.map(all -> answer.expanded(all, termination)).orElse(answer),
          iteration.count(),
          rows.dropped());
    } catch (Workers.StoppedException beforeTheFirstIteration) {
      return new End(stop.reason(), Answer.identity(source), 0, List.of());
    }
  }
}
