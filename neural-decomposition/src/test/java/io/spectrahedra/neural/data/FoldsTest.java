package io.spectrahedra.neural.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("folds: each sample once, sizes alike, classes alike, the same for the same seed")
class FoldsTest {
  @ParameterizedTest
  @CsvSource({"2, 2", "7, 2", "10, 5", "23, 5", "9, 9", "100, 7"})
  void everySampleIsHeldOutOnce(int n, int k) {
    Folds folds = Folds.shuffled(n, k, 3);
    assertThat(folds.count()).isEqualTo(k);
    int[] seen = folds.heldOut().stream().flatMapToInt(IntStream::of).sorted().toArray();
    assertThat(seen).isEqualTo(IntStream.range(0, n).toArray());
    for (int f = 0; f < k; f++) {
      assertThat(folds.heldOut().get(f).length).isBetween(n / k, (n + k - 1) / k);
      int[] all =
          IntStream.concat(IntStream.of(folds.heldOut().get(f)), IntStream.of(folds.training(f)))
              .sorted()
              .toArray();
      assertThat(all).isEqualTo(IntStream.range(0, n).toArray());
    }
  }

  @Test
  void theSeedDecides() {
    int[] first = Folds.shuffled(50, 5, 0).heldOut().get(0);
    assertThat(Folds.shuffled(50, 5, 0).heldOut().get(0)).isEqualTo(first);
    assertThat(Folds.shuffled(50, 5, 1).heldOut().get(0)).isNotEqualTo(first);
  }

  @Test
  void classesAreSpreadEvenly() {
    int n = 61;
    double[] classes = IntStream.range(0, n).mapToDouble(i -> i % 3 == 0 ? 2 : i % 2).toArray();
    Folds folds = Folds.stratified(classes, 4, 1);
    for (double c = 0; c < 3; c++) {
      double label = c;
      long ofClass = IntStream.range(0, n).filter(i -> classes[i] == label).count();
      for (int[] heldOut : folds.heldOut()) {
        assertThat(IntStream.of(heldOut).filter(i -> classes[i] == label).count())
            .isBetween(ofClass / 4, (ofClass + 3) / 4);
        assertThat(heldOut.length).isBetween(n / 4, (n + 3) / 4);
      }
    }
  }

  @Test
  void foldsThatAreNone() {
    assertRefused("at least 2 and at most that of the samples, 5, was 1", 5, 1);
    assertRefused("at least 2 and at most that of the samples, 5, was 6", 5, 6);
    assertThatThrownBy(() -> Folds.stratified(new double[] {0, 0, 0, 1, 0, 0}, 3, 0))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "the smallest class has 1 sample, fewer than the 3 folds: take fewer folds or leave the"
                + " class out");
    assertRefused("at least 2 folds, got 1", new int[] {0});
    assertRefused(
        "fold 1 must hold out some of the 3 samples, holds out 0", new int[] {0}, new int[0]);
    assertRefused(
        "fold 0 must hold out some of the 3 samples, holds out 3",
        new int[] {0, 1, 2},
        new int[] {0});
    assertRefused(
        "fold 1 holds out sample 3: samples are numbered 0 to 2", new int[] {0}, new int[] {3});
    assertRefused(
        "fold 1 holds out sample -1: samples are numbered 0 to 2", new int[] {0}, new int[] {-1});
    assertRefused("fold 0 holds out sample 1 twice", new int[] {1, 1}, new int[] {0});
  }

  private static void assertRefused(String message, int n, int k) {
    assertThatThrownBy(() -> Folds.shuffled(n, k, 0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  private static void assertRefused(String message, int[]... heldOut) {
    assertThatThrownBy(() -> new Folds(3, List.of(heldOut)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }
}
