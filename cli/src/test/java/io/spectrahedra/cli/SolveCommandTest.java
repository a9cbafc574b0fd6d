package io.spectrahedra.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.spectrahedra.sdp.io.SdpaReader;
import io.spectrahedra.sdp.io.SolutionFile;
import io.spectrahedra.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayName("spectra solve")
class SolveCommandTest {
  private static final Path TRIANGLE = TestData.file("triangle.dat-s");

  @TempDir private Path folder;

  private Path problem(String text) throws IOException {
    return Files.writeString(folder.resolve("p.dat-s"), text);
  }

  @Test
  void jsonHasTheseFieldsAndNothingElse() {
    Command solve = Command.run("solve", TRIANGLE, "--json", "--threads", "1");
    assertThat(solve.exitCode()).isZero();
    assertThat(solve.err()).isEmpty();
    JsonObject json = solve.json();
    assertThat(json.keySet())
        .containsExactly(
            "status",
            "primalStatus",
            "dualStatus",
            "primalObjective",
            "dualObjective",
            "dimacsErrors",
            "iterations",
            "seconds",
            "secondsByPhase",
            "peakMemoryMb",
            "threads",
            "warmStarted");
    assertThat(json.get("status").getAsString()).isEqualTo("OPTIMAL");
    assertThat(json.get("primalStatus").getAsString()).isEqualTo("FEASIBLE");
    assertThat(json.get("dualStatus").getAsString()).isEqualTo("FEASIBLE");
    // six errors of 1e-8 at most and a gap relative to 1 + 2 * 13/4
    assertThat(json.get("primalObjective").getAsDouble()).isCloseTo(3.25, within(1e-7));
    assertThat(json.get("dualObjective").getAsDouble()).isCloseTo(3.25, within(1e-7));
    assertThat(json.getAsJsonArray("dimacsErrors")).hasSize(6);
    for (JsonElement error : json.getAsJsonArray("dimacsErrors")) {
      assertThat(Math.abs(error.getAsDouble())).isLessThanOrEqualTo(1e-8);
    }
    assertThat(json.get("iterations").getAsInt()).isPositive();
    double phases =
        json.getAsJsonObject("secondsByPhase").entrySet().stream()
            .mapToDouble(phase -> phase.getValue().getAsDouble())
            .sum();
    assertThat(json.getAsJsonObject("secondsByPhase").keySet()).startsWith("read");
    assertThat(json.get("seconds").getAsDouble()).isPositive().isCloseTo(phases, within(1e-3));
    assertThat(json.get("peakMemoryMb").getAsDouble()).isGreaterThan(1);
    assertThat(json.get("threads").getAsInt()).isEqualTo(1);
  }

  @Test
  void theSolutionIsInTheSignsOfTheFile() {
    Path output = folder.resolve("triangle.sol");
    Command solve = Command.run("solve", TRIANGLE, "--output", output, "--quiet");
    assertThat(solve.exitCode()).isZero();
    assertThat(solve.err()).isEmpty();
    assertThat(solve.out()).contains("solution    " + output);
    SolutionFile.Point point = SolutionFile.read(output, SdpaReader.read(TRIANGLE));
    for (int i = 0; i < 3; i++) {
      assertThat(-point.y()[i]).isCloseTo(0.75, within(1e-6));
      assertThat(point.x().block(0).at(i, i)).isCloseTo(1, within(1e-7));
    }
    assertThat(-point.y()[3]).isCloseTo(1, within(1e-6));
    assertThat(point.x().block(0).at(0, 1)).isCloseTo(-0.5, within(1e-3));
    assertThat(point.s().block(1).at(1, 0)).isCloseTo(0.5, within(1e-6));
  }

  @Test
  void theSummaryIsForPeople() {
    Command solve = Command.run("solve", TRIANGLE, "--explain");
    assertThat(solve.exitCode()).isZero();
    assertThat(solve.out())
        .contains("triangle.dat-s: 4 constraints, 2 blocks, the largest of order 3")
        .containsPattern("primal +3\\.25\\d* .*x is feasible")
        .containsPattern("dual +3\\.2[45]\\d* .*Y is feasible")
        .containsPattern("errors +\\d\\.\\de-\\d+")
        .containsPattern("status +OPTIMAL")
        .contains("All six DIMACS errors are within the tolerance.")
        .containsPattern("time .* iterations \\(read .*")
        .containsPattern("memory +\\d+ MB");
    assertThat(solve.err().lines()).hasSizeGreaterThan(3).allMatch(line -> line.contains("bound"));
  }

