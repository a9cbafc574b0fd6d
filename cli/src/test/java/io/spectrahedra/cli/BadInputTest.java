package io.spectrahedra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.spectrahedra.testdata.TestData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("bad input and usage: exit code 2, one clear message, nothing on standard output")
class BadInputTest {
  @TempDir private Path folder;
  private Path data = Path.of("");

  @BeforeEach
  void writeData() throws IOException {
    data = Files.writeString(folder.resolve("data.csv"), "a,b,y\n1,2,3\n2,1,5\n3,3,4\n");
  }

  private static void assertRefused(String message, Object... arguments) {
    Command command = Command.run(arguments);
    assertThat(command.err()).contains("spectra: " + message);
    assertThat(command.exitCode()).isEqualTo(2);
    assertThat(command.out()).isEmpty();
  }

  @Test
  void files() throws IOException {
    Path missing = folder.resolve("missing.csv");
    assertRefused("there is no file " + missing, "train", missing, "--target", "y");
    assertRefused(folder + " is a folder, not a file", "train", folder, "--target", "y");
    Path empty = Files.createFile(folder.resolve("empty.csv"));
    assertRefused(empty + ": the file is empty", "train", empty, "--target", "y");
    Path header = Files.writeString(folder.resolve("header.csv"), "a,y\n");
    assertRefused(
        header + ": there is a header but no data below it", "train", header, "--target", "y");
    Path ragged = Files.writeString(folder.resolve("ragged.csv"), "a,y\n1,2\n1\n");
    assertRefused(
        ragged + ":3: 1 cells, where the first line has 2", "train", ragged, "--target", "y");
    Path nan = Files.writeString(folder.resolve("nan.csv"), "a,y\n1,2\n1,nan\n");
    assertRefused(
        nan + ":3: column 1 (\"y\") must be a finite number, was \"nan\"",
        "train",
        nan,
        "--target",
        "y");
    Path huge = Files.writeString(folder.resolve("huge.csv"), "a,y\n1,2\n1e80,3\n");
    assertRefused(
        "feature \"a\" of sample 1 must be finite and at most 1e40 in size, was 1.0E80",
        "train",
        huge,
        "--target",
        "y",
        "--standardise",
        "none");
    Path single = Files.writeString(folder.resolve("single.csv"), "y\n1\n2\n");
    assertRefused(
        single + ": the target \"y\" is the only column", "train", single, "--target", "y");
  }

