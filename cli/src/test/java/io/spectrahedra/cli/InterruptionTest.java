package io.spectrahedra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.spectrahedra.neural.io.ModelFile;
import io.spectrahedra.neural.network.Model;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Ctrl-C ends a training with the best network so far written")
@DisabledOnOs(OS.WINDOWS)
class InterruptionTest {
  @TempDir private Path folder;

  /** A problem of some seconds in a process of its own, interrupted once it iterates. */
  @Test
  void theBestNetworkIsWritten() throws IOException, InterruptedException {
    Path data = folder.resolve("data.csv");
    Path model = folder.resolve("model.json");
    writeData(data, 2500, 75);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Spectra.class.getName(),
                "train",
                data.toString(),
                "--target",
                "y",
                "--model",
                model.toString())
            .redirectOutput(folder.resolve("out.txt").toFile())
            .start();
    try (BufferedReader err =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      String line = err.readLine();
      while (line != null && !line.startsWith("  2 ")) {
        line = err.readLine();
      }
      assertThat(line).as("a second iteration").isNotNull();
      int sent = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertThat(sent).isZero();
      while (line != null) {
        line = err.readLine();
      }
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(Files.readString(folder.resolve("out.txt"))).contains("(CANCELLED)");
    Model written = ModelFile.read(model);
    assertThat(written.features()).hasSize(75);
    assertThat(written.provenance().lowerBound()).isLessThan(written.provenance().objective());
    assertThat(JsonParser.parseString(Files.readString(model)).isJsonObject()).isTrue();
  }

  private static void writeData(Path file, int n, int d) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder text = new StringBuilder();
    for (int j = 0; j < d; j++) {
      text.append('x').append(j).append(',');
    }
    text.append("y\n");
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= d; j++) {
        text.append(String.format(Locale.ROOT, "%.4f", random.nextDouble() - 0.5));
        text.append(j == d ? '\n' : ',');
      }
    }
    Files.writeString(file, text);
  }
}
