package io.spectrahedra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("convolutional networks and idx files on the command line")
class ConvolutionCommandTest {
  private static final int SAMPLES = 40;
  private static final int PIXELS = 16;

  @TempDir private Path folder;
  private Path csv = Path.of("");
  private Path images = Path.of("");
  private Path labels = Path.of("");

  /** Images of 4 x 4 in both formats; the class is how many of the corners are bright. */
  @BeforeEach
  void writeData() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    ByteArrayOutputStream classes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(pixels);
    out.writeInt(0x0803);
    out.writeInt(SAMPLES);
    out.writeInt(4);
    out.writeInt(4);
    DataOutputStream classesOut = new DataOutputStream(classes);
    classesOut.writeInt(0x0801);
    classesOut.writeInt(SAMPLES);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < SAMPLES; i++) {
      int bright = 0;
      for (int j = 0; j < PIXELS; j++) {
        int pixel = random.nextInt(256);
        out.writeByte(pixel);
        text.append(pixel).append(',');
        bright += (j == 0 || j == 15) && pixel > 127 ? 1 : 0;
      }
      classesOut.writeByte(bright);
      text.append(bright).append('\n');
    }
    csv = Files.writeString(folder.resolve("data.csv"), text);
    images = Files.write(folder.resolve("images"), pixels.toByteArray());
    labels = Files.write(folder.resolve("labels"), classes.toByteArray());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--image 4x4x1 --filter 2x2 --pool none",
        "--image 4x4x1 --filter 3x3 --padding 1 --pool 2x2",
        "--image 4x2x2 --filter 2x1 --stride 2 --pool 2",
        "--image 4x4x1 --filter 2x2 --pool global",
        "--signal 16x1 --filter 4 --stride 4 --pool global",
        "--signal 8x2 --filter 3 --padding 1",
      })
  void trainsPredictsAndCertifies(String options) {
    Path model = folder.resolve("model.json");
    Object[] arguments =
        ("train " + csv + " --target 16 --beta 1 --json --model " + model + " " + options)
            .split(" ");
    Command train = Command.run(arguments);
    assertThat(train.exitCode()).as(train.err()).isZero();
    assertThat(train.json().get("relativeGap").getAsDouble()).isLessThan(1e-8);
    Command certify = Command.run("certify", model, csv, "--target", "16", "--json");
    assertThat(certify.exitCode()).as(certify.err()).isZero();
    assertThat(certify.json().get("objective")).isEqualTo(train.json().get("objective"));
    Command predict = Command.run("predict", model, images, "--json");
    assertThat(predict.exitCode()).as(predict.err()).isZero();
    assertThat(predict.json().getAsJsonArray("predictions")).hasSize(SAMPLES);
  }

  /** Three classes of an idx file, one of them against the rest, and the first samples only. */
  @Test
  void idx() {
    Path model = folder.resolve("model.json");
    String common = " --labels " + labels + " --limit 30 --json";
    String options = " --image 4x4x1 --filter 2x2 --pool global --beta 0.5 --model " + model;
    Object[] all = ("train " + images + common + options).split(" ");
    Command train = Command.run(all);
    assertThat(train.exitCode()).as(train.err()).isZero();
    assertThat(train.json().get("samples").getAsInt()).isEqualTo(30);
    Object[] certifyAll = ("certify " + model + " " + images + common).split(" ");
    assertThat(Command.run(certifyAll).exitCode()).isZero();
    Object[] binary =
        ("train " + images + common + options + " --positive 2 --loss logistic").split(" ");
    assertThat(Command.run(binary).exitCode()).isZero();
    Object[] certify = ("certify " + model + " " + images + common + " --positive 2").split(" ");
    Command certified = Command.run(certify);
    assertThat(certified.exitCode()).as(certified.err()).isZero();
    Command unsaid = Command.run(certifyAll); // the model knows which class it was
    assertThat(unsaid.exitCode()).as(unsaid.err()).isZero();
    assertThat(unsaid.json().get("objective")).isEqualTo(certified.json().get("objective"));
  }

  @Test
  void idxHasNoColumnToPredict() {
    Path model = folder.resolve("model.json");
    // that the labels are classes goes without saying, and may be said
    Command train =
        Command.run("train", images, "--labels", labels, "--classify", "--model", model, "--quiet");
    assertThat(train.exitCode()).as(train.err()).isZero();
    for (String command : List.of("train", "path", "cv", "evaluate MODEL", "certify MODEL")) {
      Object[] arguments =
          (command.replace("MODEL", model.toString())
                  + (" " + images + " --labels " + labels + " --target label,3"))
              .split(" ");
      Command refused = Command.run(arguments);
      assertThat(refused.err())
          .isEqualTo(
              "spectra: --target label,3 names a column of a table, which "
                  + images
                  + " is not: its target is what --labels says\n");
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.out()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--image 4x4x1 | --filter must say how large the patches are, as in --filter 5x5",
        "--filter 2x2 | --filter, --stride, --padding and --pool need --image HxWxC or --signal LxC",
        "--pool global | --filter, --stride, --padding and --pool need",
        "--image 4x4x1 --signal 16x1 --filter 2 | give --image or --signal, not both",
        "--image 4x4 --filter 2x2 | --image must be HxWxC, as in 28x28x1, was \"4x4\"",
        "--image 4x4xa --filter 2x2 | --image must be HxWxC, as in 28x28x1, was \"4x4xa\"",
        "--image 4x4x1 --filter 2 | --filter must be HxW, as in 5x5, was \"2\"",
        "--signal 16x1 --filter 2x2 | --filter must be a length for a signal, as in 9, was \"2x2\"",
        "--image 4x5x1 --filter 2x2 | --image 4x5x1 is 20 features, the data have 16",
        "--signal 15x1 --filter 2 | --signal 15x1 is 15 features, the data have 16",
        "--image 4x4x1 --filter 5x2 | a filter of 5 x 2 does not fit an image of 4 x 4",
        "--image 4x4x1 --filter 2x2 --pool 2x2 | pooling windows of 2 x 2 do not divide the 3 x 3",
        "--image 5x5x1 --filter 2x2 --pool 3x3 | --image 5x5x1 is 25 features, the data have 16",
        "--image 4x4x1 --filter 2x2 --pool 2 | pooling of 2 patches does not divide the 9 patches",
        "--image 4x4x1 --filter 2x2 --pool max | --pool must be none, global, P or HxW, as in 4",
        "--image 4x4x1 --filter 2x2 --stride 0 | stride must be positive, was 0",
        "--image 4x4x1 --filter 2x2 --padding 2 | padding must be less than the filter, was 2",
        "--image 0x4x1 --filter 2x2 | image shape must be positive, was 0 x 4 x 1",
        "--limit 0 | --limit must be at least 1, was 0",
        "--labels labels | --labels is for data in the idx format",
        "--positive 1 | there is no class \"1\": the target is a number; if these are classes, train them as classes (--classify)",
      })
  void refuses(String options, String message) {
    Object[] arguments = ("train " + csv + " --target 16 " + options).split(" ");
    Command command = Command.run(arguments);
    assertThat(command.err()).contains(message);
    assertThat(command.exitCode()).isEqualTo(2);
    assertThat(command.out()).isEmpty();
  }

  @Test
  void refusesIdxFilesThatDoNotFit() throws IOException {
    assertThat(Command.run("train", images).err())
        .contains(images + " is an idx file: --labels must say where its labels are");
    assertThat(Command.run("train", images, "--labels", images).err())
        .contains(images + " must have a label for each of the 40 samples of");
    assertThat(Command.run("train", images, "--labels", labels, "--positive", "7").err())
        .contains("there is no class \"7\": the classes are 0, 1, 2");
    Path model = folder.resolve("model.json");
    Command.run("train", csv, "--target", "0", "--beta", "1e9", "--model", model, "--quiet");
    Path flat = Files.write(folder.resolve("flat"), new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 7});
    assertThat(Command.run("predict", model, flat).err())
        .contains(flat + " has samples of 1 numbers, the model takes 16");
  }
}
