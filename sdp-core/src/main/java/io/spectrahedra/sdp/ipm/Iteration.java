package io.spectrahedra.sdp.ipm;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.ipm.PhaseClock.Phase;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.StopRequest;
import io.spectrahedra.sdp.solver.Termination;
import io.spectrahedra.sdp.solver.WarmStart;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The loop of the method, and what it keeps from iteration to iteration. */
final class Iteration {
  /** The share of the distance to the boundary that is taken, from short steps to full ones. */
  private static final double LEAST_SHARE = 0.9;

  private static final double MOST_SHARE = 0.99;

  /**
   * Of what the tolerance allows the gap to be: what the blocks need not be brought below [M43].
   */
  private static final double NEGLIGIBLE_SHARE = 0.1;

  /** How often a step that rounding has carried out of the cone is halved. */
  private static final int MAX_HALVINGS = 20;

  /** A step that is corrected once more where that costs next to nothing. */
  private static final double SHORT = 0.98;

  /** Most further corrections of one step. */
  private static final int MAX_FURTHER = 7;

  /** Of what a step lacks of a whole one: a correction that leaves more is the last. */
  private static final double LITTLE = 0.9;

  /** Of the tolerance: what leaves some of it for the checks that follow. */
  private static final double CLEARLY = 0.25;

  /** As much as that is enough after so many iterations without progress. */
  private static final double ENOUGH = 0.8;

  private static final int LONG = 5;

  /** A direction, and how much of it stays in the cone. */
  private record Move(Step step, StepLength length) {
    /** What a step in this direction lacks of a whole one. */
    double lack() {
      return 1 - length.shortest();
    }
  }

  private final ScaledProblem problem;
  private final Settings settings;
  private final Observer observer;
  private final StopRequest stop;
  private final PhaseClock clock;
  private final List<Cone> cones;
  private final boolean warm;
  private final boolean usual;

  private final Iterate z;
  private final BestPoint best;
  private final RayClaim claim;
  private final LateAnswers answers;
  private final RowProjection onRows;
  private StepLength taken = StepLength.NONE;
  private int count;

  /** From the warm start if it is a good one, or else from the best cold one. */
  Iteration(
      ScaledProblem problem, Settings settings, WarmStart start, double size, Observer observer) {
    this(problem, settings, Optional.of(start), size, observer);
  }

  /** From the start that every problem has, {@code size} times as large as it usually is. */
  static Iteration usual(ScaledProblem problem, Settings settings, double size, Observer observer) {
    return new Iteration(problem, settings, Optional.empty(), size, observer);
  }

  /**
   * What may lead farther than this one, which is not the usual: the conjugates, where this has
   * gone by slopes [M61], or the usual start.
   *
   * @param source of which this is one
   */
  Iteration next(ScaledProblem source, Settings settings, double size, Observer observer) {
    return problem.rowTerms.smooth.length > 0
        ? new Iteration(source.byConjugates(), settings, WarmStart.NONE, size, observer)
        : usual(source, settings, size, observer);
  }

  private Iteration(
      ScaledProblem problem,
      Settings settings,
      Optional<WarmStart> start,
      double size,
      Observer observer) {
    this.settings = settings;
    this.observer = observer;
    this.stop = observer.stop();
    this.clock = observer.clock();
    this.cones = clock.time(Phase.SET_UP, problem::cones);
    Optional<Iterate> warm =
        start
            .filter(each -> !each.isNone())
            .flatMap(
                each ->
                    clock.time(
                        Phase.SET_UP,
                        () -> WarmPoint.of(problem, cones, each, settings.gapFloor())));
    Optional<Iterate> better =
        clock.time(
            Phase.SET_UP,
            () -> warm.or(() -> start.flatMap(any -> StartingPoint.interior(problem, cones))));
    this.warm = warm.isPresent();
    this.usual = better.isEmpty();
    this.problem = usual ? problem.byConjugates() : problem;
    this.z = better.orElseGet(() -> StartingPoint.usual(this.problem, cones, size));
    this.best = new BestPoint(z);
    this.claim = new RayClaim(this.problem);
    this.answers = new LateAnswers(this.problem, observer.magnification());
    this.onRows = new RowProjection(this.problem, answers);
  }

  /** Iterates to the end, whatever it is. */
  Termination run() {
    try {
      return claim.orElse(loop(), best);
    } catch (Workers.StoppedException e) {
      return claim.orElse(stop.reason(), best);
    }
  }

