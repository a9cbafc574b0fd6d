package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.certificate.DimacsCheck;
import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.ipm.PhaseClock.Phase;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.BlockSplitting;
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

  /** How an iteration ended, and with what. */
  private record End(
      Termination termination, Answer answer, int iterations, List<String> dependentRows) {
    End joined(BlockSplitting parts) {
      return new End(termination, answer.joined(parts), iterations, dependentRows);
    }
  }

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

  /**
   * How blocks fall apart, and the formulas of the Schur complement of the problem, a line each.
   */
  public static String explain(SdpProblem source) {
    Optional<BlockSplitting> splitting = BlockSplitting.of(source);
    SdpProblem split = splitting.map(BlockSplitting::problem).orElse(source);
    SdpProblem compressed =
        RowCompression.of(split, Workers.SERIAL).map(RowCompression::problem).orElse(split);
    SdpProblem reduced = IndependentRows.of(compressed, Workers.SERIAL).problem();
    ScaledProblem scaled = new ScaledProblem(reduced, Workers.SERIAL);
    List<Cone> cones = scaled.cones();
    StringBuilder text = new StringBuilder();
    splitting.ifPresent(parts -> text.append(parts).append('\n'));
    for (int k = 0; k < cones.size(); k++) {
      String label = "block " + (k + 1) + ": ";
      if (cones.get(k) instanceof PsdCone cone) {
        cone.sparseSlack().ifPresent(how -> text.append(label).append(how).append('\n'));
      }
    }
    return text.append(SchurComplement.of(scaled.operator, cones)).toString();
  }

  /** Solves the parts of a problem that falls apart, and puts them together again. */
  private static End end(
      SdpProblem source,
      Settings settings,
      Progress.Listener listener,
      StopRequest stop,
      PhaseClock clock) {
    Optional<BlockSplitting> splitting = clock.time(Phase.SET_UP, () -> BlockSplitting.of(source));
    SdpProblem split = splitting.map(BlockSplitting::problem).orElse(source);
    End end = endOfConnected(split, settings, listener, stop, clock);
    return splitting.map(end::joined).orElse(end);
  }

  private static End endOfConnected(
      SdpProblem source,
      Settings settings,
      Progress.Listener listener,
      StopRequest stop,
      PhaseClock clock) {
    try (Workers workers = new Workers(settings.threads(), stop)) {
      Optional<RowCompression> compression =
          clock.time(Phase.SET_UP, () -> RowCompression.of(source, workers));
      SdpProblem compressed = compression.map(RowCompression::problem).orElse(source);
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