  @Test
  void explainSaysTheFormulas() {
    Command people = Command.run("solve", TRIANGLE, "--explain", "--quiet");
    Command json = Command.run("solve", TRIANGLE, "--explain", "--json");
    assertThat(json.err().strip()).isNotEmpty();
    assertThat(people.out()).startsWith(json.err().strip().lines().findFirst().orElseThrow());
    assertThat(json.json().get("status").getAsString()).isEqualTo("OPTIMAL");
  }

  @Test
  void aSolutionIsAWarmStart() throws IOException {
    Path output = folder.resolve("triangle.sol");
    Command cold = Command.run("solve", TRIANGLE, "--output", output, "--json");
    assertThat(cold.json().get("warmStarted").isJsonNull()).isTrue();
    Command warm = Command.run("solve", TRIANGLE, "--warm-start", output, "--json");
    assertThat(warm.exitCode()).isZero();
    assertThat(warm.json().get("warmStarted").getAsBoolean()).isTrue();
    assertThat(warm.json().get("iterations").getAsInt())
        .isLessThan(cold.json().get("iterations").getAsInt());
    assertThat(warm.json().get("primalObjective").getAsDouble()).isCloseTo(3.25, within(1e-7));
    assertThat(Command.run("solve", TRIANGLE, "--warm-start", output, "--quiet").out())
        .contains("warm start  " + output + " was used");
    Path far = Files.writeString(folder.resolve("far.sol"), "1e9 -1e9 1e9 0\n");
    assertThat(Command.run("solve", TRIANGLE, "--warm-start", far, "--quiet").out())
        .contains("warm start  " + far + " was no better than the usual start")
        .containsPattern("status +OPTIMAL");
  }

  @Test
  void solutionsOfOtherProblemsAreRefused() throws IOException {
    Path missing = folder.resolve("missing.sol");
    assertRefused("there is no file " + missing, "solve", TRIANGLE, "--warm-start", missing);
    Path other = Files.writeString(folder.resolve("other.sol"), "1 2 3\n");
    assertRefused(
        other + ":1: the first line must have the m = 4 numbers of x",
        "solve",
        TRIANGLE,
        "--warm-start",
        other);
    Path larger = Files.writeString(folder.resolve("larger.sol"), "1 2 3 4\n2 1 7 7 1\n");
    assertRefused(larger + ":2: ", "solve", TRIANGLE, "--warm-start", larger);
  }

  /** 1e-4·x ≥ 1e-4 and 1e9·x ≥ 1e9 in one constraint of Y. */
  @Test
  void badlyScaledDataAreRemarkedOn() throws IOException {
    Path file = problem("1\n1\n-2\n1\n0 1 1 1 1e-4\n0 1 2 2 1e9\n1 1 1 1 1e-4\n1 1 2 2 1e9\n");
    String ranges = "entries of F_1 from 1.0e-04 to 1.0e+09";
    Command quiet = Command.run("solve", file, "--quiet");
    assertThat(quiet.err())
        .isEqualToIgnoringNewLines(
            "spectra: the data are badly scaled, which may cost accuracy: "
                + ranges
                + "; entries of F_0 from 1.0e-04 to 1.0e+09");
    Command explained = Command.run("solve", file, "--explain", "--quiet");
    assertThat(explained.out()).startsWith(ranges);
    assertThat(Command.run("solve", TRIANGLE, "--explain", "--quiet").out())
        .contains(
            "entries of F_1 from 1.0e+00",
            "c_i, in units of the largest entry of F_i, from",
            "entries of F_0 from")
        .doesNotContain("row", "right-hand", "objective");
    assertThat(Command.run("solve", TRIANGLE, "--quiet").err()).isEmpty();
  }

