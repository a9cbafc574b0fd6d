package io.spectrahedra.neural.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class DatasetTest {

  @Test
  void wrongDataAreNamed() {
    assertThatThrownBy(() -> Dataset.of(new double[0][], new double[0]))
        .hasMessage("training needs at least one sample and one feature, got 0 x 0");
    assertThatThrownBy(() -> Dataset.of(new double[][] {{1}}, new double[2]))
        .hasMessage("1 samples need as many targets, got 2");
    assertThatThrownBy(() -> Dataset.of(new double[][] {{1, Double.NaN}}, new double[1]))
        .hasMessage("feature \"x2\" of sample 0 must be finite and at most 1e40 in size, was NaN");
    assertThatThrownBy(() -> Dataset.of(new double[][] {{1}}, new double[] {1.0 / 0}))
        .hasMessage("target of sample 0 must be finite and at most 1e40 in size, was Infinity");
  }

  /** A model of such data could be written, but not read. */
  @Test
  void namesThatAreThereTwiceAreRefused() {
    DenseMatrix x = DenseMatrix.of(new double[][] {{1, 2, 3}});
    DenseMatrix y = DenseMatrix.zeros(1, 2);
    List<String> names = List.of("a", "b", "c");
    assertThatThrownBy(
            () -> new Dataset(List.of("a", "b", "a"), List.of("y", "z"), x, y, List.of(), ""))
        .isInstanceOf(InputException.class)
        .hasMessage("the names of features must differ: those of places 0 and 2 are both \"a\"");
    assertThatThrownBy(() -> new Dataset(names, List.of("y", "y"), x, y, List.of(), ""))
        .hasMessage("the names of targets must differ: those of places 0 and 1 are both \"y\"");
    assertThatThrownBy(
            () ->
                new Dataset(
                    names, List.of("y"), x, DenseMatrix.zeros(1, 1), List.of("k", "m", "k"), ""))
        .hasMessage("the names of classes must differ: those of places 0 and 2 are both \"k\"");
  }

  @Test
  void standardisedFeaturesHaveMeanZeroAndVarianceOne() {
    DenseMatrix x = new Random(1).matrix(1300, 4);
    for (int i = 0; i < x.rows; i++) {
      x.set(i, 1, 1e9 + x.at(i, 1)); // far from 0
      x.set(i, 2, 7); // constant
      x.set(i, 3, 1e-200 * x.at(i, 3));
    }
    Standardisation standardisation = Standardisation.fit(x);
    assertThat(standardisation.scale()[2]).isEqualTo(1);
    Samples samples = new Samples(x, standardisation);
    DenseMatrix z = DenseMatrix.zeros(x.rows, 4);
    samples.write(0, z);
    for (int j = 0; j < 4; j++) {
      double mean = 0;
      double square = 0;
      for (int i = 0; i < z.rows; i++) {
        mean += z.at(i, j) / z.rows;
        square += z.at(i, j) * z.at(i, j) / z.rows;
      }
      assertThat(mean).isCloseTo(0, within(1e-6));
      assertThat(square).isCloseTo(j == 2 ? 0 : 1, within(1e-6));
    }
  }

  @Test
  void chunksCoverEveryRowOnce() {
    for (int n : new int[] {1, 511, 512, 513, 9000, 20_000}) {
      DenseMatrix x = DenseMatrix.zeros(n, 1);
      for (int i = 0; i < n; i++) {
        x.set(i, 0, i);
      }
      AtomicIntegerArray seen = new AtomicIntegerArray(n);
      try (Workers team = new Workers(3, () -> false)) {
        new Samples(x, Standardisation.none(1))
            .forEachChunk(
                team,
                (slice, from, rows) -> {
                  for (int i = 0; i < rows.rows; i++) {
                    if (rows.at(i, 0) == from + i) {
                      seen.incrementAndGet(from + i);
                    }
                  }
                });
      }
      for (int i = 0; i < n; i++) {
        assertThat(seen.get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void activations() {
    QuadraticActivation activation = QuadraticActivation.parse(" 0.09, 0.5,-1e-3 ");
    assertThat(activation.at(2)).isCloseTo(0.36 + 1 - 0.001, within(1e-15));
    assertThat(activation).hasToString("0.09t^2 + 0.5t - 0.001");
    assertThatThrownBy(() -> new QuadraticActivation(0, 2, 1))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "activation coefficient a must not be 0: sigma(t) = 2.0t + 1.0 is affine, and so would"
                + " be the network: use linear regression");
    assertThatThrownBy(() -> new QuadraticActivation(1, Double.NaN, 1))
        .hasMessage("activation coefficients must be finite, were 1.0,NaN,1.0");
    for (String text : new String[] {"1,2", "1,2,3,4", "a,b,c", "", "1,,3"}) {
      assertThatThrownBy(() -> QuadraticActivation.parse(text))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "activation must be three numbers a,b,c as in 0.09,0.5,0.47, or a name as in relu or"
                  + " silu[-3,3], was \""
                  + text
                  + "\"");
    }
  }

  @Test
  void activationsThatOverflow() {
    assertThat(new QuadraticActivation(-1e10, 1e10, -1e10).a()).isEqualTo(-1e10);
    assertThat(new QuadraticActivation(1e-300, 0, 1e-30).a()).isEqualTo(1e-300);
    for (String text : new String[] {"1e300,0,0", "1,-2e10,0", "1,0,1e11"}) {
      assertThatThrownBy(() -> QuadraticActivation.parse(text))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("activation coefficients must be at most 1e10 in size, were ");
    }
  }

  @Test
  void rowsFromMemory() {
    double[][] x = {{1, 2}, {3}};
    String message = "rows of x must have the same length: row 0 has 2 entries, row 1 has 1";
    assertThatThrownBy(() -> Dataset.of(x, new double[2]))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Dataset.of(x, List.of("a", "b"))).hasMessage(message);
    assertThatThrownBy(() -> Dataset.of(new double[2][1], new double[][] {{1}, {1, 2}}))
        .hasMessage("rows of y must have the same length: row 0 has 1 entries, row 1 has 2");
    assertThatThrownBy(() -> Dataset.of(new double[2][], new double[2]))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("x[0]");
    Dataset data = Dataset.of(new double[][] {{1}, {2}}, new double[][] {{3, 4}, {5, 6}});
    assertThat(data.targets()).containsExactly("y1", "y2");
    assertThat(data.y().row(1)).containsExactly(5, 6);
  }

  @Test
  void classesFromMemory() {
    DenseMatrix x = DenseMatrix.zeros(3, 1);
    Dataset data = Dataset.of(x, List.of("10", "9", "10"));
    assertThat(data.classes()).containsExactly("9", "10");
    assertThat(data.y().data()).containsExactly(1, 0, 1);
    assertThat(data).hasToString("3 samples, 1 feature, target y: 2 classes (9, 10)");
    assertThatThrownBy(() -> Dataset.of(x, List.of("a", " ", "b")))
        .hasMessage("the class of sample 1 has no name");
    assertThatThrownBy(() -> Dataset.of(x, Arrays.asList("a", null, "b")))
        .isInstanceOf(InputException.class)
        .hasMessage("the class of sample 1 must be a text, was null");
    assertThat(Dataset.of(x, List.of("a", "a", "a")).classes()).containsExactly("a");
    assertThatThrownBy(() -> Dataset.of(x, List.of("a", "b")))
        .hasMessage("3 samples need as many targets, got 2");
  }

  @Test
  void classesOfAnother() {
    Dataset data = Dataset.of(DenseMatrix.zeros(3, 1), List.of("b", "c", "b"));
    Dataset against = data.withClasses(List.of("not b", "b"));
    assertThat(against.classes()).containsExactly("not b", "b");
    assertThat(against.y().data()).isEqualTo(data.against("b").y().data());
    assertThat(data.withClasses(List.of("not z", "z")).y().data()).containsOnly(0);
    assertThat(against.withClasses(List.of("not b", "b"))).isSameAs(against);
    Dataset other = data.withClasses(List.of("c", "a", "b"));
    assertThat(other.classes()).containsExactly("c", "a", "b");
    assertThat(other.y().data()).containsExactly(2, 0, 2);
    assertThatThrownBy(() -> data.withClasses(List.of("a", "b")))
        .hasMessage("class \"c\" of sample 1 is not one of those that are known: a, b");
    assertThatThrownBy(
            () -> Dataset.of(DenseMatrix.zeros(1, 1), new double[1]).withClasses(List.of("a", "b")))
        .hasMessage("the target \"y\" must be classes, was read as numbers");
  }
}
