package io.spectrahedra.neural.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spectrahedra.testdata.TestData;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("idx files: every type of entries, and what is said of damage")
class IdxFileTest {
  private static final int ALL = Integer.MAX_VALUE;

  @TempDir private Path folder;

  /** The bytes of a file of these entries, as the type stores them. */
  private static byte[] bytes(int type, int[] shape, double... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[] {0, 0, (byte) type, (byte) shape.length});
    for (int size : shape) {
      out.writeInt(size);
    }
    for (double entry : entries) {
      switch (type) {
        case 0x0B -> out.writeShort((int) entry);
        case 0x0C -> out.writeInt((int) entry);
        case 0x0D -> out.writeFloat((float) entry);
        case 0x0E -> out.writeDouble(entry);
        default -> out.writeByte((int) entry);
      }
    }
    return bytes.toByteArray();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    if (!name.endsWith(".gz")) {
      return Files.write(file, bytes);
    }
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(bytes);
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(ints = {0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x0E})
  void everyType(int type) throws IOException {
    double low = type == 0x08 ? 0 : -7;
    double high = type == 0x08 ? 255 : type == 0x09 ? 127 : 300;
    double[] entries = {1, 2, high, low, 5, 6, 7, 8, 9, 10, 11, 12};
    byte[] bytes = bytes(type, new int[] {2, 3, 2}, entries);
    for (String name : List.of("images", "images.gz")) {
      IdxFile read = IdxFile.read(write(name, bytes), ALL);
      assertThat(read.shape()).containsExactly(2, 3, 2);
      assertThat(read.values().rows).isEqualTo(2);
      assertThat(read.values().data()).containsExactly(entries);
      assertThat(read.sha256()).hasSize(64);
      assertThat(IdxFile.isIdx(read.file())).isTrue();
    }
    assertThat(IdxFile.read(folder.resolve("images"), 1).values().data())
        .containsExactly(Arrays.copyOf(entries, 6));
  }

  /** More than room is made for at first. */
  @Test
  void large() throws IOException {
    double[] entries = new SplittableRandom(1).ints(3_000_000, 0, 256).asDoubleStream().toArray();
    Path file = write("large", bytes(0x08, new int[] {3000, 1000}, entries));
    assertThat(IdxFile.read(file, ALL).values().data()).isEqualTo(entries);
    assertThat(IdxFile.read(file, 2999).values().data())
        .isEqualTo(Arrays.copyOf(entries, 2_999_000));
  }

