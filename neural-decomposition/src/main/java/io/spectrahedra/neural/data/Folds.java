package io.spectrahedra.neural.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which samples are held out one time after the other, while the rest is trained on.
 *
 * @param samples n
 * @param heldOut the samples that each fold holds out, counted from 0 (not copied)
 */
public record Folds(int samples, List<int[]> heldOut) {

  /**
   * Checks the folds: they may overlap, and need not hold out every sample.
   *
   * @throws InputException if there are fewer than two, or one of them holds out nothing, all, a
   *     sample twice or one that there is not
   */
  public Folds {
    heldOut = List.copyOf(heldOut);
    if (heldOut.size() < 2) {
      throw new InputException("there must be at least 2 folds, got " + heldOut.size());
    }
    for (int f = 0; f < heldOut.size(); f++) {
      requireSamples("fold " + f, heldOut.get(f), samples);
    }
  }

  private static void requireSamples(String fold, int[] chosen, int samples) {
    if (chosen.length == 0 || chosen.length >= samples) {
      throw new InputException(
          fold + " must hold out some of the " + samples + " samples, holds out " + chosen.length);
    }
    boolean[] seen = new boolean[samples];
    for (int i : chosen) {
      if (i < 0 || i >= samples) {
        throw new InputException(
            fold + " holds out sample " + i + ": samples are numbered 0 to " + (samples - 1));
      }
      if (seen[i]) {
        throw new InputException(fold + " holds out sample " + i + " twice");
      }
      seen[i] = true;
    }
  }

  /**
   * k folds of samples that are shuffled, with sizes that differ by one at most: every sample is
   * held out once.
   *
   * @throws InputException if k is not in 2..n
   */
  public static Folds shuffled(int samples, int k, long seed) {
    return dealt(shuffle(samples, seed), k);
  }

  /**
   * The same, with as many samples of each class in every fold, up to one.
   *
   * @param classes of the samples, any numbers
   * @throws InputException if k is not in 2..n, or a class has fewer than k samples, so that a fold
   *     could not hold one out, or could not train on one
   */
  public static Folds stratified(double[] classes, int k, long seed) {
    Integer[] order = shuffle(classes.length, seed);
    Arrays.sort(order, Comparator.comparingDouble(i -> classes[i])); // stable
    Folds folds = dealt(order, k);
    int least = classes.length;
    for (int from = 0, to = 0; from < order.length; from = to) {
      while (to < order.length && classes[order[to]] == classes[order[from]]) {
        to++;
      }
      least = Math.min(least, to - from);
    }
    if (least < k) {
      throw new InputException(
          "the smallest class has "
              + least
              + (least == 1 ? " sample" : " samples")
              + ", fewer than the "
              + k
              + " folds: take fewer folds or leave the class out");
    }
    return folds;
  }

  /** 0 to n − 1 in an order that depends on the seed alone (Fisher and Yates). */
  private static Integer[] shuffle(int samples, long seed) {
    Integer[] order = IntStream.range(0, samples).boxed().toArray(Integer[]::new);
    Random random = new Random(seed);
    for (int i = samples - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      Integer swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /** One sample to each fold in turn. */
  private static Folds dealt(Integer[] order, int k) {
    int n = order.length;
    if (k < 2 || k > n) {
      throw new InputException(
          "the number of folds must be at least 2 and at most that of the samples, "
              + n
              + ", was "
              + k);
    }
    List<int[]> heldOut = new ArrayList<>();
    for (int f = 0; f < k; f++) {
      int first = f;
      heldOut.add(
          IntStream.iterate(first, p -> p < n, p -> p + k).map(p -> order[p]).sorted().toArray());
    }
    return new Folds(n, heldOut);
  }

  /** As in "5 folds of 442 samples". */
  @Override
  public String toString() {
    return count() + " folds of " + samples + (samples == 1 ? " sample" : " samples");
  }

  /** How many. */
  public int count() {
    return heldOut.size();
  }

  /** The samples that fold f trains on: all that it does not hold out, in their order. */
  public int[] training(int f) {
    boolean[] held = new boolean[samples];
    for (int i : heldOut.get(f)) {
      held[i] = true;
    }
    return IntStream.range(0, samples).filter(i -> !held[i]).toArray();
  }
}
