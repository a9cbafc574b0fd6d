package io.spectrahedra.sdp.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.ConicForm;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("what SdpaWriter writes, SdpaReader reads as the same problem, bit for bit")
class RoundTripTest {
  @TempDir private Path folder;

  private void assertRoundTrip(SdpProblem problem, String name) {
    Path file = folder.resolve(name);
    SdpaWriter.write(file, problem);
    assertThat(Contents.of(SdpaReader.read(file))).isEqualTo(Contents.of(problem));
  }

  @Test
  void randomProblems() {
    for (int seed = 0; seed < 300; seed++) {
      SdpProblem problem = RandomFiles.problem(new SplittableRandom(seed));
      assertRoundTrip(problem, seed % 2 == 0 ? "p.dat-s" : "p.dat-s.gz");
    }
  }

  @Test
  void everyKindOfCoefficientAndSums() {
    DenseMatrix u = DenseMatrix.wrap(new double[] {1, 2, 0, -1, 3, 0.5}, 3, 2);
    SdpProblem problem =
        SdpProblem.builder()
            .psd("X", 3)
            .nonNegative("v", 2)
            .minimise("X", 2, ConstraintMatrix.lowRank(u, 1, -1))
            .minimise("v", ConstraintMatrix.vector(0.1, 0))
            .row("sum")
            .term("X", 0.5, ConstraintMatrix.identity(3))
            .term("v", -1, ConstraintMatrix.vector(0, 3))
            .equalTo(-0.0)
            .row("one of each")
            .term("X", ConstraintMatrix.dense(DenseMatrix.identity(3)))
            .equalTo(1e-300)
            .build();
    assertRoundTrip(problem, "kinds.dat-s");
    SdpProblem twice =
        SdpProblem.builder()
            .psd("X", 2)
            .row("two terms of one block")
            .term("X", ConstraintMatrix.sparse(2).set(0, 0, 1).set(1, 0, 2).build())
            .term("X", 3, ConstraintMatrix.sparse(2).set(1, 0, 1).build())
            .equalTo(1)
            .build();
    Path file = folder.resolve("sum.dat-s");
    SdpaWriter.write(file, twice);
    assertThat(Contents.of(SdpaReader.read(file)).entries().values()).containsExactly(1.0, 5.0);
  }

  @Test
  void theTextIsShort() throws IOException {
    SdpProblem problem =
        SdpProblem.builder()
            .psd("X", 2)
            .nonNegative("v", 3)
            .minimise("X", -1, ConstraintMatrix.sparse(2).set(1, 0, 0.25).build())
            .row("1")
            .term("v", ConstraintMatrix.vector(1, 0, -2e-9))
            .equalTo(10)
            .build();
    Path file = folder.resolve("p.dat-s");
    SdpaWriter.write(file, problem);
    assertThat(Files.readString(file))
        .isEqualTo("1\n2\n2 -3\n10\n0 1 1 2 0.25\n1 2 1 1 1\n1 2 3 3 -2e-9\n");
  }

  @Test
  void whatTheFormatCannotSayIsRefusedBeforeAnythingIsWritten() {
    Path file = folder.resolve("no.dat-s");
    SdpProblem elastic =
        SdpProblem.builder()
            .nonNegative("v", 1)
            .row("soft")
            .term("v", ConstraintMatrix.vector(1))
            .near(1, RowPenalty.quadratic(1))
            .build();
    assertThatThrownBy(() -> SdpaWriter.write(file, elastic))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "row \"soft\" is elastic: SDPA's format has hard rows only, as ConicForm makes them");
    SdpProblem free = SdpProblem.builder().free("f", 1).build();
    assertThatThrownBy(() -> SdpaWriter.write(file, ConicForm.of(free).problem()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("block \"f\": SDPA's format has no Free[size=1]");
    assertThat(file).doesNotExist();
  }

  /** min 3v − 0.1 = −0.1 − max ⟨F₀, Y⟩ with F₀ = −3. */
  @Test
  void aConstantIsAComment() throws IOException {
    SdpProblem problem =
        SdpProblem.builder()
            .nonNegative("v", 1)
            .minimise("v", ConstraintMatrix.vector(3))
            .constant(-0.1)
            .build();
    Path file = folder.resolve("shifted.dat-s");
    SdpaWriter.write(file, problem);
    assertThat(Files.readString(file))
        .isEqualTo("* the optimal value is -0.1 - max <F0, Y>\n0\n1\n-1\n\n0 1 1 1 -3\n");
    SdpProblem read = SdpaReader.read(file);
    assertThat(Contents.of(read)).isEqualTo(Contents.of(problem));
    assertThat(read.constant()).isZero();
  }

  @Test
  @Tag("slow")
  void allOfSdplib() throws IOException {
    Optional<Path> sdplib = TestData.shared("sdplib");
    assumeTrue(sdplib.isPresent(), "there is no folder sdplib in the public data");
    List<Path> files;
    try (Stream<Path> all = Files.list(sdplib.get())) {
      files = all.filter(file -> file.toString().endsWith(".dat-s")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      assertRoundTrip(SdpaReader.read(file), "again.dat-s");
    }
  }
}