  @Test
  void labels() throws IOException {
    IdxFile images =
        IdxFile.read(write("images", bytes(0x08, new int[] {4, 2}, 1, 2, 3, 4, 5, 6, 7, 8)), ALL);
    Path file = write("labels", bytes(0x08, new int[] {4}, 10, 2, 2, 10));
    Dataset data = images.labelled(IdxFile.read(file, ALL));
    assertThat(data.classes()).containsExactly("2", "10");
    assertThat(data.y().data()).containsExactly(1, 0, 0, 1);
    assertThat(data.features()).containsExactly("x1", "x2");
    assertThat(data.sha256()).isEqualTo(images.sha256());
    assertThat(data.against("2").classes()).containsExactly("not 2", "2");
    assertThat(data.against("2").y().data()).containsExactly(0, 1, 1, 0);
    assertThatThrownBy(() -> data.against("3"))
        .hasMessage("there is no class \"3\": the classes are 2, 10");
    assertThat(data.first(2).y().data()).containsExactly(1, 0);
    assertThat(data.first(9)).isSameAs(data);
    Path short3 = write("short", bytes(0x08, new int[] {3}, 1, 2, 3));
    assertThatThrownBy(() -> images.labelled(IdxFile.read(short3, ALL)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            short3
                + " must have a label for each of the 4 samples of "
                + images.file()
                + ", has 3");
    Path half = write("half", bytes(0x0E, new int[] {4}, 1, 2, 2.5, 3));
    assertThatThrownBy(() -> images.labelled(IdxFile.read(half, ALL)))
        .hasMessage(half + ": label 2 must be a whole number, was 2.5");
  }

  private void assertRefused(byte[] bytes, String message) throws IOException {
    Path file = write("bad", bytes);
    assertThatThrownBy(() -> IdxFile.read(file, ALL))
        .isInstanceOf(InputException.class)
        .hasMessage(file + message);
  }

  @Test
  void refuses() throws IOException {
    byte[] good = bytes(0x08, new int[] {3, 2}, 1, 2, 3, 4, 5, 6);
    assertRefused(new byte[0], " is no idx file: these begin with two zero bytes");
    assertRefused(new byte[] {0, 1, 2, 3}, " is no idx file: these begin with two zero bytes");
    assertRefused(bytes(0x0A, new int[] {1}, 1), ": no idx file has entries of type 0x0A");
    assertRefused(
        bytes(0x08, new int[0]), ": the number of dimensions must lie in 1 to 127, was 0");
    assertRefused(Arrays.copyOf(good, 9), ": the file ends in its header");
    assertRefused(bytes(0x08, new int[] {3, 0}), ": dimension 2 must be positive, was 0");
    assertRefused(bytes(0x08, new int[] {-3, 2}), ": dimension 1 must be positive, was -3");
    assertRefused(
        Arrays.copyOf(good, good.length - 1), ": the file ends in sample 2 of 3, counted from 0");
    assertRefused(
        Arrays.copyOf(good, good.length + 1),
        ": there are more bytes than 3 x 2 entries, as its header says, take");
    assertRefused(
        bytes(0x08, new int[] {1, 1 << 20, 1 << 20}),
        ": samples of 1 x 1048576 x 1048576 entries are too large");
    assertRefused(
        bytes(0x08, new int[] {1 << 20, 1 << 20}, 1),
        ": 1048576 x 1048576 entries are too many for one array: read fewer samples");
    assertThatThrownBy(() -> IdxFile.read(folder.resolve("none"), ALL))
        .hasMessage("there is no file " + folder.resolve("none"));
    assertThatThrownBy(() -> IdxFile.read(write("good", good), 0))
        .hasMessage("the number of samples to read must be positive, was 0");
  }

  /** Bytes changed, cut off or added anywhere: a clear error, or a valid array. */
  @Test
  void damage() throws IOException {
    byte[] packed =
        Files.readAllBytes(write("x.gz", bytes(0x0D, new int[] {4, 3}, new double[12])));
    byte[] plain = bytes(0x0B, new int[] {3, 2, 2}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    SplittableRandom random = new SplittableRandom(7);
    int valid = 0;
    for (int run = 0; run < 3000; run++) {
      byte[] good = run % 2 == 0 ? plain : packed;
      byte[] bytes = good.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        int place = random.nextInt(run % 3 == 0 ? Math.min(16, bytes.length) : bytes.length);
        bytes[place] = (byte) random.nextInt(256);
      }
      if (run % 5 == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 8));
      }
      Path file = Files.write(folder.resolve(run % 2 == 0 ? "f" : "f.gz"), bytes);
      try {
        IdxFile read = IdxFile.read(file, ALL);
        valid++;
        int features = Arrays.stream(read.shape()).skip(1).reduce(1, Math::multiplyExact);
        assertThat(read.values().rows).isEqualTo(read.shape()[0]);
        assertThat(read.values().cols).isEqualTo(features);
      } catch (InputException e) {
        assertThat(e).hasMessageStartingWith(file.toString());
      }
    }
    assertThat(valid).isBetween(250, 2750);
  }

  @Test
  void mnist() {
    Optional<Path> images = TestData.shared("mnist/t10k-images-idx3-ubyte.gz");
    Assumptions.assumeTrue(images.isPresent(), "the MNIST files are not in the folder of data");
    Path labels = TestData.shared("mnist/t10k-labels-idx1-ubyte.gz").orElseThrow();
    IdxFile read = IdxFile.read(images.orElseThrow(), 100);
    assertThat(read.shape()).containsExactly(10_000, 28, 28);
    Dataset data = read.labelled(IdxFile.read(labels, 100));
    assertThat(data.classes()).hasSize(10);
    assertThat(Arrays.copyOf(data.y().data(), 5)).containsExactly(7, 2, 1, 0, 4);
  }
}
