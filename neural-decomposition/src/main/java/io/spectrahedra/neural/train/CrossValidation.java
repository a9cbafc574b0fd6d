package io.spectrahedra.neural.train;

import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.Folds;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.lift.Lift;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.StopRequest;
import io.spectrahedra.sdp.solver.Termination;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How well the networks of a path predict samples that they have not been trained on [M22].
 *
 * <p>The loss is a sum over the samples: a fold that trains on n′ of the n samples does so with
 * βn′/n, so that loss and penalty weigh against each other as they do in a training on all.
 *
 * @param score what is measured
 * @param points a line for each β, the largest first; empty if fewer than two folds have ended
 * @param folds the folds that have ended
 * @param termination OPTIMAL if all their networks are proven and no fold is missing; otherwise why
 *     not
 */
public record CrossValidation(
    Score score, List<Point> points, List<Fold> folds, Termination termination) {

  /**
   * One β.
   *
   * @param mean of the scores of the folds
   * @param standardError of that mean: the standard deviation of the scores over √k
   */
  public record Point(double beta, double mean, double standardError) {}

  /**
   * One fold.
   *
   * @param number its place among the folds
   * @param path the networks, for βn′/n
   * @param scores of each network on the samples held out
   */
  public record Fold(int number, RegularisationPath path, double[] scores) {
    /** As in "fold 2: 30 networks, scores 58.1213 to 77.0331". */
    @Override
    public String toString() {
      if (scores.length == 0) {
        return "fold " + number + ": no networks";
      }
      return String.format(
          Locale.ROOT,
          "fold %d: %d %s, scores %.6g to %.6g",
          number,
          scores.length,
          scores.length == 1 ? "network" : "networks",
          Arrays.stream(scores).min().orElseThrow(),
          Arrays.stream(scores).max().orElseThrow());
    }
  }

  public CrossValidation {
    points = List.copyOf(points);
    folds = List.copyOf(folds);
  }

  /**
   * k folds for these data: stratified if there are classes to predict.
   *
   * @throws InputException if a class has no sample, or as {@link Folds#stratified}
   */
  public static Folds folds(Dataset data, TrainingOptions options, int k, long seed) {
    List<String> empty = new ArrayList<>(data.classes());
    empty.removeAll(data.withoutEmptyClasses().classes());
    if (!empty.isEmpty()) {
      throw new InputException(
          "class \""
              + empty.get(0)
              + "\" has 0 samples, fewer than the "
              + k
              + " folds: take more samples or leave the class out");
    }
    return Score.predictsClasses(data, options.loss())
        ? Folds.stratified(labels(data), k, seed)
        : Folds.shuffled(data.samples(), k, seed);
  }

  /** A fold that holds out all of a class would train without it. */
  private static void requireAllClasses(Dataset data, Folds folds) {
    double[] labels = labels(data);
    double[] classes = Arrays.stream(labels).distinct().toArray();
    for (int f = 0; f < folds.count(); f++) {
      int[] training = folds.training(f);
      for (double each : classes) {
        if (Arrays.stream(training).noneMatch(i -> labels[i] == each)) {
          throw new InputException(
              "fold %d holds out all samples of class %s: there is none left to train on"
                  .formatted(f + 1, data.isClassification() ? name(data, each) : each));
        }
      }
    }
  }

  /** A number for each class. */
  private static double[] labels(Dataset data) {
    return data.y().transposed().copy().row(0);
  }

  private static String name(Dataset data, double label) {
    return '"' + data.classes().get((int) label) + '"';
  }

  /**
   * Trains a path for every fold, the folds side by side. The grid's largest β is that of all data.
   *
   * @param score what is measured; {@link Score#of} says what suits data and loss
   * @throws InputException if the folds are not of these data, or one holds out a whole class, or
   *     the targets do not suit the loss, or the score does not suit them, or all samples are too
   *     many to train on with the β found
   */
  public static CrossValidation of(
      Dataset data,
      Folds folds,
      PathOptions options,
      Score score,
      SeriesListener listener,
      Cancellation cancellation) {
    if (folds.samples() != data.samples()) {
      throw new InputException(
          "the folds are of " + folds.samples() + " samples, the data have " + data.samples());
    }
    TrainingOptions training = options.training();
    score.requireSuited(data, training.loss());
    if (Score.predictsClasses(data, training.loss())) {
      requireAllClasses(data, folds);
    }
    Lift.requireFewCoupledRows(training.problem(data)); // the folds, which are smaller, may pass
    StopRequest stop = new StopRequest(training.timeLimit(), cancellation);
    double[] betas = options.grid().from(RegularisationPath.largestBeta(data, training));
    int together = Math.min(folds.count(), training.threads());
    Run run =
        new Run(
            data,
            folds,
            training.withThreads(training.threads() / together),
            betas,
            score,
            new Counter(listener, folds.count() * betas.length),
            cancellation,
            stop);
    Fold[] each = new Fold[folds.count()];
    try (Workers workers = new Workers(together, () -> false)) {
      workers.forEach(each.length, f -> each[f] = run.fold(f));
    }
    return of(score, betas, Arrays.asList(each));
  }

  /** Counts for all folds. */
  private static final class Counter implements SeriesListener {
    private final SeriesListener listener;
    private final int total;
    private int done;

    Counter(SeriesListener listener, int total) {
      this.listener = listener;
      this.total = total;
    }

    @Override
    public synchronized void onTrained(int ofFold, int inFold) {
      done++;
      listener.onTrained(done, total);
    }
  }

  /** What all folds share. */
  private record Run(
      Dataset data,
      Folds folds,
      TrainingOptions training,
      double[] betas,
      Score score,
      SeriesListener listener,
      Cancellation cancellation,
      StopRequest stop) {

    Fold fold(int f) {
      Dataset seen = data.rows(folds.training(f));
      Dataset held = data.rows(folds.heldOut().get(f));
      double share = seen.samples() / (double) data.samples();
      double[] scaled = Arrays.stream(betas).map(beta -> beta * share).toArray();
      RegularisationPath path =
          RegularisationPath.of(
              seen, new PathOptions(training, unused -> scaled), listener, cancellation, stop);
      double[] scores =
          path.networks().stream()
              .mapToDouble(network -> score.of(network.model(), held, training.loss()))
              .toArray();
      return new Fold(f, path, scores);
    }
  }

  private static CrossValidation of(Score score, double[] betas, List<Fold> folds) {
    List<Fold> ended = folds.stream().filter(f -> f.scores.length == betas.length).toList();
    List<Point> points =
        ended.size() < 2
            ? List.of()
            : IntStream.range(0, betas.length).mapToObj(j -> point(betas[j], j, ended)).toList();
    Termination termination =
        folds.stream()
            .map(fold -> fold.path.termination())
            .filter(each -> each != Termination.OPTIMAL)
            .findFirst()
            .orElse(Termination.OPTIMAL);
    return new CrossValidation(score, points, ended, termination);
  }

  private static Point point(double beta, int j, List<Fold> folds) {
    int k = folds.size();
    double mean = 0;
    for (Fold fold : folds) {
      mean += fold.scores[j] / k;
    }
    double deviation = 0;
    for (Fold fold : folds) {
      deviation = Math.hypot(deviation, fold.scores[j] - mean);
    }
    return new Point(beta, mean, deviation / Math.sqrt(k * (k - 1.0)));
  }

  /** The β with the best mean, the largest of several. */
  public Optional<Point> best() {
    Optional<Point> best = Optional.empty();
    for (Point point : points) {
      if (best.isEmpty() || score.isBetter(point.mean, best.orElseThrow().mean)) {
        best = Optional.of(point);
      }
    }
    return best;
  }

  /** The largest β whose mean is within one standard error of the best one. */
  public Optional<Point> oneStandardError() {
    return best()
        .flatMap(
            best -> {
              double bound = score.worsened(best.mean, best.standardError);
              return points.stream()
                  .filter(point -> !score.isBetter(bound, point.mean))
                  .findFirst();
            });
  }

  /** True if all networks of all folds are proven to be the best of their kind. */
  public boolean isProvenOptimal() {
    return termination == Termination.OPTIMAL;
  }

  /** What the termination means, and what may help: that of the fold that it is about. */
  public String advice() {
    return folds.stream()
        .map(Fold::path)
        .filter(path -> path.termination() == termination)
        .findFirst()
        .map(RegularisationPath::advice)
        .orElse(termination.advice());
  }

  /** How it ended, a line for each β, and the best two. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(termination).append(": ").append(score).append(" on the samples held out by ");
    text.append(folds.size()).append(folds.size() == 1 ? " fold" : " folds");
    if (!points.isEmpty()) {
      text.append(String.format(Locale.ROOT, "%n%11s %12s %15s", "beta", score, "standard error"));
    }
    for (Point point : points) {
      text.append(
          String.format(
              Locale.ROOT, "%n%11.5g %12.6g %15.2g", point.beta, point.mean, point.standardError));
    }
    best().ifPresent(each -> append(text, "best", each));
    oneStandardError().ifPresent(each -> append(text, "within 1 standard error", each));
    return text.toString();
  }

  private static void append(StringBuilder text, String what, Point point) {
    text.append(String.format(Locale.ROOT, "%n%s: beta %.6g", what, point.beta));
  }
}
