package io.spectrahedra.sdp.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spectrahedra.sdp.Sdp;
import io.spectrahedra.sdp.certificate.DimacsCheck;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.ConicForm;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.LowRankMatrix;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("the file of an elastic problem has its optimum, for us and for CSDP")
class ConicFilesTest {
  /** Of the objectives, relative. */
  private static final double AGREEMENT = 1e-6;

  @TempDir private Path folder;

  /** The penalties of labels 1 and −1, which are the same for one that fits a target. */
  record Loss(RowPenalty positive, RowPenalty negative) {
    private static Loss fits(RowPenalty penalty) {
      return new Loss(penalty, penalty);
    }

    boolean classifies() {
      return !positive.equals(negative);
    }
  }

  static Stream<Loss> losses() {
    return Stream.of(
        Loss.fits(RowPenalty.quadratic(1)),
        Loss.fits(RowPenalty.quadratic(1e3)),
        Loss.fits(RowPenalty.absolute(1)),
        Loss.fits(RowPenalty.quantile(1, 0.9)),
        Loss.fits(RowPenalty.huber(2, 0.3)),
        new Loss(RowPenalty.hinge(1, 1), RowPenalty.hinge(1, -1)),
        new Loss(RowPenalty.squaredHinge(1, 1), RowPenalty.squaredHinge(1, -1)));
  }

  /**
   * A network with activation at² + bt + c, lifted [M13]: a row of rank two in two blocks for each
   * of n samples of d features, and two for the traces.
   */
  private static SdpProblem lift(Loss loss, int n, int d, long seed) {
    RandomMatrices random = new RandomMatrices(seed);
    DenseMatrix vectors = random.dense(n + 1, d + 1);
    vectors.view(0, d, n, 1).fill(2.7);
    vectors.view(n, 0, 1, d).fill(0);
    vectors.set(n, d, 1);
    ConstraintMatrix beta = ConstraintMatrix.sparse(d + 1).set(d, d, 0.2).build();
    SdpProblem.Builder builder =
        SdpProblem.builder()
            .psd("Z", d + 1)
            .psd("Z'", d + 1)
            .minimise("Z", beta)
            .minimise("Z'", beta)
            .constant(-3.25);
    double sign = loss.classifies() ? -1 : 1;
    for (int i = 0; i < n; i++) {
      ConstraintMatrix m =
          LowRankMatrix.ofRows(vectors, new int[] {i, n}, new double[] {0.09, -0.19});
      double target = 2 * random.next();
      builder
          .row("sample " + i)
          .term("Z", sign, m)
          .term("Z'", -sign, m)
          .near(loss.classifies() ? 0 : target, target > 0 ? loss.positive : loss.negative);
    }
    var balance = ConstraintMatrix.sparse(d + 1).set(d, d, -1);
    for (int j = 0; j < d; j++) {
      balance.set(j, j, 1);
    }
    ConstraintMatrix g = balance.build();
    return builder.row("Z").term("Z", g).equalTo(0).row("Z'").term("Z'", g).equalTo(0).build();
  }

  /** A second-order cone that two elastic rows look at. */
  private static SdpProblem cone() {
    return SdpProblem.builder()
        .secondOrder("u", 4)
        .nonNegative("v", 1)
        .minimise("u", ConstraintMatrix.vector(1, 0, 0.3, 0))
        .minimise("v", ConstraintMatrix.vector(0.5))
        .constant(100)
        .row("fit")
        .term("u", ConstraintMatrix.vector(0.2, 1, -1, 0))
        .near(4, RowPenalty.huber(1, 5))
        .row("far")
        .term("u", ConstraintMatrix.vector(0, 0, 1, 1))
        .term("v", ConstraintMatrix.vector(1))
        .near(-9, RowPenalty.absolute(2))
        .build();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void ours(Loss loss) {
    for (int seed = 0; seed < 4; seed++) {
      assertSolvedByUs(lift(loss, 8 + 7 * seed, 2 + seed, seed));
    }
  }

  @Test
  void oursOfCones() {
    assertSolvedByUs(cone());
  }

  private void assertSolvedByUs(SdpProblem problem) {
    ConicForm form = ConicForm.of(problem);
    SdpProblem read = written(form);
    Solution solution = Sdp.solve(read);
    assertThat(solution.termination()).isEqualTo(Termination.OPTIMAL);
    assertSolves(
        problem, form, new SolutionFile.Point(solution.x(), solution.y(), solution.s()), read);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void csdps(Loss loss) throws Exception {
    for (int seed = 0; seed < 4; seed++) {
      assertSolvedByCsdp(lift(loss, 8 + 7 * seed, 2 + seed, seed));
    }
  }

  @Test
  void csdpsOfCones() throws Exception {
    assertSolvedByCsdp(cone());
  }

  private void assertSolvedByCsdp(SdpProblem problem) throws IOException, InterruptedException {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    assumeTrue(
        Arrays.stream(path.split(File.pathSeparator))
            .anyMatch(p -> Files.isExecutable(Path.of(p, "csdp"))),
        "skipped: there is no csdp on the PATH");
    ConicForm form = ConicForm.of(problem);
    SdpProblem read = written(form);
    Process csdp =
        new ProcessBuilder("csdp", "p.dat-s", "p.sol")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    assertThat(csdp.waitFor()).as("exit value of csdp").isZero();
    assertSolves(problem, form, SolutionFile.read(folder.resolve("p.sol"), read), read);
  }

  private SdpProblem written(ConicForm form) {
    Path file = folder.resolve("p.dat-s");
    SdpaWriter.write(file, form.problem());
    return SdpaReader.read(file);
  }

  /** The point of the file is an optimal one of the problem, whose optimum it has. */
  private static void assertSolves(
      SdpProblem problem, ConicForm form, SolutionFile.Point point, SdpProblem read) {
    Solution elastic = Sdp.solve(problem);
    assertThat(elastic.termination()).isEqualTo(Termination.OPTIMAL);
    double optimum = elastic.primalObjective();
    double size = AGREEMENT * Math.abs(optimum);
    assertThat(problem.constant() + read.primalObjective(point.x()))
        .isCloseTo(optimum, within(size));
    DimacsCheck check =
        DimacsCheck.of(problem, form.x(point.x()), form.y(point.y()), form.s(point.s()));
    assertThat(check.errors().worst()).isLessThan(AGREEMENT);
    assertThat(check.primalObjective()).isCloseTo(optimum, within(size));
    assertThat(check.dualObjective()).isCloseTo(optimum, within(size));
  }
}
