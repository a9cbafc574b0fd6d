package io.spectrahedra.sdp.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spectrahedra.sdp.ipm.InteriorPointSolver;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Settings;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import io.spectrahedra.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the values and errors that CSDP, SDPA and DSDP end with, where the files are there. */
@DisplayName("problems of SDPLIB")
class SdplibTest {
  private static final double DIMACS = 1e-7;
  private static final double OBJECTIVE = 1e-6;

  /** What reference.csv says of a problem. */
  private record Reference(String name, int m, int n, String[] cells) {
    static Reference of(String line) {
      String[] cells = line.split(",", -1);
      return new Reference(cells[0], Integer.parseInt(cells[1]), Integer.parseInt(cells[2]), cells);
    }

    boolean isSmall() {
      return m <= 250 && n <= 130;
    }

    /** Whether it takes a minute or more. */
    boolean isLarge() {
      return m > 5000 || n > 1500;
    }

    double objective() {
      return Double.parseDouble(cells[4]);
    }

    double csdpError() {
      return Double.parseDouble(cells[5]);
    }

    double leastErrorOfPeers() {
      return DoubleStream.of(
              csdpError(), Double.parseDouble(cells[7]), Double.parseDouble(cells[9]))
          .min()
          .orElseThrow();
    }
  }

  private static List<Reference> references(Path folder, Predicate<Reference> wanted)
      throws IOException {
    return Files.readAllLines(folder.resolve("reference.csv")).stream()
        .skip(1)
        .map(Reference::of)
        .filter(wanted)
        .toList();
  }

  private static void check(Path folder, Reference reference) {
    String name = reference.name();
    SdpProblem problem = SdpaReader.read(folder.resolve(name + ".dat-s"));
    Solution solution =
        new InteriorPointSolver()
            .solve(problem, Settings.defaults(), Progress.Listener.NONE, new Cancellation());
    if (name.startsWith("inf")) {
      // the names are those of SDPA's form, whose primal problem is our dual one
      assertThat(solution.termination())
          .as(name)
          .isIn(Termination.PRIMAL_INFEASIBLE, Termination.DUAL_INFEASIBLE);
      return;
    }
    double allowed = name.startsWith("hinf") ? reference.leastErrorOfPeers() : DIMACS;
    assertThat(solution.errors().worst()).as("errors of %s", name).isLessThanOrEqualTo(allowed);
    double size = 1 + Math.abs(reference.objective());
    double share = Math.max(OBJECTIVE, 10 * reference.csdpError());
    assertThat(-solution.primalObjective())
        .as("objective of %s", name)
        .isCloseTo(reference.objective(), within(share * size));
  }

  private static Path folder() {
    Optional<Path> folder = TestData.shared("sdplib");
    assumeTrue(folder.isPresent(), "no ../shared/data/sdplib");
    return folder.orElseThrow();
  }

  @Test
  void smallProblems() throws IOException {
    Path folder = folder();
    List<Reference> references = references(folder, Reference::isSmall);
    assertThat(references).hasSizeGreaterThan(30);
    references.forEach(reference -> check(folder, reference));
  }

  /** Of arch0 and arch8 rounding of X ends the iteration, of control2 that of S. */
  @ParameterizedTest
  @ValueSource(strings = {"arch0", "arch8", "control2"})
  void tenDigitsWhereRoundingEndsTheIteration(String name) {
    SdpProblem problem = SdpaReader.read(folder().resolve(name + ".dat-s"));
    Settings settings = Settings.defaults().withTolerance(1e-10);
    Solution solution =
        new InteriorPointSolver()
            .solve(problem, settings, Progress.Listener.NONE, new Cancellation());
    assertThat(solution.termination()).isEqualTo(Termination.OPTIMAL);
    assertThat(solution.errors().worst()).isLessThanOrEqualTo(1e-10);
  }

  @Test
  @Tag("slow")
  void largerProblems() throws IOException {
    Path folder = folder();
    references(folder, reference -> !reference.isSmall() && !reference.isLarge())
        .forEach(reference -> check(folder, reference));
  }
}
