package io.spectrahedra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("spectra solve of files without x or without Y")
class InfeasibleFilesTest {
  private static final String CORNERS = "0 1 1 2 1\n1 1 1 1 1\n2 1 2 2 1\n";

  @TempDir private Path folder;

  private Path problem(String text) throws IOException {
    return Files.writeString(folder.resolve("p.dat-s"), text);
  }

  private static void assertProven(Path file, String status, String certificate) {
    Command solve = Command.run("solve", file, "--json");
    assertThat(solve.exitCode()).isZero();
    assertThat(solve.json().get("status").getAsString()).isEqualTo(status);
    assertThat(solve.json().get(certificate).getAsString()).isEqualTo("INFEASIBILITY_CERTIFICATE");
  }

  /** x ≥ 1 and −x ≥ 1. */
  @Test
  void noX() throws IOException {
    Path file = problem("1\n1\n-2\n1\n0 1 1 1 1\n0 1 2 2 1\n1 1 1 1 1\n1 1 2 2 -1\n");
    assertProven(file, "PRIMAL_INFEASIBLE", "dualStatus");
    assertThat(Command.run("solve", file).out())
        .contains("Y proves that no x satisfies sum x_i F_i - F_0 >= 0.");
  }

  /** ⟨I, Y⟩ = −1. */
  @Test
  void noY() throws IOException {
    Path file = problem("1\n1\n2\n-1\n0 1 1 2 1\n1 1 1 1 1\n1 1 2 2 1\n");
    assertProven(file, "DUAL_INFEASIBLE", "primalStatus");
    assertThat(Command.run("solve", file).out())
        .contains(
            "x proves that no Y >= 0 satisfies <F_i, Y> = c_i: constraint 1 and Y >= 0 contradict"
                + " each other. If there is a feasible x, c'x is unbounded from below.")
        .containsPattern("primal +none ")
        .containsPattern("dual +none ");
  }

  /** The right-hand sides c, what further entries there are and who is at odds. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 2 5   |                         | constraint 3 has no coefficients, but its c is not 0",
        "1 2 2   | 3 1 1 1 1               | constraints 1, 3 contradict each other",
        "1 2 4   | 3 1 1 1 1;3 1 2 2 1     | constraints 1, 2, 3 contradict each other",
        "1 2 0 3 | 4 1 1 1 1               | constraints 1, 4 contradict each other",
      })
  void constraintsThatContradictEachOtherAreNamed(String c, String more, String words)
      throws IOException {
    int m = c.split(" ").length;
    String entries = more == null ? "" : more.replace(';', '\n') + "\n";
    Path file = problem(m + "\n1\n2\n" + c + "\n" + CORNERS + entries);
    Command solve = Command.run("solve", file, "--quiet");
    assertThat(solve.exitCode()).isZero();
    assertThat(solve.out())
        .contains("x proves that no Y >= 0 satisfies <F_i, Y> = c_i: " + words + ". If there is")
        .doesNotContain("1e8");
    if (m == 4) {
      assertThat(solve.out()).containsPattern("dependent +1 constraint follows from others: 3\n");
    } else {
      assertThat(solve.out()).doesNotContain("dependent");
    }
  }

  /** Y₁₁ = −1 and Y₂₂ = −1: that it is all constraints helps nobody. */
  @Test
  void allConstraintsAreNotNamed() throws IOException {
    Command solve = Command.run("solve", problem("2\n1\n2\n-1 -1\n" + CORNERS), "--quiet");
    assertThat(solve.out()).contains("x proves that no Y >= 0 satisfies <F_i, Y> = c_i. If there");
  }

  /** [[x, 1], [1, 0]] ≽ 0 has no x, and no Y proves it but in the limit. */
  @Test
  void raysThatAreOnesToAToleranceSaySo() throws IOException {
    Path file = problem("1\n1\n2\n1\n0 1 1 2 -1\n1 1 1 1 1\n");
    Command solve = Command.run("solve", file, "--quiet");
    assertThat(solve.out())
        .contains("PRIMAL_INFEASIBLE")
        .contains(
            "Y proves that any x that satisfies sum x_i F_i - F_0 >= 0 is larger than 1e8 times the"
                + " scale of the data.");
  }
}
