package io.spectrahedra.bench.sdplib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.bench.sdplib.Outcome.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The resources are what CSDP 6.2.0, SDPA 7.3.16 and DSDP 5.8 have printed for these problems. */
@DisplayName("what the solvers print is read")
class OutputsTest {

  private static Outcome read(Program program, String problem) throws IOException {
    String name = program + "-" + problem + ".txt";
    try (InputStream stream = OutputsTest.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(stream, name).readAllBytes();
      return program.read(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  /** control1: 17.784627, by SDPLIB's table. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SPECTRAHEDRA")
  void solved(Program program) throws IOException {
    Outcome outcome = read(program, "control1");
    assertThat(outcome.kind()).isEqualTo(Kind.POINT);
    assertThat(outcome.objective()).isCloseTo(17.784627, within(1e-4));
    assertThat(outcome.worstError()).isBetween(1e-12, 1e-5);
    if (program == Program.CSDP) {
      assertThat(outcome.seconds()).isNaN();
    } else {
      assertThat(outcome.seconds()).isBetween(1e-4, 1.0);
    }
  }

  @Test
  void csdp() throws IOException {
    assertThat(read(Program.CSDP, "control1").status()).isEqualTo("Success");
    assertThat(read(Program.CSDP, "infp1").kind()).isEqualTo(Kind.PRIMAL_INFEASIBLE);
    assertThat(read(Program.CSDP, "infd1").kind()).isEqualTo(Kind.DUAL_INFEASIBLE);
  }

  @Test
  void sdpa() throws IOException {
    assertThat(read(Program.SDPA, "control1").status()).isEqualTo("pdOPT");
    assertThat(read(Program.SDPA, "infp1").kind()).isEqualTo(Kind.PRIMAL_INFEASIBLE);
    assertThat(read(Program.SDPA, "infd1").kind()).isEqualTo(Kind.DUAL_INFEASIBLE);
  }

  @Test
  void dsdp() throws IOException {
    assertThat(read(Program.DSDP, "control1").status()).isEqualTo("DSDP Converged");
    assertThat(read(Program.DSDP, "infp1").kind()).isEqualTo(Kind.PRIMAL_INFEASIBLE);
    assertThat(read(Program.DSDP, "infd1").kind()).isEqualTo(Kind.DUAL_INFEASIBLE);
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsNoOutcome(Program program) {
    assertThat(program.read("").kind()).isEqualTo(Kind.NONE);
    assertThat(program.read("Killed\n").kind()).isEqualTo(Kind.NONE);
  }

  @Test
  void spectrahedra() {
    String json =
        """
        {"status": "%s", "primalStatus": "FEASIBLE", "dualStatus": "FEASIBLE",
         "primalObjective": 17.784627, "dualObjective": 17.784626,
         "dimacsErrors": [1e-10, 0, 2e-9, 0, -3e-9, null], "iterations": 16, "seconds": 0.25,
         "secondsByPhase": {}, "peakMemoryMb": 60, "threads": 1}
        """;
    Outcome outcome = Program.SPECTRAHEDRA.read(json.formatted("OPTIMAL").replace("null", "1e-9"));
    assertThat(outcome).isEqualTo(new Outcome(Kind.POINT, "OPTIMAL", 17.784627, 3e-9, 0.25));
    Outcome infeasible = Program.SPECTRAHEDRA.read(json.formatted("PRIMAL_INFEASIBLE"));
    assertThat(infeasible.kind()).isEqualTo(Kind.PRIMAL_INFEASIBLE);
    assertThat(infeasible.worstError()).isNaN();
  }
}
