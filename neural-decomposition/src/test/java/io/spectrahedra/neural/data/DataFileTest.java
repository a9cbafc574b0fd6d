package io.spectrahedra.neural.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("data from files, pipes and streams, packed or not")
class DataFileTest {
  private static final byte[] TEXT = "a,b\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static CsvTable read(DataFile data) {
    return CsvTable.read(data, CsvTable.Selection.ALL, Target.NONE);
  }

  /** A stream is looked at three times: for its format, its separator and its numbers. */
  @Test
  void streamsAreReadOnce() throws IOException {
    for (byte[] bytes : new byte[][] {TEXT, packed(TEXT)}) {
      Path file = Files.write(folder.resolve("data"), bytes);
      DataFile stream = DataFile.of("standard input", new ByteArrayInputStream(bytes));
      assertThat(IdxFile.isIdx(stream)).isFalse();
      CsvTable table = read(stream);
      assertThat(table.values().data()).containsExactly(1, 2, 3, 4);
      assertThat(table.sha256()).isEqualTo(CsvTable.read(file).sha256());
    }
    assertThatThrownBy(
            () -> read(DataFile.of("standard input", new ByteArrayInputStream(TEXT, 0, 0))))
        .isInstanceOf(InputException.class)
        .hasMessage("standard input: the file is empty");
    assertThatThrownBy(
            () -> read(DataFile.of("standard input", new ByteArrayInputStream(TEXT, 0, 9))))
        .hasMessage("standard input:3: 1 cells, where the first line has 2");
  }

  /** A device is no regular file; this one ends at once. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatIsNoRegularFileIsReadOnce() throws IOException, InterruptedException {
    assertThatThrownBy(() -> CsvTable.read(Path.of("/dev/null")))
        .hasMessage("/dev/null: the file is empty");
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path file = Files.write(folder.resolve("data"), TEXT);
    Process writer =
        new ProcessBuilder("dd", "if=" + file, "of=" + pipe)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(CsvTable.read(pipe).values().data()).containsExactly(1, 2, 3, 4);
    assertThat(writer.waitFor()).isZero();
  }

  @Test
  void packedFilesOfAnyName() throws IOException {
    Path file = Files.write(folder.resolve("data.csv"), packed(TEXT));
    assertThat(CsvTable.read(file).values().data()).containsExactly(1, 2, 3, 4);
    byte[] idx = {0, 0, 8, 1, 0, 0, 0, 2, 5, 6};
    Path labels = Files.write(folder.resolve("labels"), packed(idx));
    assertThat(IdxFile.isIdx(labels)).isTrue();
    assertThat(IdxFile.read(labels, 2).values().data()).containsExactly(5, 6);
    Path empty = Files.createFile(folder.resolve("empty.gz"));
    assertThatThrownBy(() -> CsvTable.read(empty)).hasMessage(empty + ": the file is empty");
  }
}