  @Test
  void whatIsNotProvenSaysSo() {
    Path output = folder.resolve("early.sol");
    Command early =
        Command.run("solve", TRIANGLE, "--max-iterations", "2", "--json", "--output", output);
    assertThat(early.exitCode()).isEqualTo(1);
    assertThat(early.json().get("status").getAsString()).isEqualTo("ITERATION_LIMIT");
    assertThat(early.json().get("iterations").getAsInt()).isEqualTo(2);
    assertThat(output).exists();
    Command late = Command.run("solve", TRIANGLE, "--time-limit", "0.001ms", "--json");
    assertThat(late.exitCode()).isEqualTo(1);
    assertThat(late.json().get("status").getAsString()).isEqualTo("TIME_LIMIT");
    Command people = Command.run("solve", TRIANGLE, "--max-iterations", "1");
    assertThat(people.out()).contains("ITERATION_LIMIT", "The iteration limit was reached");
  }

  @Test
  void theToleranceReachesTheSolver() {
    Command solve = Command.run("solve", TRIANGLE, "--tolerance", "1e-10", "--json");
    assertThat(solve.exitCode()).isZero();
    for (JsonElement error : solve.json().getAsJsonArray("dimacsErrors")) {
      assertThat(Math.abs(error.getAsDouble())).isLessThanOrEqualTo(1e-10);
    }
  }

  /** The trace twice. */
  @Test
  void constraintsThatFollowFromOthersAreReported() throws IOException {
    Path file = problem("2\n1\n2\n1 2\n0 1 1 2 1\n1 1 1 1 1\n1 1 2 2 1\n2 1 1 1 2\n2 1 2 2 2\n");
    Command solve = Command.run("solve", file, "--quiet");
    assertThat(solve.exitCode()).isZero();
    assertThat(solve.out()).containsPattern("dependent +1 constraint follows from others: 2");
  }

  /** 0 = 0 in the second constraint. */
  @Test
  void aConstraintWithoutCoefficientsDoesNoHarm() throws IOException {
    Path file = problem("2\n1\n2\n1 0\n0 1 1 2 1\n1 1 1 1 1\n1 1 2 2 1\n");
    Command solve = Command.run("solve", file, "--json");
    assertThat(solve.exitCode()).isZero();
    assertThat(solve.json().get("primalObjective").getAsDouble()).isCloseTo(1, within(1e-7));
  }

  /** Ten blocks of 17 GB each, refused before anything is allocated. */
  @Test
  void problemsThatDoNotFitTheMemorySaySoAtOnce() throws IOException {
    Path file = problem("1\n10\n" + "46340 ".repeat(10) + "\n1\n1 1 1 1 1\n");
    Command solve = Command.run("solve", file, "--json");
    assertThat(solve.exitCode()).isEqualTo(1);
    assertThat(solve.out()).isEmpty();
    assertThat(solve.err())
        .matches("spectra: the problem needs more than the \\d+ MB that Java may use here; .*\\R");
  }

  private static void assertRefused(String message, Object... arguments) {
    Command command = Command.run(arguments);
    assertThat(command.err()).contains("spectra: " + message);
    assertThat(command.exitCode()).isEqualTo(2);
    assertThat(command.out()).isEmpty();
  }

