package io.spectrahedra.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.spectrahedra.bench.report.Provenance;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the table says what was measured")
class ReportTest {
  private static final double PEAK = 100;

  private static Measurement measurement(
      Routine routine, int n, Provider provider, double seconds) {
    return Measurement.of(new Point(routine, n), 1, provider, seconds, PEAK);
  }

  private static final Report REPORT =
      new Report(
          new Provenance("a machine", "17", "abc1234", LocalDate.of(2026, 1, 2)),
          Map.of(1, PEAK),
          List.of(31.2, 180.4),
          List.of(
              measurement(Routine.GEMM, 100, Provider.SPECTRAHEDRA, 4e-5),
              measurement(Routine.GEMM, 100, Provider.SPECTRAHEDRA_SCALAR, 2e-5),
              measurement(Routine.GEMM, 100, Provider.EJML, 8e-5),
              measurement(Routine.EIGEN, 100, Provider.SPECTRAHEDRA, 1e-3)));

  @Test
  void asText() {
    assertThat(REPORT.page().toText())
        .isEqualTo(
            """
            machine   a machine
            JDK       17
            commit    abc1234
            date      2026-01-02
            FMA peak  100.0 GFLOP/s on 1 thread
            handover  a cache line reaches another thread in 31 to 180 ns
            numbers   GFLOP/s; for eigen, whose flops are nominal, also seconds

            routine    n  threads    spectrahedra  spectrahedra-scalar  ejml  of peak  to best other
            gemm     100        1            50.0                100.0  25.0     50 %           2.00
            eigen    100        1  9.0 (0.0010 s)                                 9 %
            """);
  }

  @Test
  void asMarkdown() {
    assertThat(REPORT.page().toMarkdown())
        .startsWith("* machine: a machine\n* JDK: 17\n")
        .endsWith(
            """

            | routine | n | threads | spectrahedra | spectrahedra-scalar | ejml | of peak | to best other |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            | gemm | 100 | 1 | 50.0 | 100.0 | 25.0 | 50 % | 2.00 |
            | eigen | 100 | 1 | 9.0 (0.0010 s) |  |  | 9 % |  |
            """);
  }

  @Test
  void asJson() {
    JsonObject json =
        new Gson().toJsonTree(REPORT.measurements().get(0), Measurement.class).getAsJsonObject();
    assertThat(json.keySet())
        .containsExactly(
            "routine", "n", "threads", "provider", "gflops", "peakShare", "seconds", "jdk");
    assertThat(json.get("routine").getAsString()).isEqualTo("gemm");
    assertThat(json.get("provider").getAsString()).isEqualTo("spectrahedra");
    assertThat(json.get("gflops").getAsDouble()).isBetween(49.999, 50.001);
    assertThat(json.get("peakShare").getAsDouble()).isBetween(0.49999, 0.50001);
  }

  @Test
  void aPointIsReadBackAsItIsWritten() {
    Point point = new Point(Routine.TRIANGULAR_INVERSE, 500);
    assertThat(Point.parse(point.toString())).isEqualTo(point);
  }
}
