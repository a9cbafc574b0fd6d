package io.spectrahedra.sdp.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("errors in a file: file:line: what was expected, what was found")
class SdpaErrorsTest {
  private static final String M =
      "the number of constraints m must be an integer from 0 to 2147483647";
  private static final String BLOCKS =
      "the number of blocks must be an integer from 1 to 2147483647";
  private static final String SIZE = "block size must be a nonzero integer";
  private static final String C = "a number of c must be a decimal number of at most 1e100";
  private static final String VALUE =
      "the value of an entry must be a decimal number of at most 1e90";
  private static final String ENTRY = "an entry is a line \"matrix block i j value\": ";

  /** Two constraints, a matrix block of order 2 and a diagonal one of length 3. */
  private static final String HEAD = "2\n2\n2 -3\n1 2\n";

  /** As much of a long token as is shown. */
  private static final String SEVENS = "\"" + "7".repeat(40) + "...\"";

  @TempDir private Path folder;

  static Arguments[] malformed() {
    return Stream.of(
            of("", 1, M, "the end of the file"),
            of("\"nothing but a comment\n* and another\n", 3, M, "the end of the file"),
            of("x\n", 1, M, "\"x\""),
            of("m = 3\n", 1, M, "\"m\""),
            of("-1\n", 1, M, "\"-1\""),
            of("2.5\n", 1, M, "\"2.5\""),
            of("3;\n", 1, M, "\"3;\""),
            of("nan\n", 1, M, "\"nan\""),
            of("1e400\n", 1, M, "\"1e400\""),
            of("99999999999\n", 1, M, "\"99999999999\""),
            of("3\n", 2, BLOCKS, "the end of the file"),
            of("3\n\n0\n", 3, BLOCKS, "\"0\""),
            of("3\n-2\n", 2, BLOCKS, "\"-2\""),
            of("3\ntwo\n", 2, BLOCKS, "\"two\""),
            of("3\n1.5\n", 2, BLOCKS, "\"1.5\""),
            of("3\n2\n", 3, "the sizes of 2 blocks must follow", "the end of the file after 0"),
            of("3\n2\n2", 3, "the sizes of 2 blocks must follow", "the end of the file after 1"),
            of("3\n2\n2 0\n", 3, SIZE, "\"0\""),
            of("3\n2\n2 5x\n", 3, SIZE, "\"5x\""),
            of("3\n2\n2 2.5\n", 3, SIZE, "\"2.5\""),
            of("3\n1\n--2\n", 3, SIZE, "\"--2\""),
            of(
                "3\n1\n1000000000\n",
                3,
                "the size of a matrix block must be at most 46340",
                "\"1000000000\""),
            of(
                "3\n1\n-1000000000\n",
                3,
                "the size of a diagonal block must be at least -100000000",
                "\"-1000000000\""),
            of(
                "3\n2\n2 -3 4\n1 2\n",
                3,
                "the sizes of 2 blocks must follow, and then a new line",
                "3"),
            of(
                "2\n2\n2\n1 2\n0 1 1 2 1\n",
                4,
                "the sizes of 2 blocks must follow, and then a new line: those before this one have"
                    + " 1, so this one must have 1",
                "2"),
            of("2\n1\n2 3\n", 3, "the size of 1 block must follow, and then a new line", "2"),
            of(
                "2000000000\n1\n3\n1 2 3\n",
                5,
                "c must have m = 2000000000 numbers",
                "the end of the file after 3"),
            of(
                "1\n2000000000\n3 4\n",
                4,
                "the sizes of 2000000000 blocks must follow",
                "the end of the file after 2"),
            of("2\n1\n3\n", 4, "c must have m = 2 numbers", "the end of the file after 0"),
            of("3\n1\n3\n1 x 3\n", 4, C, "\"x\""),
            of("2\n1\n3\n1 nan\n", 4, C, "\"nan\""),
            of("2\n1\n3\n1 -Infinity\n", 4, C, "\"-Infinity\""),
            of("2\n1\n3\n1\n\n1e999\n", 6, C, "\"1e999\""),
            of("2\n1\n3\n1 0x1p3\n", 4, C, "\"0x1p3\""),
            of("2\n1\n3\n1 1.5f\n", 4, C, "\"1.5f\""),
            of("2\n1\n3\n1 1.2.3\n", 4, C, "\"1.2.3\""),
            of("2\n1\n3\n1 1e\n", 4, C, "\"1e\""),
            of("2\n1\n3\n1 -\n", 4, C, "\"-\""),
            of("2\n1\n3\n1;2\n", 4, C, "\"1;2\""),
            of("2\n1\n3\n1 2 3\n", 4, "c must have m = 2 numbers, and then a new line", "3"),
            of("1\n1\n3\n1 2 3 x\n", 4, "c must have m = 1 number, and then a new line", "3"),
            of(
                "3\n1\n3\n1 2\n0 1 1 1 1\n",
                5,
                "c must have m = 3 numbers, and then a new line: those before this one have 2, so"
                    + " this one must have 1",
                "5"),
            of("2\r\n1\r\n3\r\n1 x\r\n", 4, C, "\"x\""),
            of("2\r1\r3\r\r1 x\r", 5, C, "\"x\""),
            of("2\n1\n3\n1 1e101\n", 4, C, "\"1e101\""),
            of(HEAD + "3 1 1 1 1\n", 5, "matrix number must be an integer from 0 to 2", "\"3\""),
            of(HEAD + "-1 1 1 1 1\n", 5, "matrix number must be an integer from 0 to 2", "\"-1\""),
            of(HEAD + "end\n", 5, "matrix number must be an integer from 0 to 2", "\"end\""),
            of(HEAD + "0 0 1 1 1\n", 5, "block number must be an integer from 1 to 2", "\"0\""),
            of(HEAD + "0 3 1 1 1\n", 5, "block number must be an integer from 1 to 2", "\"3\""),
            of(HEAD + "0 1.5 1 1 1\n", 5, "block number must be an integer from 1 to 2", "\"1.5\""),
            of(HEAD + "0 1 0 1 1\n", 5, "row index must be an integer from 1 to 2", "\"0\""),
            of(HEAD + "0 2 4 4 1\n", 5, "row index must be an integer from 1 to 3", "\"4\""),
            of(HEAD + "0 1 1 3 1\n", 5, "column index must be an integer from 1 to 2", "\"3\""),
            of(HEAD + "0 1 1 -2 1\n", 5, "column index must be an integer from 1 to 2", "\"-2\""),
            of(HEAD + "\n0\n", 6, ENTRY + "a block number must follow", "the end of the line"),
            of(HEAD + "0 1\n", 5, ENTRY + "a row index must follow", "the end of the line"),
            of(HEAD + "0 1 1\n", 5, ENTRY + "a column index must follow", "the end of the line"),
            of(HEAD + "0 1 1 1", 5, ENTRY + "a value must follow", "the end of the line"),
            of(HEAD + "0 1 1 1 x\n", 5, VALUE, "\"x\""),
            of(HEAD + "0 1 1 1 inf\n", 5, VALUE, "\"inf\""),
            of(HEAD + "0 1 1 1 -1e301\n", 5, VALUE, "\"-1e301\""),
            of(
                HEAD + "1 2 1 3 1\n",
                5,
                "block 2 is diagonal: the column index must be the row index 1",
                "\"3\""),
            of(
                HEAD + "1 1 1 1 1 /* text */\n",
                5,
                "matrix number must be an integer from 0 to 2",
                "\"/*\""),
            of(
                HEAD + "{ {1, 2},\n {2, 3} }\n",
                5,
                ENTRY + "a row index must follow",
                "the end of the line"),
            of("caf\u00e9\n", 1, M, "\"caf\\xc3\\xa9\""),
            of("1\u00000\n", 1, M, "\"1\\x000\""),
            of("7".repeat(5000), 1, "a number must have less than 4096 characters", SEVENS),
            of(HEAD + "0 1 1 1 " + "7".repeat(400), 5, VALUE, SEVENS))
        .toArray(Arguments[]::new);
  }

