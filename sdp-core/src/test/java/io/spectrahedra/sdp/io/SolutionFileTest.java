package io.spectrahedra.sdp.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("solutions as CSDP writes them")
class SolutionFileTest {
  @TempDir private Path folder;

  private static SdpProblem problem() {
    return SdpProblem.builder()
        .allowZeroRows()
        .psd("1", 2)
        .nonNegative("2", 3)
        .row("1")
        .equalTo(0)
        .row("2")
        .equalTo(0)
        .build();
  }

  private Path write(SolutionFile.Point point) throws IOException {
    Path file = folder.resolve("p.sol");
    try (OutputStream out = Files.newOutputStream(file)) {
      SolutionFile.write(out, point);
    }
    return file;
  }

  @Test
  void form() throws IOException {
    BlockMatrix x = BlockMatrix.zeros(problem().blocks());
    BlockMatrix s = x.copy();
    x.block(0).set(0, 0, 2);
    x.block(0).set(0, 1, -0.5);
    x.block(0).set(1, 0, -0.5);
    s.block(1).set(2, 0, 1e-9);
    Path file = write(new SolutionFile.Point(x, new double[] {1.5, 0}, s));
    assertThat(Files.readString(file))
        .isEqualTo("-1.5 0.0\n1 2 3 3 1.0E-9\n2 1 1 1 2.0\n2 1 1 2 -0.5\n");
  }

  @Test
  void roundTrip() throws IOException {
    for (int seed = 0; seed < 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SdpProblem problem = RandomFiles.problem(random);
      SolutionFile.Point point =
          new SolutionFile.Point(
              randomPoint(problem, random),
              random.doubles(problem.rows().size(), -1, 1).toArray(),
              randomPoint(problem, random));
      SolutionFile.Point read = SolutionFile.read(write(point), problem);
      assertThat(read.y()).isEqualTo(point.y());
      for (int k = 0; k < problem.blocks().size(); k++) {
        assertSame(read.x().block(k), point.x().block(k));
        assertSame(read.s().block(k), point.s().block(k));
      }
    }
  }

  private static BlockMatrix randomPoint(SdpProblem problem, SplittableRandom random) {
    BlockMatrix point = BlockMatrix.zeros(problem.blocks());
    for (DenseMatrix block : point.blocks()) {
      for (int i = 0; i < block.rows; i++) {
        for (int j = 0; j <= Math.min(i, block.cols - 1); j++) {
          double value = RandomFiles.number(random);
          block.set(i, j, value);
          if (block.cols > 1) {
            block.set(j, i, value);
          }
        }
      }
    }
    return point;
  }

  private static void assertSame(DenseMatrix actual, DenseMatrix expected) {
    for (int i = 0; i < expected.rows; i++) {
      for (int j = 0; j < expected.cols; j++) {
        assertThat(actual.at(i, j)).isEqualTo(expected.at(i, j) + 0.0); // -0 is not written
      }
    }
  }

  /** As CSDP prints numbers, with a blank at the end of each line. */
  @Test
  void ofCsdp() throws IOException {
    String x = "1.000000000000000000e+00 -2.500000000000000000e-01 \n";
    String slack = "1 1 1 2 5.000000000000000000e-01 \n";
    String y = "2 2 1 1 1.000000000000000000e+00 \n";
    Path file = Files.writeString(folder.resolve("csdp.sol"), x + slack + y);
    SolutionFile.Point point = SolutionFile.read(file, problem());
    assertThat(point.y()).containsExactly(-1, 0.25);
    assertThat(point.s().block(0).at(0, 1)).isEqualTo(0.5);
    assertThat(point.s().block(0).at(1, 0)).isEqualTo(0.5);
    assertThat(point.x().block(1).at(0, 0)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1       | 1: the first line must have the m = 2 numbers of x, found its end after 1",
        "1 2 3   | 1: the first line must have no more than the m = 2 numbers of x, found \"3\"",
        "1 x     | 1: a number of x must be a finite decimal number, found \"x\"",
        "1 2;3 1 1 1 1 | 2: matrix number must be an integer from 1 to 2, found \"3\"",
        "1 2;1 2 1 2 1 | 2: block 2 is diagonal: the column index must be the row index 1, found \"2\"",
        "1 2;2 1 1 3 1 | 2: column index must be an integer from 1 to 2, found \"3\""
      })
  void errors(String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("p.sol"), text.replace(';', '\n') + "\n");
    assertThatThrownBy(() -> SolutionFile.read(file, problem()))
        .isInstanceOf(SdpaFormatException.class)
        .hasMessage(file + ":" + message);
  }
}
