package io.spectrahedra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.spectrahedra.neural.io.ModelFile;
import io.spectrahedra.neural.network.Model;
import io.spectrahedra.sdp.io.SdpaReader;
import io.spectrahedra.sdp.io.SolutionFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Ctrl-C ends a computation with the best result so far written")
@DisabledOnOs(OS.WINDOWS)
class InterruptionTest {
  private static final Pattern ITERATING = Pattern.compile(" {2}2 .*");

  @TempDir private Path folder;

  /** A problem of some seconds in a process of its own, interrupted once it iterates. */
  @Test
  void theBestNetworkIsWritten() throws IOException, InterruptedException {
    Path data = folder.resolve("data.csv");
    Path model = folder.resolve("model.json");
    writeData(data, 2500, 75);
    String out =
        interrupt(
            ITERATING, "train", data.toString(), "--target", "y", "--model", model.toString());
    assertThat(out).contains("(CANCELLED)");
    Model written = ModelFile.read(model);
    assertThat(written.features()).hasSize(75);
    assertThat(written.provenance().lowerBound()).isLessThan(written.provenance().objective());
    assertThat(JsonParser.parseString(Files.readString(model)).isJsonObject()).isTrue();
  }

  @Test
  void theBestPointIsWritten() throws IOException, InterruptedException {
    Path problem = folder.resolve("p.dat-s");
    Path solution = folder.resolve("p.sol");
    writeProblem(problem, 150, 3000);
    String out = interrupt(ITERATING, "solve", problem.toString(), "--output", solution.toString());
    assertThat(out).contains("CANCELLED");
    SolutionFile.Point point = SolutionFile.read(solution, SdpaReader.read(problem));
    for (int i = 0; i < 150; i++) {
      assertThat(point.x().block(0).at(i, i)).isPositive();
      assertThat(point.s().block(0).at(i, i)).isPositive();
    }
  }

  /** A file that never ends: a pipe that a process holds open. */
  @Test
  void whileAFileIsRead() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe.dat-s");
    int made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    assertThat(made).isZero();
    Process solve =
        new ProcessBuilder(command("solve", pipe.toString()))
            .redirectError(folder.resolve("err.txt").toFile())
            .start();
    try (OutputStream file = Files.newOutputStream(pipe)) { // opens once it is read
      file.write("2\n".getBytes(StandardCharsets.US_ASCII));
      file.flush();
      int sent = new ProcessBuilder("kill", "-INT", Long.toString(solve.pid())).start().waitFor();
      assertThat(sent).isZero();
      assertThat(solve.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(solve.exitValue()).isEqualTo(130);
    assertThat(folder.resolve("err.txt"))
        .hasContent("spectra: cancelled while reading " + pipe + "\n");
  }

  @Test
  void thePathSoFarIsWritten() throws IOException, InterruptedException {
    Path data = folder.resolve("data.csv");
    Path table = folder.resolve("path.csv");
    Path plot = folder.resolve("path.png");
    writeData(data, 1500, 40);
    String out =
        interrupt(
            Pattern.compile("path +\\d+% .* [1-9]\\d?/60 .*"),
            "path",
            data.toString(),
            "--target",
            "y",
            "--points",
            "60",
            "--csv",
            table.toString(),
            "--plot",
            plot.toString());
    assertThat(out).contains("(CANCELLED)");
    List<String> lines = Files.readAllLines(table);
    assertThat(lines).hasSizeBetween(2, 60);
    assertThat(lines.subList(1, lines.size())).allMatch(line -> line.endsWith(",OPTIMAL"));
    assertThat(plot).isNotEmptyFile();
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Spectra.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Runs the command in a process of its own, interrupts it at that line; what it prints. */
  private String interrupt(Pattern begun, String... arguments)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(arguments))
            .redirectOutput(folder.resolve("out.txt").toFile())
            .start();
    try (BufferedReader err =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      String line = err.readLine();
      while (line != null && !begun.matcher(line).matches()) {
        line = err.readLine();
      }
      assertThat(line).as("%s", begun).isNotNull();
      int sent = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertThat(sent).isZero();
      while (line != null) {
        line = err.readLine();
      }
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    return Files.readString(folder.resolve("out.txt"));
  }

  /** ⟨Aᵢ, Y⟩ = ⟨Aᵢ, I⟩ with a few random entries in each Aᵢ. */
  private static void writeProblem(Path file, int n, int m) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder rhs = new StringBuilder();
    StringBuilder entries = new StringBuilder();
    for (int i = 1; i <= n; i++) {
      entries.append("0 1 " + i + " " + i + " -1\n");
    }
    for (int k = 1; k <= m; k++) {
      int diagonal = 1 + k % n;
      int value = random.nextInt(1, 9);
      rhs.append(value).append(' ');
      entries.append(k + " 1 " + diagonal + " " + diagonal + " " + value + "\n");
      for (int e = 0; e < 3; e++) {
        int i = random.nextInt(1, n);
        int j = random.nextInt(i + 1, n + 1);
        entries.append(k + " 1 " + i + " " + j + " " + random.nextInt(1, 9) + "\n");
      }
    }
    Files.writeString(file, m + "\n1\n" + n + "\n" + rhs + "\n" + entries);
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
