package io.spectrahedra.sdp.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("SDPA's sparse format in all its dialects")
class SdpaReaderTest {
  @TempDir private Path folder;

  private SdpProblem read(String text) throws IOException {
    return SdpaReader.read(Files.writeString(folder.resolve("p.dat-s"), text));
  }

  /** m = 2, blocks Psd(2) and NonNegative(3). */
  private static SdpProblem expected() {
    return SdpProblem.builder()
        .psd("1", 2)
        .nonNegative("2", 3)
        .minimise("1", -1, ConstraintMatrix.sparse(2).set(0, 0, 1).set(0, 1, 0.5).build())
        .row("1")
        .term("1", ConstraintMatrix.sparse(2).set(1, 1, -2).build())
        .equalTo(10)
        .row("2")
        .term("1", ConstraintMatrix.sparse(2).set(0, 1, 3).build())
        .term("2", ConstraintMatrix.vector(0, 4, 5))
        .equalTo(-0.25)
        .build();
  }

  /** A semicolon stands for the end of a line. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // as plain as it can be
        "2;2;2 -3;10 -0.25;0 1 1 1 1;0 1 1 2 0.5;1 1 2 2 -2;2 1 1 2 3;2 2 2 2 4;2 2 3 3 5;",
        // comments, text behind the numbers, brackets, commas, signs, floats for integers, CRLF
        "\"A title with 3 numbers;* another;  2 = mDIM\r;\t2=nBLOCK, 7\r;(2.0, -3) = bLOCKsTRUCT\r;"
            + "{+10.0, -2.5e-1} = c\r;0 1 1 1 +1.00\r;0, 1, 1, 2, 5D-1\r;{1 1 2 2 -2.}\r;"
            + "\" in between\r;2 1 1 2 3\r;2 2 2.0 2e0 4\r;\r; 2 2 3 3 +.5e+1",
        // blank lines, sizes and c over several lines, no final newline
        ";;2;;2;2;-3;10;;-0.25;0 1 1 1 1;0 1 1 2 0.5;1 1 2 2 -2;2 1 1 2 3;2 2 2 2 4;2 2 3 3 5",
        // entries below the diagonal, in no order, several in a line, explicit zeros
        "2;2;2 -3;10 -0.25;2 2 3 3 5 2 1 2 1 3;2 2 2 2 4 0 1 2 2 0;1 1 2 2 -2;2 2 1 3 0.0;"
            + "1 2 1 1 0;0 1 2 1 0.5;0 1 1 1 1",
        // repeated entries are added, also across the triangles
        "2;2;2 -3;10 -0.25;0 1 1 1 0.75;0 1 1 2 0.25;1 1 2 2 -2;0 1 2 1 0.25;2 1 1 2 3;"
            + "2 2 2 2 5;2 2 3 3 5;0 1 1 1 0.25;2 2 2 2 -1;",
        // a byte order mark, form feeds, square brackets
        "\ufeff2;2;[2 -3];[10 -0.25];\f0 1 1 1 1;0 1 1 2 0.5;1 1 2 2 -2;2 1 1 2 3;2 2 2 2 4;"
            + "2 2 3 3 5"
      })
  void dialects(String text) throws IOException {
    SdpProblem problem = read(text.replace(';', '\n'));
    assertThat(Contents.of(problem)).isEqualTo(Contents.of(expected()));
    assertThat(problem.blockNames()).containsExactly("1", "2");
    assertThat(problem.rows().stream().map(SdpProblem.Row::name)).containsExactly("1", "2");
  }

  /** Of a pipe, Java cannot say whether there is more to come. */
  @Test
  void packedFilesComeThroughPipes(@TempDir Path folder) throws Exception {
    Path pipe = folder.resolve("pipe");
    boolean made;
    try {
      made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      made = false;
    }
    assumeTrue(made, "no mkfifo");
    Thread writer =
        new Thread(
            () -> {
              try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(pipe))) {
                out.write("1\n1\n2\n5\n1 1 1 1 1\n".getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    writer.start();
    assertThat(SdpaReader.read(pipe).rows()).hasSize(1);
    writer.join();
  }

  @Test
  void packedFiles() throws IOException {
    Path file = folder.resolve("p.dat-s.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("1\n1\n2\n3\n1 1 1 2 4\n".getBytes(StandardCharsets.US_ASCII));
    }
    assertThat(Contents.of(SdpaReader.read(file)))
        .isEqualTo(Contents.of(read("1\n1\n2\n3\n1 1 1 2 4\n")));
  }

  @Test
  void blocksOfSizeOneAndDiagonalBlocksAreNonNegative() throws IOException {
    SdpProblem problem = read("1\n4\n1 -1 2 -2\n0\n1 1 1 1 2\n1 2 1 1 3\n");
    assertThat(problem.blocks())
        .containsExactly(
            new Block.NonNegative(1),
            new Block.NonNegative(1),
            new Block.Psd(2),
            new Block.NonNegative(2));
    assertThat(Contents.of(problem).entries().values()).containsExactly(2.0, 3.0);
  }

  @Test
  void noConstraints() throws IOException {
    for (String text :
        List.of("0\n1\n2\n\n0 1 1 1 1\n", "0\n1\n2\n0 1 1 1 1", "0\n1\n2\n{}\n0 1 1 1 1\n")) {
      SdpProblem problem = read(text);
      assertThat(problem.rows()).isEmpty();
      assertThat(Contents.of(problem).entries()).hasSize(1);
    }
  }

  @Test
  void rowsWithoutCoefficientsAreKept() throws IOException {
    SdpProblem problem = read("3\n1\n2\n0 7 1\n3 1 1 1 1\n1 1 1 1 0\n3 1 2 2 1\n3 1 2 2 -1\n");
    assertThat(problem.rows()).hasSize(3);
    assertThat(problem.rows().get(0).terms()).isEmpty();
    assertThat(problem.rhs()).containsExactly(0, 7, 1);
    assertThat(Contents.of(problem).entries()).hasSize(1);
    assertThat(read("2\n1\n2\n1 2\n").rows()).hasSize(2); // no entries at all
  }

  /** Longer than any buffer, so that tokens are cut by its ends at every place. */
  @Test
  void largeFiles() throws IOException {
    int m = 60_000;
    String c =
        IntStream.range(0, m).mapToObj(i -> i + ".125").collect(Collectors.joining(",", "{", "}"));
    StringBuilder text = new StringBuilder("60000\n1\n-60000\n").append(c).append('\n');
    for (int i = 1; i <= m; i++) {
      text.append(i + " 1 " + i + " " + i + " " + i + ".5\n");
    }
    SdpProblem problem = read(text.toString());
    assertThat(problem.rhs())
        .isEqualTo(IntStream.range(0, m).mapToDouble(i -> i + 0.125).toArray());
    for (int i = 0; i < m; i++) {
      assertThat(problem.rows().get(i).terms().get(0).matrix().frobeniusNorm()).isEqualTo(i + 1.5);
    }
  }

  @Test
  void filesThatCannotBeRead() {
    Path missing = folder.resolve("missing.dat-s");
    assertThatThrownBy(() -> SdpaReader.read(missing))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(NoSuchFileException.class);
  }

  private static final String PLAIN = "1\n1\n2\n1\n0 1 1 2 3\n1 1 1 1 1\n1 1 2 2 1\n";

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void linesOfEverySystem(String end) throws IOException {
    Path file = Files.writeString(folder.resolve("p.dat-s"), "\" title\n" + PLAIN);
    Path other =
        Files.writeString(folder.resolve("other.dat-s"), ("\" title\n" + PLAIN).replace("\n", end));
    assertThat(Contents.of(SdpaReader.read(other))).isEqualTo(Contents.of(SdpaReader.read(file)));
  }

  @Test
  void packedFilesOfAnyName() throws IOException {
    Path plain = Files.writeString(folder.resolve("p.dat-s"), PLAIN);
    Path packed = folder.resolve("packed.dat-s");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(PLAIN.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(Contents.of(SdpaReader.read(packed))).isEqualTo(Contents.of(SdpaReader.read(plain)));
  }

  private List<String> remarks(Path file, String text) throws IOException {
    List<String> remarks = new ArrayList<>();
    Files.writeString(file, text);
    SdpaReader.read(file, remarks::add);
    return remarks;
  }

  /** In one triangle or in both, of any values: once, in the line where that comes first. */
  @Test
  void doubledEntriesAreRemarkedOnOnce() throws IOException {
    Path file = folder.resolve("p.dat-s");
    String head = "2\n1\n3\n1 2\n2 1 1 1 1\n1 1 1 2 3\n1 1 3 3 1\n";
    assertThat(remarks(file, head)).isEmpty();
    assertThat(remarks(file, head + "2 1 3 3 1\n1 1 2 1 4\n"))
        .containsExactly(
            file
                + ":9: entry (2, 1) of matrix 1, block 1 has the place of (1, 2) in line 6; they are"
                + " added");
    assertThat(remarks(file, head + "2 1 1 1 1\n\n1 1 1 2 3\n1 1 2 1 3\n"))
        .containsExactly(
            file
                + ":8: entry (1, 1) of matrix 2, block 1 has the place of (1, 1) in line 5; they are"
                + " added, and so are 2 more");
  }

  /** Too large an m makes entries of the first lines numbers of c. */
  @Test
  void entriesThatBecomeNumbersOfCAreRemarkedOn() throws IOException {
    Path file = folder.resolve("p.dat-s");
    String entries = "0 1 1 2 1\n1 1 1 1 1\n2 1 2 2 1\n";
    assertThat(remarks(file, "7\n1\n2\n1 2\n" + entries))
        .containsExactly(
            file
                + ":5: c of m = 7 numbers goes on in this line, which looks like an entry; is m too"
                + " large?");
    assertThat(remarks(file, "12\n1\n2\n1 2\n" + entries)).hasSize(1);
    assertThat(remarks(file, "7\n1\n2\n1 2\n0 1 1 3 1\n" + entries)).as("column 3").isEmpty();
    assertThat(remarks(file, "7\n1\n2\n1 2\n0 1 1 1.5 1\n" + entries)).as("1.5").isEmpty();
    assertThat(remarks(file, "7\n1\n-2\n1 2\n0 1 1 2 1\n1 1 1 1 1\n")).as("diagonal").isEmpty();
    assertThat(remarks(file, "10\n1\n2\n1 1 1 1 1\n1 1 1 1 1\n" + entries))
        .as("five a line from the first on")
        .isEmpty();
    assertThat(remarks(file, "2\n1\n2\n1 2\n" + entries)).isEmpty();
  }

  @Test
  void aFileWithoutEntriesIsRemarkedOn() throws IOException {
    Path file = folder.resolve("p.dat-s");
    assertThat(remarks(file, "2\n1\n2\n1 2\n"))
        .containsExactly(file + ":5: the file ends without any entries of F_0, ..., F_m");
    assertThat(remarks(file, "2\n1\n2\n1 2\n0 1 1 1 0\n")).isEmpty();
  }
}
