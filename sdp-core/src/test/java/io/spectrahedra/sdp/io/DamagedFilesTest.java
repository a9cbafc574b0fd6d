package io.spectrahedra.sdp.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("damaged files: a problem or a clear error, nothing else, soon and in little memory")
class DamagedFilesTest {
  /** Far more than any of these files is worth; what is wrong here does not end at all. */
  private static final Duration NO_HANG = Duration.ofMinutes(5);

  @TempDir private Path folder;

  @Test
  void aThousand() {
    assertThat(assertTimeoutPreemptively(NO_HANG, () -> damage(0, 1000))).isBetween(300, 990);
  }

  @Test
  @Tag("slow")
  void tenThousand() {
    assertThat(assertTimeoutPreemptively(NO_HANG, () -> damage(1000, 10_000)))
        .isBetween(3000, 9900);
  }

  /** Reads that many damaged files; how many of them were refused. */
  private int damage(int firstSeed, int count) throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (int seed = 0; seed < 20; seed++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      SdpaWriter.write(bytes, RandomFiles.problem(new SplittableRandom(seed)));
      files.add(bytes.toByteArray());
    }
    files.add(
        "\"title\"\n 2 =mdim\r\n2 =nblocks\n{2, -3}\n{+1.0,-2.5e0}\n0 1 1 2 1.0\n2 2 3 3 .5"
            .getBytes(StandardCharsets.US_ASCII));
    int refused = 0;
    for (int seed = firstSeed; seed < firstSeed + count; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] file = files.get(random.nextInt(files.size()));
      refused += isRefused(seed, damaged(file, random), random.nextInt(10) == 0) ? 1 : 0;
    }
    return refused;
  }

  private boolean isRefused(int seed, byte[] text, boolean packed) throws IOException {
    Path file = folder.resolve(packed ? "p.dat-s.gz" : "p.dat-s");
    Files.write(file, packed ? damagedArchive(text, new SplittableRandom(~seed)) : text);
    try {
      assertThat(SdpaReader.read(file).blocks()).isNotEmpty();
      return false;
    } catch (SdpaFormatException e) {
      assertThat(e).hasMessageMatching("(?s).*p\\.dat-s(\\.gz)?:\\d+: .+, found .+");
      return true;
    } catch (RuntimeException e) {
      throw new AssertionError(
          "seed " + seed + ": " + new String(text, StandardCharsets.ISO_8859_1), e);
    }
  }

  private static byte[] damagedArchive(byte[] text, SplittableRandom random) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(text);
    }
    return random.nextBoolean() ? packed.toByteArray() : damaged(packed.toByteArray(), random);
  }

  /** One to four times: bytes flipped, replaced, deleted, duplicated, moved or cut off. */
  private static byte[] damaged(byte[] whole, SplittableRandom random) {
    byte[] bytes = whole;
    for (int times = 1 + random.nextInt(4); times > 0 && bytes.length > 1; times--) {
      int at = random.nextInt(bytes.length);
      int length = Math.min(1 + random.nextInt(1 << random.nextInt(6)), bytes.length - at);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(bytes, 0, at);
      switch (random.nextInt(7)) {
        case 0 -> out.write(bytes[at] ^ (1 << random.nextInt(8)));
        case 1 -> out.write("0123456789+-.e \n,{}\"*".charAt(random.nextInt(21)));
        case 2 -> out.write(random.nextInt(256));
        case 3 -> { // deleted
          bytes = joined(out, bytes, at + length);
          continue;
        }
        case 4 -> { // duplicated
          out.write(bytes, at, length);
          bytes = joined(out, bytes, at);
          continue;
        }
        case 5 -> { // copied elsewhere
          int from = random.nextInt(bytes.length);
          out.write(bytes, from, Math.min(length, bytes.length - from));
          bytes = joined(out, bytes, at);
          continue;
        }
        default -> { // cut off, but not often near the beginning
          bytes = at < bytes.length / 2 && random.nextInt(4) > 0 ? bytes : out.toByteArray();
          continue;
        }
      }
      bytes = joined(out, bytes, at + 1);
    }
    return bytes;
  }

  private static byte[] joined(ByteArrayOutputStream head, byte[] bytes, int from) {
    head.write(bytes, from, bytes.length - from);
    return head.toByteArray();
  }
}
