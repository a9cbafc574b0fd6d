package io.spectrahedra.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("spectra bench")
class BenchTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Bench.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  @Test
  void printsItsUsageWithoutAName() {
    assertThat(run()).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("Usage: spectra bench", "kernels", "sdplib");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kernels --threads 0             | --threads must be at least 1 and at most 1024, was 0
          kernels --threads two           | 'two' is not an int
          kernels --quick --routine syrk --provider ejml --threads , | ',' is not an int
          kernels --quick --routine syrk --provider ejml --threads 1,2, | '2,' is not an int
          kernels --threads ,1            | '' is not an int
          kernels --quick --provider ejml --routine syrk, | must be one of gemm, syrk, sandwich, trsm,
          kernels --quick --routine syrk --provider ,   | must be one of spectrahedra, spectrahedra-scalar,
          kernels --routine gemm,lu       | must be one of gemm, syrk, sandwich, trsm,
          kernels --provider mkl          | must be one of spectrahedra, spectrahedra-scalar, ejml,
          kernels --json --markdown       | mutually exclusive
          kernels --fast                  | Unknown option: '--fast'
          sdplib --threads 0              | --threads must be at least 1, was 0
          sdplib --limit soon             | a limit is a time such as 90s or 2m, was soon
          sdplib --limit 0s               | a limit is a time such as 90s or 2m, was 0s
          sdplib --solver mosek           | must be one of spectrahedra, csdp, sdpa, dsdp5, was mosek
          sdplib --folder nowhere --solver csdp, | must be one of spectrahedra, csdp, sdpa, dsdp5, was csdp,
          sdplib --folder nowhere         | there is no folder nowhere; --folder DIR says where
          sdplib --folder . --problems p  | there is no problem p.dat-s in .
          sdplib --folder .               | there is no .dat-s file in .
          uci --threads 0                 | --threads must be at least 1, was 0
          uci --folder nowhere            | there is no folder nowhere; --folder DIR says where
          uci --folder . --sets s         | there is no set s in .
          mnist --threads 0               | --threads must be at least 1, was 0
          mnist --folder nowhere          | there is no folder nowhere; --folder DIR says where
          mnist --pool 3x3                | must be one of global, 4x4, 2x2, was 3x3
          sdp                             | Unmatched argument at index 0: 'sdp'
          """)
  void refusesWrongUsage(String arguments, String message) {
    assertThat(run(arguments.strip().split(" "))).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith("spectra: ").contains(message, "--help'.");
  }

  @Test
  void saysHowLongItTakes() {
    assertThat(run("kernels", "--help")).isZero();
    assertThat(out.toString())
        .contains(
            "about a minute with --quick",
            "--threads=N[,N...]",
            "short runs, and one set of kernels");
  }

  @Test
  void saysWhereThereIsNothingToMeasure() {
    int code = run("kernels", "--quick", "--routine", "trsm-right", "--provider", "ejml");
    assertThat(code).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("nothing was measured");
  }

  @Test
  void measuresInAForkAndPrintsOneJsonList() {
    int code =
        run("kernels", "--quick", "--json", "--routine", "syrk", "--provider", "ejml,vectorblas");
    assertThat(code).as(err.toString()).isZero();
    JsonArray list = JsonParser.parseString(out.toString()).getAsJsonArray();
    assertThat(list).hasSize(2);
    assertThat(list)
        .allSatisfy(
            one -> {
              assertThat(one.getAsJsonObject().get("gflops").getAsDouble()).isPositive();
              assertThat(one.getAsJsonObject().get("peakShare").getAsDouble()).isBetween(0.0, 1.0);
            });
  }
}