  /** Algorithm 1 of docs/MATH.md, a line here for a line there. */
  private Termination loop() {
    StopTest stopTest = new StopTest(problem, settings, stop);
    NewtonSystem newton =
        clock.time(
            Phase.SET_UP, () -> new NewtonSystem(problem, cones, settings.tolerance(), clock));
    observer.onSetUp(newton::plan);
    boolean inside = clock.time(Phase.STEP, this::updateCones);
    for (count = 0; inside; count++) {
      Residuals residuals =
          clock.time(Phase.RESIDUALS, () -> Residuals.of(problem, z, settings.gapFloor()));
      Infeasibility rays = Infeasibility.of(problem, z, residuals);
      best.offer(count, z, residuals, rays);
      report(residuals);
      onRows.see(z, residuals);
      boolean stalled = best.isStalled(count);
      if (stalled && settles(() -> onRows.offer(z))) {
        break;
      }
      Optional<Termination> proven = claim.offer(z, rays);
      Optional<Termination> end =
          stopTest.check(count, residuals, best, taken.longest()).or(() -> proven);
      if (end.isPresent()) {
        return end.get();
      }
      if (!newton.factor(residuals.compliance())) {
        break;
      }
      double least = leastCentre(residuals);
      Step affine = predictor(newton, least, residuals);
      if (stalled && lacksOnlyTheGap(residuals)) {
        Iterate whole = allTheWay(newton, residuals);
        if (settles(() -> answers.offer(whole))) {
          break;
        }
      }
      StepLength reach = reach(affine, 1);
      double centre = Centering.sigma(z, affine, reach) * residuals.mu();
      Move move = corrected(newton, centre, least, affine, share(reach), residuals);
      inside = take(move.step, curbed(move.length, move.step, residuals));
    }
    return Termination.NUMERICAL_LIMIT;
  }

  /**
   * The σμ of the blocks that is small enough, where intervals of rows make up the gap: of many
   * rows each must come so near to its end that XS = σμI asked for the same would be all rounding.
   */
  private double leastCentre(Residuals residuals) {
    int blocks = problem.blockDegree;
    if (blocks == 0 || blocks == problem.degree) {
      return 0;
    }
    double allowed = settings.tolerance() * residuals.gapSize(settings.gapFloor());
    double each = allowed / (problem.objectiveUnit() * blocks);
    return Math.min(residuals.mu(), NEGLIGIBLE_SHARE * each);
  }

  /** Whether the error of what is tried is clearly small enough; not so clearly after a while. */
  private boolean settles(Supplier<Double> trial) {
    double share = count < best.milestone() + LONG ? CLEARLY : ENOUGH;
    return clock.time(Phase.CHECK, trial) <= share * settings.tolerance();
  }

  /** Whether the equations hold, of which elastic rows have none, and the gap alone is open. */
  private boolean lacksOnlyTheGap(Residuals r) {
    double tolerance = settings.tolerance();
    return !problem.elastic
        && r.primalInfeasibility() <= tolerance
        && r.dualInfeasibility() <= tolerance;
  }

  /**
   * Where the affine direction, refined, leads to: μ = 0, and out of the cone by rounding [M56].
   */
  private Iterate allTheWay(NewtonSystem newton, Residuals residuals) {
    RowStep rowTarget = z.rows.target(0, z.y);
    double[] rhs = z.rows.rightHandSides(residuals.primal(), rowTarget);
    Step step = newton.corrector(target(0), rhs, residuals);
    newton.refine(step, rhs, residuals);
    Iterate end = z.copy();
    end.add(step.withRows(z.rows.direction(rowTarget, z.y, step.dy())), 1, 1);
    return end;
  }

  private Step predictor(NewtonSystem newton, double least, Residuals residuals) {
    RowStep rowTarget = z.rows.target(0, z.y);
    double[] rhs = z.rows.rightHandSides(residuals.primal(), rowTarget);
    Step step = newton.predictor(target(least), rhs, residuals);
    return step.withRows(z.rows.direction(rowTarget, z.y, step.dy()));
  }

  /**
   * The direction with the second-order term of the affine one; where others are cheap, with that
   * of the direction found so far in its place, as long as that leads further [M53].
   */
  private Move corrected(
      NewtonSystem newton,
      double centre,
      double least,
      Step affine,
      double share,
      Residuals residuals) {
    Step from = affine;
    Move move = move(corrector(newton, centre, least, affine, residuals), share);
    int left = Math.min(MAX_FURTHER, newton.cheapDirections());
    while (left > 0 && move.lack() > 1 - SHORT) {
      Move next = move(corrector(newton, centre, least, move.step, residuals), share);
      if (!(next.lack() < move.lack())) {
        break;
      }
      left = next.lack() > LITTLE * move.lack() ? 0 : left - 1;
      from = move.step;
      move = next;
    }
    return refined(newton, centre, from, move, share, residuals);
  }