  @Test
  void targets() {
    assertRefused(
        data + ": there is no column named \"z\": the columns are a, b, y",
        "train",
        data,
        "--target",
        "z");
    assertRefused(
        data + ": there is no column 3: columns are numbered 0 to 2",
        "train",
        data,
        "--target",
        "3");
    assertRefused("Missing required option: '--target=NAME|INDEX'", "train", data);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--beta       | 0     | beta must be positive and finite, was 0.0",
        "--beta       | -1    | beta must be positive and finite, was -1.0",
        "--beta       | NaN   | beta must be positive and finite, was NaN",
        "--beta       | x     | Invalid value for option '--beta': 'x' is not a double",
        "--tolerance  | 0     | tolerance must lie in (0, 1), was 0.0",
        "--threads    | 0     | threads must be at least 1 and at most 1024, was 0",
        "--threads    | 40000 | threads must be at least 1 and at most 1024, was 40000",
        "--activation | 0,1,2 | activation coefficient a must not be 0: sigma(t) = 1.0t + 2.0 is affine",
        "--activation | 1,2   | activation must be three numbers a,b,c as in 0.09,0.5,0.47, or a name as in relu or",
        "--activation | tanh  | the fit of tanh on [-5.0,5.0] is affine (a = 0), and so would be the network",
        "--activation | swish | there is no activation \"swish\": those with a name are quadratic and the fits of relu",
        "--norm       | two   | the norm of neurons is one or at-most-one, was \"two\"",
        "--max-neurons | -1   | the number of neurons must not be negative, was -1",
        "--weight-decay | 0.1 | training with weight decay on all weights is NP-hard",
        "--time-limit | soon  | a time is a positive number and ms, s, m or h, as in 60s, was \"soon\"",
        "--time-limit | 0s    | a time is a positive number and ms, s, m or h, as in 60s, was \"0s\"",
        "--loss       | cubic | there is no loss \"cubic\": the losses are absolute, cross-entropy,",
        "--loss       | huber | --loss huber needs --delta, or its value in brackets, as in huber(0.5)",
        "--tau        | 0.5   | --tau is the parameter of --loss quantile, but --loss is squared",
        "--delta      | 1     | --delta is the parameter of --loss huber, but --loss is squared",
        "--standardise| all   | Invalid value for option '--standardise'",
        "--unknown    | 1     | Unknown options: '--unknown', '1'"
      })
  void options(String option, String value, String message) {
    Command command = Command.run("train", data, "--target", "y", option, value);
    assertThat(command.err()).contains(message);
    assertThat(command.exitCode()).isEqualTo(2);
    assertThat(command.out()).isEmpty();
  }

  /** A path that cannot be written is refused before anything else is looked at. */
  @Test
  void outputs() {
    Path nowhere = folder.resolve("no/model.json");
    assertRefused(
        "cannot write " + nowhere + ": there is no folder " + nowhere.getParent(),
        "train",
        folder.resolve("missing.csv"),
        "--target",
        "y",
        "--model",
        nowhere);
    assertRefused(
        "cannot write " + folder + ": it is a folder",
        "train",
        data,
        "--target",
        "y",
        "--model",
        folder);
  }

  /** Nothing that is read is replaced. */
  @Test
  void outputsThatAreInputs() throws IOException {
    Path triangle = Files.copy(TestData.file("triangle.dat-s"), folder.resolve("triangle.dat-s"));
    Path detour = folder.resolve("../" + folder.getFileName() + "/triangle.dat-s");
    assertRefused(
        "cannot write " + detour + ": it is the file that is read",
        "solve",
        triangle,
        "--output",
        detour);
    assertRefused(
        "cannot write " + data + ": it is the file that is read",
        "train",
        data,
        "--target",
        "y",
        "--model",
        data);
    Path model = Files.writeString(folder.resolve("model.json"), "{}");
    for (Path input : new Path[] {model, data}) {
      assertRefused(
          "cannot write " + input + ": it is the file that is read",
          "predict",
          model,
          data,
          "--output",
          input);
    }
  }

  @Test
  void outputThatIsLost() {
    StringWriter err = new StringWriter();
    PrintWriter full =
        new PrintWriter(
            new Writer() {
              @Override
              public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("No space left on device");
              }

              @Override
              public void flush() {}

              @Override
              public void close() {}
            });
    String file = TestData.file("triangle.dat-s").toString();
    assertThat(Spectra.run(full, new PrintWriter(err, true), "solve", file, "--json")).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("spectra: standard output cannot be written\n");
  }

  @Test
  void commands() {
    assertRefused("unknown command \"slove\": did you mean \"solve\"?", "slove", "x");
    assertRefused("unknown command \"!\"", "!");
    assertThat(Command.run("help", "solve").out()).contains("--tolerance", "FILE.dat-s");
    assertRefused("the name of the file is empty", "solve", "");
    assertRefused(
        "--max-iterations must be at least 0, was -1", "solve", "x", "--max-iterations=-1");
    assertRefused("--tolerance must lie in (0, 1), was 2.0", "solve", "x", "--tolerance", "2");
    Path triangle = TestData.file("triangle.dat-s");
    assertRefused(
        "--threads must be at least 1 and at most 1024, was 1025",
        "solve",
        triangle,
        "--threads=1025");
    assertRefused(
        "option '--threads' (N) should be specified only once",
        "solve",
        "x",
        "--threads",
        "1",
        "--threads",
        "2");
  }

  @Test
  void modelsAndDataThatDoNotFit() throws IOException {
    Path model = folder.resolve("model.json");
    assertThat(Command.run("train", data, "--target", "y", "--model", model, "--json").exitCode())
        .isZero();
    Path narrow = Files.writeString(folder.resolve("narrow.csv"), "1\n2\n");
    assertRefused(
        narrow + " has 1 columns, the model takes 2 features: a, b", "predict", model, narrow);
    Path partial = Files.writeString(folder.resolve("partial.csv"), "a,c\n1,2\n");
    assertRefused(partial + " lacks columns that the model needs: b", "predict", model, partial);
    assertRefused(
        partial + ": there is no column named \"y\": the columns are a, c",
        "certify",
        model,
        partial);
    Path noModel = TestData.file("diabetes.csv");
    assertRefused(noModel + " is not a model file", "predict", noModel, data);
    assertRefused(noModel + " is not a model file", "evaluate", noModel, data);
    Path text = Files.writeString(folder.resolve("text.csv"), "a,b\n1,x\n");
    assertRefused(
        text + ":2: column 1 (\"b\") must be a finite number, was \"x\"", "predict", model, text);
  }

  @Test
  void neuronsOfAnotherLength() throws IOException {
    Path model = folder.resolve("model.json");
    assertThat(Command.run("train", data, "--target", "y", "--model", model, "--json").exitCode())
        .isZero();
    JsonObject json = JsonParser.parseString(Files.readString(model)).getAsJsonObject();
    JsonArray first = json.getAsJsonArray("hidden").get(0).getAsJsonArray();
    for (int k = 0; k < first.size(); k++) {
      first.set(k, new JsonPrimitive(k == 0 ? 2.0 : 0.0));
    }
    Files.writeString(model, json.toString());
    assertRefused(
        "the model cannot be certified: neuron 0 must have norm 1, has 2", "certify", model, data);
  }

  @Test
  void noCommandAndHelp() {
    Command none = Command.run();
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("Missing required subcommand");
    Command help = Command.run("train", "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("--activation", "--time-limit", "--model");
    assertThat(Command.run("--version").out()).startsWith("spectrahedra ");
  }
}
