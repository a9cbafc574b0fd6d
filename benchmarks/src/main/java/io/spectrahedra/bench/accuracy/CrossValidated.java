package io.spectrahedra.bench.accuracy;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * The accuracy of a loss on the folds of a set. β is chosen anew in every fold, from its training
 * part alone: of each class every third sample is held back, and of the grid the β is taken whose
 * network on the others classifies most of these rightly, the larger one of equals.
 *
 * @param accuracy mean over the folds of the share of the test part that is classified rightly
 * @param betas chosen, a fold each
 * @param fits trained, those that only helped to choose β among them
 * @param worstGap relative gap, over all fits
 * @param unproven fits whose gap is above the tolerance
 */
record CrossValidated(
    double accuracy, List<Double> betas, int fits, double worstGap, int unproven, double seconds) {
  /** Of each class, one of so many is held back to choose β. */
  private static final int HELD_BACK = 3;

  /** What a run has added up to. */
  private static final class Tally {
    private final TrainingOptions options;
    private int fits;
    private double worstGap;
    private int unproven;

    private Tally(TrainingOptions options) {
      this.options = options;
    }

    TrainedNetwork train(Dataset data, double beta) {
      TrainedNetwork trained = PolynomialNetworks.train(data, options.withBeta(beta));
      fits++;
      worstGap = Math.max(worstGap, trained.certificate().relativeGap());
      unproven += trained.isProvenOptimal() ? 0 : 1;
      return trained;
    }
  }

  /**
   * Trains and tests.
   *
   * @param options loss, tolerance and threads
   * @param grid of β, ascending
   */
  static CrossValidated of(UciSet set, TrainingOptions options, List<Double> grid) {
    long start = System.nanoTime();
    Tally tally = new Tally(options);
    List<Double> betas = new ArrayList<>();
    double accuracy = 0;
    for (UciSet.Fold fold : set.folds()) {
      Dataset train = set.data().rows(fold.train());
      double beta = grid.size() == 1 ? grid.get(0) : choose(train, grid, tally);
      betas.add(beta);
      accuracy +=
          tally.train(train, beta).model().evaluate(set.data().rows(fold.test())).score()
              / set.folds().size();
    }
    return new CrossValidated(
        accuracy,
        betas,
        tally.fits,
        tally.worstGap,
        tally.unproven,
        (System.nanoTime() - start) * 1e-9);
  }

  private static double choose(Dataset train, List<Double> grid, Tally tally) {
    int[] seen = new int[train.classes().size()];
    List<Integer> fit = new ArrayList<>();
    List<Integer> held = new ArrayList<>();
    for (int i = 0; i < train.samples(); i++) {
      boolean back = seen[(int) train.y().at(i, 0)]++ % HELD_BACK == HELD_BACK - 1;
      (back ? held : fit).add(i);
    }
    Dataset inner = rows(train, fit);
    Dataset validation = rows(train, held);
    double best = grid.get(0);
    double most = -1;
    for (double beta : grid) {
      double score = tally.train(inner, beta).model().evaluate(validation).score();
      if (score >= most) {
        most = score;
        best = beta;
      }
    }
    return best;
  }

  private static Dataset rows(Dataset data, List<Integer> chosen) {
    return data.rows(chosen.stream().mapToInt(Integer::intValue).toArray());
  }
}