  private static Arguments of(String text, int line, String expected, String found) {
    return Arguments.of(text, line, expected, found);
  }

  private SdpaFormatException errorOf(Path file) {
    SdpaFormatException error =
        catchThrowableOfType(SdpaFormatException.class, () -> SdpaReader.read(file));
    assertThat(error).isNotNull();
    return error;
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void messages(String text, int line, String expected, String found) throws IOException {
    Path file = Files.writeString(folder.resolve("p.dat-s"), text);
    SdpaFormatException error = errorOf(file);
    assertThat(error).hasMessage(file + ":" + line + ": " + expected + ", found " + found);
    assertThat(error.line()).isEqualTo(line);
  }

  @Test
  void thereAreManyKinds() {
    assertThat(malformed()).hasSizeGreaterThanOrEqualTo(40);
  }

  @Test
  void otherEncodings() throws IOException {
    Path file = folder.resolve("utf16.dat-s");
    Files.write(file, "2\n1\n".getBytes(StandardCharsets.UTF_16));
    assertThat(errorOf(file)).hasMessage(file + ":1: " + M + ", found \"\\xfe\\xff\\x002\\x00\"");
  }

  @Test
  void packedFiles() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain.dat-s.gz"), HEAD);
    assertThat(errorOf(plain))
        .hasMessage(
            plain + ":1: the file must be packed by gzip and whole, found \"Not in GZIP format\"");
    Path empty = Files.createFile(folder.resolve("empty.dat-s.gz"));
    assertThat(errorOf(empty))
        .hasMessage(
            empty + ":1: the file must be packed by gzip and whole, found the end of the file");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write((HEAD + "0 1 1 1 1\n".repeat(1000)).getBytes(StandardCharsets.US_ASCII));
    }
    Path cut = folder.resolve("cut.dat-s.gz");
    Files.write(cut, Arrays.copyOf(packed.toByteArray(), packed.size() - 12));
    assertThat(errorOf(cut)).hasMessageContaining("the file must be packed by gzip and whole");
  }
}
