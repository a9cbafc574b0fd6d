package io.spectrahedra.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.certificate.DimacsCheck;
import io.spectrahedra.sdp.certificate.FarkasCertificate;
import io.spectrahedra.sdp.io.SdpaReader;
import io.spectrahedra.sdp.io.SdpaWriter;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.ExactProblems;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.PointStatus;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import io.spectrahedra.testdata.sdp.Answer;
import io.spectrahedra.testdata.sdp.CornerCases;
import io.spectrahedra.testdata.sdp.ExactSdp;
import io.spectrahedra.testdata.sdp.Family;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("problems made to have a known answer")
class ExactCasesTest {
  private static final long SEEDS = 200;

  /** Of these every build solves the first ones, the slow one the others. */
  private static final long FIRST_SEEDS = 20;

  /** The goal is 1e-8; what the answer may lack in feasibility costs some of it. */
  private static final Settings SETTINGS = Settings.defaults().withTolerance(1e-9).withThreads(1);

  private static final double GOAL = 1e-8;

  static Stream<ExactSdp> firstSeeds() {
    return cases(0, FIRST_SEEDS);
  }

  static Stream<ExactSdp> otherSeeds() {
    return cases(FIRST_SEEDS, SEEDS);
  }

  static List<ExactSdp> corners() {
    return CornerCases.all();
  }

  private static Stream<ExactSdp> cases(long from, long to) {
    return Stream.of(Family.values())
        .flatMap(family -> LongStream.range(from, to).mapToObj(family::generate));
  }

  /** Where a pair or a ray is known, it is checked without any solver. */
  @ParameterizedTest
  @EnumSource
  void pairsAndRaysAreWhatTheySay(Family family) {
    LongStream.range(0, SEEDS).mapToObj(family::generate).forEach(ExactCasesTest::check);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("corners")
  void cornersAreWhatTheySay(ExactSdp exact) {
    check(exact);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"corners", "firstSeeds"})
  void isSolved(ExactSdp exact) {
    solve(exact);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("corners")
  void isSolvedFromAFile(ExactSdp exact, @TempDir Path folder) {
    Path file = folder.resolve("p.dat-s");
    SdpaWriter.write(file, ExactProblems.problem(exact));
    solve(exact, SdpaReader.read(file));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("otherSeeds")
  @Tag("slow")
  void isSolvedToo(ExactSdp exact) {
    solve(exact);
  }

  /** Data and points have entries of up to 100 and sums of up to 500 terms: 500 · 100 · 2⁻⁵³. */
  private static void check(ExactSdp exact) {
    double rounding = 1e-11;
    SdpProblem problem = ExactProblems.problem(exact);
    if (exact.answer() instanceof Answer.Pair pair) {
      BlockMatrix x = ExactProblems.point(pair.x());
      BlockMatrix s = ExactProblems.point(pair.s());
      DimacsCheck check = DimacsCheck.of(problem, x, pair.y(), s);
      assertThat(check.errors().worst()).as(exact.name()).isLessThan(rounding);
      assertThat(check.primalObjective())
          .as(exact.name())
          .isCloseTo(pair.value(), within(rounding * Math.max(1, Math.abs(pair.value()))));
    } else if (exact.answer() instanceof Answer.PrimalRay ray) {
      double violation = FarkasCertificate.primalViolation(problem, ray.y());
      assertThat(violation).as(exact.name()).isLessThan(rounding);
    } else if (exact.answer() instanceof Answer.DualRay ray) {
      // a ray on the boundary of the cone may be outside by rounding: moved inside by as much
      BlockMatrix x = ExactProblems.point(ray.x());
      x.addScaled(1e-14, identity(problem));
      double violation = FarkasCertificate.dualViolation(problem, x);
      assertThat(violation).as(exact.name()).isLessThan(rounding);
    }
  }

  private static BlockMatrix identity(SdpProblem problem) {
    BlockMatrix identity = BlockMatrix.zeros(problem.blocks());
    for (int k = 0; k < problem.blocks().size(); k++) {
      for (int i = 0; i < problem.blocks().get(k).size(); i++) {
        identity.block(k).set(i, problem.blocks().get(k).cols() == 1 ? 0 : i, 1);
      }
    }
    return identity;
  }

  private static void solve(ExactSdp exact) {
    solve(exact, ExactProblems.problem(exact));
  }

  private static void solve(ExactSdp exact, SdpProblem problem) {
    Solution solution = Sdp.solve(problem, SETTINGS);
    if (exact.answer() instanceof Answer.PrimalRay) {
      assertThat(solution.termination())
          .as(solution.toString())
          .isEqualTo(Termination.PRIMAL_INFEASIBLE);
      assertThat(solution.dualStatus()).isEqualTo(PointStatus.INFEASIBILITY_CERTIFICATE);
      assertThat(FarkasCertificate.primalViolation(problem, solution.y()))
          .isLessThanOrEqualTo(FarkasCertificate.TOLERANCE);
    } else if (exact.answer() instanceof Answer.DualRay) {
      assertThat(solution.termination())
          .as(solution.toString())
          .isEqualTo(Termination.DUAL_INFEASIBLE);
      assertThat(solution.primalStatus()).isEqualTo(PointStatus.INFEASIBILITY_CERTIFICATE);
      assertThat(FarkasCertificate.dualViolation(problem, solution.x()))
          .isLessThanOrEqualTo(FarkasCertificate.TOLERANCE);
    } else {
      double value = value(exact.answer());
      double allowed = GOAL * Math.max(1, Math.abs(value));
      assertThat(solution.termination()).as(solution.toString()).isEqualTo(Termination.OPTIMAL);
      assertThat(solution.errors().worst()).isLessThanOrEqualTo(GOAL);
      assertThat(solution.primalObjective()).isCloseTo(value, within(allowed));
      assertThat(solution.dualObjective()).isCloseTo(value, within(allowed));
    }
  }

  private static double value(Answer answer) {
    return answer instanceof Answer.Pair pair ? pair.value() : ((Answer.Optimum) answer).value();
  }
}