  @Test
  void filesThatAreNone() throws IOException {
    Path missing = folder.resolve("missing.dat-s");
    assertRefused("there is no file " + missing, "solve", missing);
    assertRefused(folder + " is a folder, not a file", "solve", folder);
    Path bad = problem("1\n1\n5x\n");
    assertRefused(
        bad + ":3: block size must be a nonzero integer, found \"5x\"", "solve", bad, "--json");
    Path nowhere = folder.resolve("no/p.sol");
    assertRefused(
        "cannot write " + nowhere + ": there is no folder " + nowhere.getParent(),
        "solve",
        missing,
        "--output",
        nowhere);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tolerance      | 0    | tolerance must lie in (0, 1), was 0.0",
        "--tolerance      | x    | Invalid value for option '--tolerance': 'x' is not a double",
        "--max-iterations | -1   | --max-iterations must be at least 0, was -1",
        "--threads        | 0    | threads must be at least 1 and at most 1024, was 0",
        "--time-limit     | soon | a time is a positive number and ms, s, m or h, as in 60s, was \"soon\"",
        "--unknown        | 1    | Unknown options: '--unknown', '1'"
      })
  void options(String option, String value, String message) {
    Command command = Command.run("solve", TRIANGLE, option, value);
    assertThat(command.err()).contains(message);
    assertThat(command.exitCode()).isEqualTo(2);
    assertThat(command.out()).isEmpty();
  }

  /** Two ways to understand a command line, which must be one where both do. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "solve p.dat-s",
        "solve p.dat-s --json --threads 3 --max-iterations 7 --tolerance 1e-9",
        "solve p.dat-s --warm-start q.sol --json",
        "solve --quiet p.dat-s --explain --time-limit 1.5m --output=o.sol",
        "solve --tolerance=1E-4 --threads=1 --time-limit=500ms a/b.dat-s.gz --max-iterations=0",
      })
  void plainCommandLinesAreUnderstoodAsPicocliDoes(String line) {
    String[] arguments = line.split(" ", -1);
    SolveCommand command = new SolveCommand();
    new CommandLine(command).parseArgs(Arrays.copyOfRange(arguments, 1, arguments.length));
    assertThat(PlainSolve.parse(arguments)).hasValue(command.options());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "train p.dat-s",
        "solve",
        "solve --json",
        "solve p.dat-s q.dat-s",
        "solve @arguments",
        "solve p.dat-s --help",
        "solve p.dat-s --threads",
        "solve p.dat-s --threads two",
        "solve p.dat-s --threads -1",
        "solve p.dat-s --time-limit soon",
        "solve p.dat-s --output --json",
        "solve p.dat-s --json=true",
        "solve p.dat-s --unknown 1",
        "solve p.dat-s -V"
      })
  void theRestIsLeftToPicocli(String line) {
    assertThat(PlainSolve.parse(line.split(" ", -1))).isEmpty();
  }

  @Test
  void help() {
    Command help = Command.run("solve", "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("Usage: spectra solve", "--max-iterations", "--explain");
    assertThat(Command.run("--help").out()).contains("solve", "train", "predict", "certify");
    assertThat(Command.run("sovle").err())
        .contains("unknown command \"sovle\": did you mean \"solve\"?");
  }

  @Test
  void aRayHasNoObjective() throws IOException {
    // x F1 - F0 = diag(x - 1, -x - 1) is never >= 0
    Path file = problem("1\n1\n-2\n1\n0 1 1 1 1\n0 1 2 2 1\n1 1 1 1 1\n1 1 2 2 -1\n");
    Command solve = Command.run("solve", file, "--quiet", "--threads", "1");
    assertThat(solve.out())
        .contains(
            "1 constraint, 1 block, ", "PRIMAL_INFEASIBLE", "1 thread" + System.lineSeparator())
        .containsPattern("dual +none +max .* Y is an infeasibility certificate");
  }

  @Test
  void progressNamesItsColumns() {
    Command solve = Command.run("solve", TRIANGLE);
    assertThat(solve.err()).containsPattern("infeasibility primal \\S+ dual \\S+ ");
  }

  @Test
  void mirroredEntriesAreRemarkedOn() throws IOException {
    Path file = problem("1\n1\n2\n1\n0 1 1 2 3\n0 1 2 1 3\n1 1 1 1 1\n1 1 2 2 1\n");
    Command solve = Command.run("solve", file, "--json");
    assertThat(solve.err())
        .startsWith("spectra: " + file + ":6: entry (2, 1) of matrix 0, block 1 has");
    assertThat(solve.json().get("dualObjective").getAsDouble()).isCloseTo(6, within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e-320", "1e-310", "1e89", "-1e80"})
  void extremeNumbers(String entry) throws IOException {
    Path file = problem("1\n1\n2\n1\n0 1 1 1 1\n1 1 1 1 %s\n1 1 2 2 %s\n".formatted(entry, entry));
    Command solve = Command.run("solve", file, "--json");
    assertThat(solve.exitCode()).isLessThanOrEqualTo(1);
    JsonObject json = solve.json();
    json.remove("warmStarted"); // the only field that may say nothing
    assertThat(json.toString()).doesNotContain("null");
  }
}
