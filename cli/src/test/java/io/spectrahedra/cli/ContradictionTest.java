package io.spectrahedra.cli;

import static io.spectrahedra.cli.Command.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.testdata.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("options and data that contradict each other or a model are refused")
class ContradictionTest {
  private static final Path IRIS = TestData.file("iris.csv");

  @TempDir private Path folder;

  /** Trains with --quiet; the model. */
  private Path model(Path data, String target, Object... more) {
    Path model = folder.resolve("model.json");
    Object[] all = new Object[more.length + 7];
    System.arraycopy(
        new Object[] {"train", data, "--target", target, "--quiet", "--model", model},
        0,
        all,
        0,
        7);
    System.arraycopy(more, 0, all, 7, more.length);
    Command train = Command.run(all);
    assertThat(train.exitCode()).as(train.err()).isZero();
    return model;
  }

  @Test
  void anotherClassThanTheModelsAgainstAllOthers() {
    Path model = model(IRIS, "species", "--classify", "--positive=setosa", "--loss=logistic");
    for (String command : new String[] {"evaluate", "certify"}) {
      assertRefused(
          "the samples are \"virginica\" and \"not virginica\", but the model's classes are"
              + " \"setosa\" and \"not setosa\"",
          command,
          model,
          IRIS,
          "--positive",
          "virginica");
    }
  }

  /** Any two numbers passed as 1 and -1. */
  @Test
  void targetsThatAModelOfSignsDoesNotTake() throws IOException {
    Path data = Files.writeString(folder.resolve("signs.csv"), "a,y\n1,1\n2,-1\n3,1\n4,-1\n");
    Path model = model(data, "y", "--loss=hinge");
    Path other = Files.writeString(folder.resolve("other.csv"), "a,y\n1,1\n2,-1\n3,7\n");
    for (String command : new String[] {"evaluate", "certify"}) {
      assertRefused(
          "hinge loss takes targets 1 and -1: target \"y\" of sample 2 is 7.0; if these are"
              + " classes, train them as classes (--classify)",
          command,
          model,
          other);
    }
  }

  /** Each fold would be small enough, which is no reason to begin with them. */
  @Test
  void foldsOfMoreSamplesThanCanBeTrainedOnTogether() {
    Command command =
        Command.run(
            "cv",
            TestData.file("digits.csv.gz"),
            "--target=64",
            "--classify",
            "--loss=cross-entropy",
            "--limit=510",
            "--folds=2",
            "--betas=1e9",
            "--quiet");
    assertThat(command.err())
        .isEqualTo(
            "spectra: cross-entropy loss takes at most 5000 samples times outputs, got 510 x 10:"
                + " take fewer samples, or logistic loss, one class against the rest\n");
    assertThat(command.exitCode()).isEqualTo(2);
  }

  @Test
  void classesWithoutSamples() {
    String one = "there must be two classes or more in the samples, got only [setosa]";
    assertRefused(one, "train", IRIS, "--target=species", "--classify", "--limit=5");
    assertRefused(one, "path", IRIS, "--target=species", "--classify", "--limit=5", "--quiet");
    assertRefused(
        "class \"virginica\" has 0 samples, fewer than the 5 folds: take more samples or leave the"
            + " class out",
        "cv",
        IRIS,
        "--target=species",
        "--classify",
        "--limit=60",
        "--quiet");
    Command two =
        Command.run("train", IRIS, "--target=species", "--classify", "--limit=60", "--json");
    assertThat(two.json().get("classes").getAsJsonArray().toString())
        .isEqualTo("[\"setosa\",\"versicolor\"]");
  }

  @Test
  void aFeatureOfTheModelAsTheTarget() {
    Path diabetes = TestData.file("diabetes.csv");
    Path model = model(diabetes, "progression");
    for (String target : new String[] {"age", "0"}) {
      assertRefused(
          diabetes + ": the column \"age\" is a feature of the model, and cannot be the target too",
          "evaluate",
          model,
          diabetes,
          "--target",
          target);
    }
  }

  /** Columns count from 0, which is easy to forget. */
  @Test
  void classesInTheColumnBehindTheTarget() throws IOException {
    Path bare = Files.writeString(folder.resolve("bare.csv"), "5.1,3.5,a\n4.9,3,b\n");
    assertRefused(
        bare
            + ":1: \"a\" in column 2 stands beside the number 5.1: neither a header nor a line of"
            + " numbers; --ignore 2 leaves the column out, --target 2 --classify predicts it",
        "train",
        bare,
        "--target=1",
        "--classify");
  }
}