  private Move move(Step step, double share) {
    return new Move(step, reach(step, share));
  }

  /** The direction with the second-order term of {@code from}. */
  private Step corrector(
      NewtonSystem newton, double centre, double least, Step from, Residuals residuals) {
    RowStep rowTarget = z.rows.correctedTarget(centre, z.y, from);
    double[] rhs = z.rows.rightHandSides(residuals.primal(), rowTarget);
    Step step = newton.corrector(correctedTarget(Math.max(centre, least), from), rhs, residuals);
    return step.withRows(z.rows.direction(rowTarget, z.y, step.dy()));
  }

  /** What {@link #corrector} has made of {@code from}, its equations refined. */
  private Move refined(
      NewtonSystem newton, double centre, Step from, Move move, double share, Residuals residuals) {
    RowStep rowTarget = z.rows.correctedTarget(centre, z.y, from);
    double[] rhs = z.rows.rightHandSides(residuals.primal(), rowTarget);
    if (!newton.refine(move.step, rhs, residuals)) {
      return move;
    }
    return move(move.step.withRows(z.rows.direction(rowTarget, z.y, move.step.dy())), share);
  }

  private void report(Residuals r) {
    observer
        .listener()
        .onProgress(
            new Progress(
                count,
                r.primalObjective(),
                r.dualObjective(),
                r.primalInfeasibility(),
                r.dualInfeasibility(),
                r.mu(),
                taken.primal(),
                taken.dual(),
                stop.seconds()));
  }

  /** K for σμ = {@code centre}. */
  private BlockMatrix target(double centre) {
    BlockMatrix target = BlockMatrix.zeros(problem.source.blocks());
    for (int k = 0; k < cones.size(); k++) {
      cones.get(k).target(centre, target.block(k));
    }
    return target;
  }

  /** K with Mehrotra's second-order term, of the direction {@code from}. */
  private BlockMatrix correctedTarget(double centre, Step from) {
    BlockMatrix target = target(centre);
    for (int k = 0; k < cones.size(); k++) {
      cones.get(k).subtractSecondOrder(from.dx().block(k), from.ds().block(k), target.block(k));
    }
    return target;
  }

  private StepLength reach(Step step, double share) {
    return clock.time(Phase.STEP, () -> StepLength.of(problem, cones, z, step, share));
  }

  /** The step, halved for the curvature of the rows' f*; the steps differ only if there is none. */
  private StepLength curbed(StepLength length, Step step, Residuals residuals) {
    double gap = residuals.mu() * problem.degree;
    double most = length.shortest();
    double curbed = z.rows.curbed(z.y, residuals, step, gap, most);
    return curbed < most ? new StepLength(curbed, curbed) : length;
  }

  private static double share(StepLength reach) {
    return LEAST_SHARE + (MOST_SHARE - LEAST_SHARE) * reach.shortest();
  }

  /** Takes the step, or as much of it as stays inside the cone; false if nothing does. */
  private boolean take(Step step, StepLength length) {
    taken = length;
    z.add(step, taken.primal(), taken.dual());
    for (int h = 0; h < MAX_HALVINGS; h++) {
      if (clock.time(Phase.STEP, this::updateCones)) {
        return true;
      }
      taken = taken.half();
      z.add(step, -taken.primal(), -taken.dual());
    }
    return false;
  }

  private boolean updateCones() {
    AtomicBoolean inside = new AtomicBoolean(z.rows.isInside(z.y));
    problem.forEachBlock(
        k -> {
          if (!cones.get(k).update(z.x.block(k), z.s.block(k))) {
            inside.set(false);
          }
        });
    return inside.get();
  }

  /** Whether it began at the start that every problem has. */
  boolean isUsual() {
    return usual;
  }

  /** The largest error of the best point. */
  double worst() {
    return best.worst();
  }

  /** Whether the warm start was better than the cold one. */
  boolean isWarm() {
    return warm;
  }

  /** Steps taken. */
  int count() {
    return count;
  }

  /** The point at which the iteration ended, or the ray that it has found. */
  Iterate last() {
    return claim.ray().orElse(z);
  }

  /** What could not be gone on from; if the iteration has been at a loss. */
  Optional<Answer> lateAnswer() {
    if (observer.face().isPresent()) { // a shift of X by rounding would count many times
      return answers.best();
    }
    return clock.time(Phase.CHECK, answers::bestWithGapClosed);
  }

  /** The point with the smallest error seen. */
  Iterate best() {
    return best.point();
  }
}
