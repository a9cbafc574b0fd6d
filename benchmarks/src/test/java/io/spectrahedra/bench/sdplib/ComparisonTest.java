package io.spectrahedra.bench.sdplib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.bench.report.Page;
import io.spectrahedra.bench.report.Provenance;
import io.spectrahedra.bench.sdplib.Outcome.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the comparison says what was measured")
class ComparisonTest {
  private static final Reference GOOD = new Reference(10, 20, Kind.POINT, 100);
  private static final Reference BAD = new Reference(7, 8, Kind.PRIMAL_INFEASIBLE, Double.NaN);

  private static Measurement point(
      Program program, double objective, double error, double own, double seconds) {
    return new Measurement(
        "good", GOOD, program, new Outcome(Kind.POINT, "ok", objective, error, own), seconds);
  }

  private static Measurement ray(Program program, Kind kind, double seconds) {
    Outcome outcome = new Outcome(kind, kind.name(), Double.NaN, Double.NaN, 0.01);
    return new Measurement("bad", BAD, program, outcome, seconds);
  }

  private static final Comparison COMPARISON =
      new Comparison(
          new Provenance("a machine", "17", "abc1234", LocalDate.of(2026, 1, 2)),
          1,
          Duration.ofSeconds(90),
          List.of(
              point(Program.SPECTRAHEDRA, 100.00001, 2e-9, 1.5, 3).withWarmSeconds(0.75),
              point(Program.CSDP, 100.00009, 1e-8, 6, 6),
              point(Program.SDPA, 100.01, 1e-6, 2, 2),
              ray(Program.SPECTRAHEDRA, Kind.PRIMAL_INFEASIBLE, 1),
              ray(Program.CSDP, Kind.DUAL_INFEASIBLE, 0.5),
              new Measurement("bad", BAD, Program.SDPA, Outcome.none("killed at the limit"), 90)));

  @Test
  void asText() {
    Page page = COMPARISON.page();
    // (1 + 3)(1 + 1) = 8, (1 + 6)(1 + 0.5) = 10.5, (1 + 2)(1 + 90) = 273, and of each √ − 1;
    // with misses at 90 s (1 + 6)(1 + 90) = 637 and 91·91
    assertThat(page.toText())
        .endsWith(
            """

            problem   m   n          objective  error  DIMACS  spectrahedra    csdp    sdpa  solver   warm  to best
            bad       7   8  PRIMAL_INFEASIBLE                        1.000  0.500*    > 90   0.010            2.00
            good     10  20          100.00001  1e-07   2e-09         3.000   6.000  2.000*   1.500  0.750     1.50

            solver        problems  right  DIMACS <= 1e-7  unfinished  mean s  misses at limit  sum s
            spectrahedra         2      2               1           0   1.828            1.828   4.00
            csdp                 2      1               1           0   2.240           24.239   6.50
            sdpa                 2      0               0           1  15.523           90.000  92.00
            """);
    assertThat(page.facts())
        .containsEntry("threads", "1")
        .containsEntry("limit", "90 s a run")
        .containsEntry(
            "CSDP/ours",
            "4.00, CSDP's seconds to our solver's own in its process, 8.00 to those of a warm one,"
                + " geometric means where CSDP takes over 0.5 s")
        .containsEntry("worst", "1.50 to best where that takes over 1 s");
  }

  @Test
  void asMarkdown() {
    assertThat(COMPARISON.page().toMarkdown())
        .contains("\n| good | 10 | 20 | 100.00001 | 1e-07 | 2e-09 | 3.000 | 6.000 | 2.000* |");
  }

  @Test
  void asJson() {
    var json = COMPARISON.measurements().get(0).toJson();
    assertThat(json.get("problem").getAsString()).isEqualTo("good");
    assertThat(json.get("solver").getAsString()).isEqualTo("spectrahedra");
    assertThat(json.get("right").getAsBoolean()).isTrue();
    assertThat(json.get("warmSeconds").getAsDouble()).isEqualTo(0.75);
    assertThat(COMPARISON.measurements().get(1).toJson().get("warmSeconds").isJsonNull()).isTrue();
    assertThat(json.get("relativeError").getAsDouble()).isCloseTo(1e-7, within(1e-12));
    assertThat(COMPARISON.measurements().get(3).toJson().get("objective").isJsonNull()).isTrue();
  }

  @Test
  void referencesAreRead(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("reference.csv"),
        """
        problem,m,n,sdplib_value,csdp_objective,csdp_seconds
        a,1,2,5.00,4.9999999,0.1
        b,3,4,3.49000e+02,,90
        c,5,6,dual infeasible,,0.1
        """);
    Map<String, Reference> references = Reference.of(folder);
    assertThat(references)
        .containsEntry("a", new Reference(1, 2, Kind.POINT, 4.9999999))
        .containsEntry("b", new Reference(3, 4, Kind.POINT, 349))
        .containsEntry("c", new Reference(5, 6, Kind.DUAL_INFEASIBLE, Double.NaN));
    assertThat(Reference.of(folder.resolve("elsewhere"))).isEmpty();
  }

  @Test
  void warmSolvesTakeTheirTime(@TempDir Path folder) throws IOException {
    Path problem = folder.resolve("a.dat-s");
    Files.writeString(problem, "1\n1\n2\n1\n0 1 1 1 1\n1 1 1 1 1\n1 1 2 2 1\n");
    assertThat(WarmSolve.seconds(problem, 1)).isPositive().isFinite();
  }

  @Test
  void whatIsRight() {
    assertThat(GOOD.isRight(new Outcome(Kind.POINT, "", 100.00009, 0, 0))).isTrue();
    assertThat(GOOD.isRight(new Outcome(Kind.POINT, "", 100.00011, 0, 0))).isFalse();
    assertThat(GOOD.isRight(new Outcome(Kind.POINT, "", Double.NaN, 0, 0))).isFalse();
    assertThat(GOOD.isRight(new Outcome(Kind.DUAL_INFEASIBLE, "", 100, 0, 0))).isFalse();
    assertThat(BAD.isRight(new Outcome(Kind.PRIMAL_INFEASIBLE, "", Double.NaN, 0, 0))).isTrue();
    assertThat(Reference.unknown().isRight(new Outcome(Kind.POINT, "", 1, 0, 0))).isFalse();
  }
}
