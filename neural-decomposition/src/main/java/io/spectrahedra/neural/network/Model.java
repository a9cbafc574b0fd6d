package io.spectrahedra.neural.network;

import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.data.Rows;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.data.Standardisation;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.loss.Losses;
import io.spectrahedra.neural.metrics.ClassificationMetrics;
import io.spectrahedra.neural.metrics.ConfusionMatrix;
import io.spectrahedra.neural.metrics.Metrics;
import io.spectrahedra.neural.metrics.RegressionMetrics;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A trained network with what it takes to use it on raw data: one sample, a matrix of them, or a
 * stream.
 *
 * @param features names of the d features, in order
 * @param targets names of what is predicted: of the outputs, or of the one column of classes
 * @param classes names of the classes; empty if numbers are predicted
 * @param standardisation of the features, applied before the network
 */
public record Model(
    Network network,
    List<String> features,
    List<String> targets,
    List<String> classes,
    Standardisation standardisation,
    Provenance provenance) {

  /** Checks the sizes. */
  public Model {
    features = List.copyOf(features);
    targets = List.copyOf(targets);
    classes = List.copyOf(classes);
    if (features.size() != network.features() || standardisation.features() != network.features()) {
      throw new IllegalArgumentException(
          "a network on "
              + network.features()
              + " features has "
              + features.size()
              + " feature names and a standardisation of "
              + standardisation.features());
    }
  }

  /** The same with another network for the same samples. */
  public Model withNetwork(Network other) {
    return new Model(other, features, targets, classes, standardisation, provenance);
  }

  /** True if classes are predicted and not numbers. */
  public boolean isClassification() {
    return !classes.isEmpty();
  }

  /**
   * What the network says of raw data: its outputs, n × C for n × d; O(nmd).
   *
   * @throws InputException if there are other than d features, or one is not finite
   */
  public DenseMatrix outputs(DenseMatrix x) {
    Samples samples = new Samples(x, standardisation);
    for (int i = 0; i < x.rows; i++) {
      requireFinite(x, i);
    }
    return network.predict(Workers.SERIAL, samples);
  }

  /** One sum a row: times 0, only NaN and the infinities are not 0. */
  private void requireFinite(DenseMatrix x, int i) {
    double sum = 0;
    int from = x.index(i, 0);
    for (int j = 0; j < x.cols; j++) {
      sum += x.data()[from + j] * 0;
    }
    for (int j = 0; sum != 0 && j < x.cols; j++) {
      if (!Double.isFinite(x.at(i, j))) {
        throw new InputException(
            "feature \""
                + features.get(j)
                + "\" of sample "
                + i
                + " must be a finite number, was "
                + x.at(i, j));
      }
    }
  }

  /** The same for rows from memory, n × d; {@link InputException} if they differ in length. */
  public double[][] outputs(double[][] x) {
    return rows(outputs(Rows.matrix("x", x)));
  }

  private static double[][] rows(DenseMatrix a) {
    return IntStream.range(0, a.rows).mapToObj(a::row).toArray(double[][]::new);
  }

  /** What the network says of one sample. */
  public double[] outputs(double... x) {
    return outputs(DenseMatrix.wrap(x, 1, x.length)).row(0);
  }

  /** What the network says of each sample, one after the other. */
  public Stream<double[]> outputs(Stream<double[]> samples) {
    return samples.map(x -> outputs(x));
  }

  /**
   * Predictions of one number for raw data, n × d; O(nmd).
   *
   * @throws IllegalStateException if there are several outputs, or classes are predicted
   */
  public double[] predict(DenseMatrix x) {
    requireNumber();
    return outputs(x).transposed().copy().row(0);
  }

  /** The same for rows from memory; errors also as {@link #outputs(double[][])}. */
  public double[] predict(double[][] x) {
    return predict(Rows.matrix("x", x));
  }

  /** The prediction of one number for one sample; errors as {@link #predict(DenseMatrix)}. */
  public double predict(double... x) {
    requireNumber();
    return outputs(x)[0];
  }

  /** Predictions of one number for each sample; errors as {@link #predict(DenseMatrix)}. */
  public DoubleStream predict(Stream<double[]> samples) {
    requireNumber();
    return samples.mapToDouble(x -> outputs(x)[0]);
  }

  private void requireNumber() {
    if (isClassification()) {
      throw new IllegalStateException(
          "the model predicts classes: ask for predictClass(x), or for outputs(x)");
    }
    if (network.outputs() != 1) {
      throw new IllegalStateException(
          "the network has " + network.outputs() + " outputs: ask for outputs(x)");
    }
  }

  /**
   * The classes of raw data, n × d [M21]; O(nmd).
   *
   * @throws InputException if numbers are predicted, or a sample is not finite
   */
  public List<String> predictClass(DenseMatrix x) {
    return Arrays.stream(decisions(outputs(x))).mapToObj(classes::get).toList();
  }

  /** The same for rows from memory; errors also as {@link #outputs(double[][])}. */
  public List<String> predictClass(double[][] x) {
    return predictClass(Rows.matrix("x", x));
  }

  /** The class of one sample; errors as {@link #predictClass(DenseMatrix)}. */
  public String predictClass(double... x) {
    return classes.get(decision(outputs(x)));
  }

  /** The class of each sample; errors as {@link #predictClass(DenseMatrix)}. */
  public Stream<String> predictClass(Stream<double[]> samples) {
    return samples.map(x -> predictClass(x));
  }

  /** The places in {@link #classes} that outputs, n × C, decide for. */
  public int[] decisions(DenseMatrix outputs) {
    return IntStream.range(0, outputs.rows).map(i -> decision(outputs.row(i))).toArray();
  }

  /** The second of two classes for a positive output; of several that of the first largest. */
  private int decision(double[] outputs) {
    requireClasses();
    if (Arrays.stream(outputs).anyMatch(Double::isNaN)) {
      throw new InputException("a sample that is not finite has no class");
    }
    if (outputs.length == 1) {
      return outputs[0] > 0 ? 1 : 0;
    }
    int largest = 0;
    for (int k = 1; k < outputs.length; k++) {
      largest = outputs[k] > outputs[largest] ? k : largest;
    }
    return largest;
  }

  private void requireClasses() {
    if (!isClassification()) {
      throw new InputException("the model predicts numbers, not classes");
    }
  }

  /**
   * The probabilities of the classes for raw data, n × d: a row a sample, a column a class [M21],
   * which {@link #probableClasses} names.
   *
   * @throws InputException if numbers are predicted, or the loss makes no probabilities
   */
  public DenseMatrix predictProba(DenseMatrix x) {
    return probabilities(outputs(x));
  }

  /** Those of rows from memory; errors also as {@link #outputs(double[][])}. */
  public double[][] predictProba(double[][] x) {
    return rows(predictProba(Rows.matrix("x", x)));
  }

  /** Those of one sample; errors as {@link #predictProba(DenseMatrix)}. */
  public double[] predictProba(double... x) {
    return probabilities(outputs(x));
  }

  /** Those of each sample; errors as {@link #predictProba(DenseMatrix)}. */
  public Stream<double[]> predictProba(Stream<double[]> samples) {
    return samples.map(x -> predictProba(x));
  }

  /** What probabilities are of: the classes, or -1 and 1 where a loss took numbers as these. */
  public List<String> probableClasses() {
    return predictsSign() ? ConfusionMatrix.SIGNS : classes;
  }

  private DenseMatrix probabilities(DenseMatrix outputs) {
    DenseMatrix probabilities = DenseMatrix.zeros(outputs.rows, probableClasses().size());
    for (int i = 0; i < outputs.rows; i++) {
      double[] row = probabilities(outputs.row(i));
      probabilities.view(i, 0, 1, row.length).setTo(DenseMatrix.wrap(row, 1, row.length));
    }
    return probabilities;
  }

  private double[] probabilities(double[] outputs) {
    if (!predictsSign()) {
      requireClasses();
    }
    return Losses.find(provenance.loss())
        .flatMap(loss -> loss.probabilities(outputs))
        .orElseThrow(
            () ->
                new InputException(
                    provenance.loss()
                        + " loss makes no probabilities: train with logistic or cross-entropy"
                        + " loss"));
  }

  /**
   * How well the model predicts the targets of data: {@link RegressionMetrics} or {@link
   * ClassificationMetrics}, the latter of targets 1 and −1 too where the loss takes these; O(nmd).
   *
   * @throws InputException if the data have not the features and targets of the model, or targets
   *     other than 1 and −1 where the loss takes no others
   */
  public Metrics evaluate(Dataset data) {
    DenseMatrix outputs = outputs(data.x());
    if (isClassification()) {
      DenseMatrix y = data.withClasses(classes).y();
      int[] truth = IntStream.range(0, y.rows).map(i -> (int) y.at(i, 0)).toArray();
      return new ClassificationMetrics(
          ConfusionMatrix.of(classes, truth, decisions(outputs)), logLoss(truth, outputs));
    }
    if (data.isClassification() || data.y().cols != outputs.cols) {
      throw new InputException(
          "the model predicts numbers: " + String.join(", ", targets) + "; the data are " + data);
    }
    if (takesSigns()) {
      data.requireSigns(provenance.loss() + " loss");
    }
    if (predictsSign()) {
      int[] truth =
          IntStream.range(0, outputs.rows).map(i -> data.y().at(i, 0) > 0 ? 1 : 0).toArray();
      return new ClassificationMetrics(
          ConfusionMatrix.ofSigns(data.y(), outputs), logLoss(truth, outputs));
    }
    return RegressionMetrics.of(data.y(), outputs);
  }

  /**
   * The same for numbers from memory, a row of {@code x} a sample.
   *
   * @throws InputException if rows differ in length, sizes do not fit, or as {@link
   *     #evaluate(Dataset)}
   */
  public Metrics evaluate(double[][] x, double[] y) {
    return evaluate(Dataset.of(x, y));
  }

  /** Of several targets from memory; errors as {@link #evaluate(double[][], double[])}. */
  public Metrics evaluate(double[][] x, double[][] y) {
    return evaluate(Dataset.of(x, y));
  }

  /** Of classes from memory; errors as {@link #evaluate(double[][], double[])}. */
  public Metrics evaluate(double[][] x, List<String> labels) {
    return evaluate(Dataset.of(x, labels));
  }

  /** NaN if the loss makes no probabilities. */
  private double logLoss(int[] truth, DenseMatrix outputs) {
    boolean probable =
        Losses.find(provenance.loss())
            .flatMap(loss -> loss.probabilities(outputs.row(0)))
            .isPresent();
    return probable ? ClassificationMetrics.logLoss(truth, probabilities(outputs)) : Double.NaN;
  }

  /** True if the loss took the numbers of its one target as 1 and −1. */
  private boolean predictsSign() {
    return network.outputs() == 1 && takesSigns();
  }

  private boolean takesSigns() {
    return !isClassification()
        && Losses.find(provenance.loss())
            .filter(loss -> loss.targets() == Loss.Targets.SIGNS)
            .isPresent();
  }

  /** R² or the accuracy on data; see {@link #evaluate(Dataset)}. */
  public double score(Dataset data) {
    return evaluate(data).score();
  }

  /**
   * R² or the accuracy on numbers from memory, a row of {@code x} a sample.
   *
   * @throws InputException if rows differ in length, sizes do not fit, or as {@link
   *     #evaluate(Dataset)}
   */
  public double score(double[][] x, double[] y) {
    return score(Dataset.of(x, y));
  }

  /** R² on several targets from memory; errors as {@link #score(double[][], double[])}. */
  public double score(double[][] x, double[][] y) {
    return score(Dataset.of(x, y));
  }

  /** The accuracy on classes from memory; errors as {@link #score(double[][], double[])}. */
  public double score(double[][] x, List<String> labels) {
    return score(Dataset.of(x, labels));
  }

  /** As in "12 neurons, 10 features, target progression, squared loss, beta 0.1". */
  @Override
  public String toString() {
    return network
        + ", target "
        + String.join(", ", targets)
        + (isClassification() ? " (" + String.join(", ", classes) + ")" : "")
        + ", "
        + provenance.loss()
        + " loss, beta "
        + provenance.beta();
  }
}
