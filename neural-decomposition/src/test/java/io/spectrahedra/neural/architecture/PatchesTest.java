package io.spectrahedra.neural.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("patches are what loops over a padded image cut out")
class PatchesTest {
  private static final int SAMPLES = 3;

  /** Every shape of a grid of awkward ones that is allowed. */
  private static List<Patches> shapes() {
    List<Patches> shapes = new ArrayList<>();
    for (int height : new int[] {1, 2, 5}) {
      for (int width : new int[] {1, 3, 4, 7}) {
        for (int channels : new int[] {1, 2, 3}) {
          for (int filterHeight = 1; filterHeight <= 4; filterHeight++) {
            for (int filterWidth = 1; filterWidth <= 4; filterWidth++) {
              for (int stride = 1; stride <= 3; stride++) {
                for (int padding = 0; padding <= 2; padding++) {
                  add(
                      shapes,
                      new int[] {
                        height, width, channels, filterHeight, filterWidth, stride, padding
                      });
                }
              }
            }
          }
        }
      }
    }
    return shapes;
  }

  private static void add(List<Patches> shapes, int[] s) {
    try {
      shapes.add(new Patches(s[0], s[1], s[2], s[3], s[4], s[5], s[6]));
    } catch (InputException notAllowed) {
      assertThat(notAllowed).hasMessageMatching("(a filter of .* does not fit|padding must).*");
    }
  }

  /** The patches of one sample by their definition: pixel (row, column) of window (top, left). */
  private static List<double[]> naive(Patches p, double[] sample, boolean bias) {
    int padRows = p.filterHeight() > 1 ? p.padding() : 0;
    int padColumns = p.filterWidth() > 1 ? p.padding() : 0;
    double[][][] padded =
        new double[p.height() + 2 * padRows][p.width() + 2 * padColumns][p.channels()];
    int next = 0;
    for (int row = 0; row < p.height(); row++) {
      for (int column = 0; column < p.width(); column++) {
        for (int channel = 0; channel < p.channels(); channel++) {
          padded[row + padRows][column + padColumns][channel] = sample[next++];
        }
      }
    }
    List<double[]> patches = new ArrayList<>();
    for (int top = 0; top + p.filterHeight() <= padded.length; top += p.stride()) {
      for (int left = 0; left + p.filterWidth() <= padded[0].length; left += p.stride()) {
        List<Double> entries = new ArrayList<>();
        for (int row = top; row < top + p.filterHeight(); row++) {
          for (int column = left; column < left + p.filterWidth(); column++) {
            for (double value : padded[row][column]) {
              entries.add(value);
            }
          }
        }
        if (bias) {
          entries.add(1.0);
        }
        patches.add(entries.stream().mapToDouble(Double::doubleValue).toArray());
      }
    }
    return patches;
  }

  @Test
  void loops() {
    List<Patches> shapes = shapes();
    assertThat(shapes).hasSizeGreaterThan(1000);
    for (Patches p : shapes) {
      DenseMatrix rows = new Random(p.hashCode()).matrix(SAMPLES, p.features());
      for (boolean bias : new boolean[] {false, true}) {
        Architecture architecture =
            Architecture.convolution(p, Pooling.global(p.count())).withBias(bias);
        DenseMatrix patches = architecture.patches(architecture.cells().get(0), rows);
        for (int i = 0; i < SAMPLES; i++) {
          List<double[]> expected = naive(p, rows.row(i), bias);
          assertThat(expected).as("%s", p).hasSize(p.rows() * p.columns());
          for (int k = 0; k < p.count(); k++) {
            assertThat(patches.row(i * p.count() + k)).as("%s", p).isEqualTo(expected.get(k));
          }
        }
      }
    }
  }

  /** A cell sees its patches in its own order, those it names twice twice. */
  @Test
  void cellsChooseTheirPatches() {
    Patches p = Patches.ofSignal(6, 2, 3, 1, 1);
    Architecture architecture =
        Architecture.convolution(
            p,
            new Pooling(List.of(new Pooling.Cell(new int[] {5, 0, 5}, new double[] {1, -2, 0.5}))));
    DenseMatrix rows = new Random(1).matrix(2, 12);
    DenseMatrix patches = architecture.patches(architecture.cells().get(0), rows);
    for (int i = 0; i < 2; i++) {
      List<double[]> all = naive(p, rows.row(i), false);
      assertThat(patches.row(3 * i)).isEqualTo(all.get(5));
      assertThat(patches.row(3 * i + 1)).isEqualTo(all.get(0));
      assertThat(patches.row(3 * i + 2)).isEqualTo(all.get(5));
    }
  }

  @Test
  void onePatchOfAllIsTheDataThemselves() {
    DenseMatrix rows = new Random(2).matrix(4, 24);
    for (Patches p : List.of(Patches.whole(24), new Patches(3, 4, 2, 3, 4, 5, 0))) {
      Architecture architecture = Architecture.convolution(p, Pooling.none(1));
      assertThat(architecture.patches(architecture.cells().get(0), rows)).isSameAs(rows);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 5 1 1 1 1 0   | image shape must be positive, was 0 x 5 x 1",
        "5 5 -1 1 1 1 0  | image shape must be positive, was 5 x 5 x -1",
        "5 5 1 0 3 1 0   | filter must be positive, was 0 x 3",
        "5 5 1 3 3 0 0   | stride must be positive, was 0",
        "5 5 1 3 3 1 -1  | padding must not be negative, was -1",
        "5 5 1 6 3 1 0   | a filter of 6 x 3 does not fit an image of 5 x 5 with padding 0",
        "5 5 1 3 8 1 1   | a filter of 3 x 8 does not fit an image of 5 x 5 with padding 1",
        "1 5 1 2147483647 1 1 2147483646 | an image of 1 x 5 x 1 with padding 2147483646 is too large",
        "5 5 1 3 3 1 3   | padding must be less than the filter, was 3 for a filter of 3 x 3",
        "65536 65536 1 3 3 1 0 | an image of 65536 x 65536 x 1 with padding 0 is too large: at most",
      })
  void refuses(String sizes, String message) {
    int[] s = List.of(sizes.split(" ")).stream().mapToInt(Integer::parseInt).toArray();
    assertThatThrownBy(() -> new Patches(s[0], s[1], s[2], s[3], s[4], s[5], s[6]))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(message);
  }
}
