package io.spectrahedra.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.loss.SquaredLoss;
import io.spectrahedra.neural.train.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("UCI sets with folds, and accuracy over these")
class UciSetTest {
  @TempDir private Path folder;

  private Path write(String name, String data, String folds) throws IOException {
    Path set = Files.createDirectories(folder.resolve("set"));
    Files.writeString(set.resolve(name), data);
    Files.writeString(set.resolve("conxuntos_kfold.dat"), folds);
    return set;
  }

  @Test
  void reads() throws IOException {
    String data = "\tf1\tf2\tclase\n1\t0.5\t-1\t0\n2\t1e-3\t2\t2\n3\t3\t4\t0\n";
    for (String name : List.of("set_train_R.dat", "set_R.dat")) {
      UciSet set = UciSet.read(write(name, data, "0 1\n2 \n1 2 \n0\n"));
      assertThat(set.name()).isEqualTo("set");
      assertThat(set.data().x().data()).containsExactly(0.5, -1, 1e-3, 2, 3, 4);
      assertThat(set.data().classes()).containsExactly("0", "2");
      assertThat(set.data().y().data()).containsExactly(0, 1, 0);
      assertThat(set.folds()).hasSize(2);
      assertThat(set.folds().get(1).train()).containsExactly(1, 2);
      assertThat(set.folds().get(1).test()).containsExactly(0);
    }
  }

  private void assertRefused(String data, String folds, String message) throws IOException {
    Path set = write("set_R.dat", data, folds);
    assertThatThrownBy(() -> UciSet.read(set))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(set.toString())
        .hasMessageContaining(message);
  }

  @Test
  void refuses() throws IOException {
    String good = "\tf1\tclase\n1\t0.5\t0\n2\t1\t1\n";
    assertRefused("\tf1\tclase\n1\t0.5\n", "0\n1\n", "set_R.dat:2: 2 cells, the header has 3");
    assertRefused("\tf1\tclase\n1\tx\t0\n", "0\n1\n", "set_R.dat:2: For input string: \"x\"");
    assertRefused(good, "0\n2\n", "conxuntos_kfold.dat:2: there is no sample 2 of 2");
    assertRefused(good, "0\n1\n0\n", "come in pairs, got 3 lines");
  }

  /** A class that a network can tell by the product of two features, with noise elsewhere. */
  @Test
  void choosesBetaInTheTrainingPartAndProvesEveryFit() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder data = new StringBuilder("\tf1\tf2\tf3\tclase\n");
    StringBuilder[] parts = {new StringBuilder(), new StringBuilder()};
    for (int i = 0; i < 200; i++) {
      double a = random.nextDouble(-1, 1);
      double b = random.nextDouble(-1, 1);
      data.append(String.join("\t", "" + i, "" + a, "" + b, "" + random.nextDouble()))
          .append(a * b > 0 ? "\t1\n" : "\t0\n");
      parts[i % 2].append(i).append(' ');
    }
    String folds = String.join("\n", parts[0], parts[1], parts[1], parts[0]);
    UciSet set = UciSet.read(write("set_R.dat", data.toString(), folds));
    TrainingOptions options =
        TrainingOptions.defaults().withLoss(new SquaredLoss()).withTolerance(1e-6);
    CrossValidated result = CrossValidated.of(set, options, List.of(0.1, 1000.0));
    assertThat(result.accuracy()).isBetween(0.9, 1.0);
    assertThat(result.betas()).containsExactly(0.1, 0.1);
    assertThat(result.fits()).isEqualTo(6);
    assertThat(result.unproven()).isZero();
    assertThat(result.worstGap()).isLessThan(1e-6);
  }
}
