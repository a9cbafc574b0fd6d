package io.spectrahedra.neural.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.data.CsvTable;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.data.Target;
import io.spectrahedra.neural.io.ModelFile;
import io.spectrahedra.neural.loss.Losses;
import io.spectrahedra.neural.loss.SeparableLoss;
import io.spectrahedra.neural.loss.SquaredLoss;
import io.spectrahedra.neural.metrics.ClassificationMetrics;
import io.spectrahedra.neural.metrics.RegressionMetrics;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.RowPenalty;
import io.spectrahedra.testdata.TestData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("predictions of one sample, a matrix and a stream; what is no prediction is said")
class ModelTest {
  private static final Dataset IRIS =
      CsvTable.read(TestData.file("iris.csv"), Target.classes("species")).toDataset();

  private static TrainedNetwork train(Dataset data, String loss) {
    return PolynomialNetworks.train(
        data, TrainingOptions.defaults().withLoss(Losses.parse(loss)).withTolerance(1e-6));
  }

  private static List<double[]> rows(DenseMatrix x) {
    return IntStream.range(0, x.rows).mapToObj(x::row).toList();
  }

  /** Two species that no line separates: one output. */
  private static Dataset twoSpecies() {
    int[] chosen = IntStream.range(50, 150).toArray();
    Dataset rows = IRIS.rows(chosen);
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < chosen.length; i++) {
      labels.add(rows.classes().get((int) rows.y().at(i, 0)));
    }
    return Dataset.of(rows.x(), labels);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "squared, 0.97",
    "hinge, 0.97",
    "squared-hinge, 0.97",
    "huber(0.5), 0.97",
    "logistic, 0.98",
    "cross-entropy, 0.98"
  })
  void classes(String loss, double least) {
    TrainedNetwork trained = train(IRIS, loss);
    assertThat(trained.isProvenOptimal()).as(trained.toString()).isTrue();
    Model model = trained.model();
    assertThat(model.classes()).containsExactly("setosa", "versicolor", "virginica");
    List<String> predicted = model.predictClass(IRIS.x());
    List<double[]> rows = rows(IRIS.x());
    assertThat(model.predictClass(rows.stream()).toList()).isEqualTo(predicted);
    assertThat(model.predictClass(rows.get(77))).isEqualTo(predicted.get(77));
    int right = 0;
    for (int i = 0; i < predicted.size(); i++) {
      right += predicted.get(i).equals(IRIS.classes().get((int) IRIS.y().at(i, 0))) ? 1 : 0;
    }
    assertThat(model.score(IRIS)).isEqualTo(right / 150.0).isGreaterThan(least);
    List<String> labels =
        IntStream.range(0, 150).mapToObj(i -> IRIS.classes().get((int) IRIS.y().at(i, 0))).toList();
    assertThat(model.evaluate(rows(IRIS.x()).toArray(double[][]::new), labels))
        .hasToString(model.evaluate(IRIS).toString());
    assertThat(trained.fit().accuracy()).isEqualTo(right / 150.0);
    assertThat(trained.toString()).contains("accuracy 0.9").doesNotContain("R2");
    assertThatThrownBy(() -> model.predict(IRIS.x()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the model predicts classes: ask for predictClass(x), or for outputs(x)");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"logistic", "cross-entropy"})
  void probabilities(String loss, @TempDir Path folder) {
    Model model = train(IRIS, loss).model();
    DenseMatrix probabilities = model.predictProba(IRIS.x());
    List<String> predicted = model.predictClass(IRIS.x());
    List<double[]> streamed = model.predictProba(rows(IRIS.x()).stream()).toList();
    for (int i = 0; i < predicted.size(); i++) {
      double[] row = probabilities.row(i);
      assertThat(DoubleStream.of(row).sum()).isCloseTo(1, within(1e-15));
      int own = model.classes().indexOf(predicted.get(i));
      assertThat(row[own]).isEqualTo(DoubleStream.of(row).max().orElseThrow());
      assertThat(streamed.get(i)).isEqualTo(row);
      double[] shares = // as the losses' definitions say
          Arrays.stream(model.outputs(IRIS.x().row(i)))
              .map(loss.equals("logistic") ? t -> 1 / (1 + Math.exp(-t)) : Math::exp)
              .toArray();
      assertThat(row[own]).isCloseTo(shares[own] / DoubleStream.of(shares).sum(), within(1e-12));
    }
    assertThat(model.predictProba(IRIS.x().row(3))).isEqualTo(probabilities.row(3));
    Path file = folder.resolve("model.json");
    ModelFile.write(file, model);
    assertThat(ModelFile.read(file).predictProba(IRIS.x()).row(99))
        .isEqualTo(probabilities.row(99));
  }

  /** The log loss is what training minimised, but for the penalty. */
  @Test
  void theLogLossIsThatOfTheTraining() {
    Dataset two = twoSpecies();
    for (String loss : List.of("logistic", "cross-entropy")) {
      TrainedNetwork trained = train(two, loss);
      Model model = trained.model();
      ClassificationMetrics metrics = (ClassificationMetrics) model.evaluate(two);
      double expected =
          (trained.certificate().objective() - 0.1 * model.network().norm()) / two.samples();
      assertThat(metrics.logLoss()).isCloseTo(expected, within(1e-9 * expected));
      assertThat(metrics.accuracy()).isEqualTo(trained.fit().accuracy());
    }
  }

  @Test
  void twoClassesAreOneOutput() {
    Dataset two = twoSpecies();
    Model model = train(two, "logistic").model();
    assertThat(model.network().outputs()).isEqualTo(1);
    for (double[] x : rows(two.x())) {
      double output = model.outputs(x)[0];
      assertThat(model.predictClass(x)).isEqualTo(output > 0 ? "virginica" : "versicolor");
      double[] probabilities = model.predictProba(x);
      assertThat(probabilities[1]).isCloseTo(1 / (1 + Math.exp(-output)), within(1e-15));
      assertThat(probabilities[0]).isCloseTo(1 / (1 + Math.exp(output)), within(1e-15));
    }
    // of the three species of others, one is unknown
    assertThatThrownBy(() -> model.evaluate(IRIS))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "class \"setosa\" of sample 0 is not one of those that are known: versicolor,"
                + " virginica");
  }

  @Test
  void lossesWithoutProbabilities() {
    Model model = train(twoSpecies(), "squared").model();
    assertThatThrownBy(() -> model.predictProba(1, 2, 3, 4))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "squared loss makes no probabilities: train with logistic or cross-entropy loss");
    ClassificationMetrics metrics = (ClassificationMetrics) model.evaluate(twoSpecies());
    assertThat(metrics.logLoss()).isNaN();
    assertThatThrownBy(() -> model.predictClass(1, 2, Double.NaN, 4))
        .hasMessage("feature \"x3\" of sample 0 must be a finite number, was NaN");
    assertThatThrownBy(() -> model.predictClass(1, 2, 3))
        .hasMessage("the data have 3 features, the network takes 4");
  }

  @Test
  void signs() {
    Dataset two = twoSpecies();
    double[] y =
        IntStream.range(0, two.samples()).mapToDouble(i -> 2 * two.y().at(i, 0) - 1).toArray();
    TrainedNetwork ofClasses = train(two, "hinge");
    TrainedNetwork trained = train(Dataset.of(two.x(), y), "hinge");
    double accuracy = ofClasses.fit().accuracy();
    assertThat(accuracy).isBetween(0.9, 1.0);
    assertThat(trained.fit().accuracy()).isEqualTo(accuracy);
    assertThat(trained.model().score(Dataset.of(two.x(), y))).isEqualTo(accuracy);
    double[] others = y.clone();
    others[7] = 0;
    assertThatThrownBy(() -> trained.model().score(Dataset.of(two.x(), others)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "hinge loss takes targets 1 and -1: target \"y\" of sample 7 is 0.0");
    assertThatThrownBy(() -> trained.model().predictProba(two.x()))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("hinge loss makes no probabilities");
  }

  /** Numbers 1 and −1 are what two classes are trained as. */
  @Test
  void probabilitiesOfSigns() {
    Dataset two = twoSpecies();
    double[] y =
        IntStream.range(0, two.samples()).mapToDouble(i -> 2 * two.y().at(i, 0) - 1).toArray();
    Dataset signs = Dataset.of(two.x(), y);
    TrainedNetwork trained = train(signs, "logistic");
    Model model = trained.model();
    Model ofClasses = train(two, "logistic").model();
    assertThat(model.probableClasses()).containsExactly("-1", "1");
    assertThat(ofClasses.probableClasses()).containsExactly("versicolor", "virginica");
    DenseMatrix probabilities = model.predictProba(two.x());
    assertThat(rows(probabilities))
        .containsExactlyElementsOf(rows(ofClasses.predictProba(two.x())));
    assertThat(model.predictProba(two.x().row(5))).isEqualTo(probabilities.row(5));
    ClassificationMetrics metrics = (ClassificationMetrics) model.evaluate(signs);
    assertThat(metrics).isEqualTo(new ClassificationMetrics(metrics.confusion(), logLoss(two)));
    assertThat(trained.fit().r2()).isNaN();
    assertThat(trained.fit().rmse()).isNaN();
  }

  private static double logLoss(Dataset two) {
    return ((ClassificationMetrics) train(two, "logistic").model().evaluate(two)).logLoss();
  }

  /** Outputs of losses that take no numbers are on no scale of the targets. */
  @Test
  void onlyLossesOfNumbersHaveAnR2() {
    for (String loss : List.of("hinge", "logistic", "cross-entropy")) {
      TrainedNetwork.Fit fit = train(IRIS, loss).fit();
      assertThat(fit.r2()).isNaN();
      assertThat(fit.rmse()).isNaN();
      assertThat(fit.accuracy()).isGreaterThan(0.9);
    }
    assertThat(train(IRIS, "squared").fit().r2()).isBetween(0.5, 1.0);
  }

  /** Squared loss, by another name. */
  private record OnesOwn(SquaredLoss squared) implements SeparableLoss {
    @Override
    public String name() {
      return "one's own (2)";
    }

    @Override
    public Targets targets() {
      return squared.targets();
    }

    @Override
    public double value(double prediction, double target) {
      return squared.value(prediction, target);
    }

    @Override
    public double gradient(double prediction, double target) {
      return squared.gradient(prediction, target);
    }

    @Override
    public double curvature(double prediction, double target) {
      return squared.curvature(prediction, target);
    }

    @Override
    public double conjugate(double nu, double target) {
      return squared.conjugate(nu, target);
    }

    @Override
    public RowPenalty penalty(double target) {
      return squared.penalty(target);
    }

    @Override
    public boolean penalisesPrediction() {
      return squared.penalisesPrediction();
    }
  }

  @Test
  void aLossOfOnesOwn(@TempDir Path folder) {
    TrainingOptions options =
        TrainingOptions.defaults().withLoss(new OnesOwn(new SquaredLoss())).withTolerance(1e-6);
    TrainedNetwork trained = PolynomialNetworks.train(IRIS, options);
    assertThat(trained.isProvenOptimal()).isTrue();
    Path file = folder.resolve("model.json");
    ModelFile.write(file, trained.model());
    Model model = ModelFile.read(file);
    assertThat(model.score(IRIS)).isEqualTo(trained.fit().accuracy());
    assertThatThrownBy(() -> model.predictProba(1, 2, 3, 4))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("one's own (2) loss makes no probabilities");
  }

  @Test
  void numbers() {
    Dataset data = new Random(1).planted(40, 3, TrainingOptions.defaults().activation());
    double[][] x = rows(data.x()).toArray(double[][]::new);
    TrainedNetwork trained =
        PolynomialNetworks.fit(x, Random.column(data), TrainingOptions.defaults());
    Model model = trained.model();
    double[] predicted = model.predict(data.x());
    assertThat(model.predict(Arrays.stream(x)).toArray()).isEqualTo(predicted);
    assertThat(model.predict(x[7])).isEqualTo(predicted[7]);
    assertThat(model.outputs(Arrays.stream(x)).toList().get(7)).containsExactly(predicted[7]);
    RegressionMetrics metrics = (RegressionMetrics) model.evaluate(data);
    assertThat(metrics.r2()).isEqualTo(trained.fit().r2()).isEqualTo(model.score(data));
    assertThat(metrics.rmse()).isEqualTo(trained.fit().rmse());
    double[] y = Random.column(data);
    assertThat(model.evaluate(x, y)).isEqualTo(metrics);
    double[][] column =
        Arrays.stream(y).mapToObj(each -> new double[] {each}).toArray(double[][]::new);
    assertThat(model.evaluate(x, column)).isEqualTo(metrics);
    assertThatThrownBy(() -> model.evaluate(x, new double[3]))
        .isInstanceOf(InputException.class)
        .hasMessage("40 samples need as many targets, got 3");
    assertThat(trained.fit().accuracy()).isNaN();
    assertThatThrownBy(() -> model.predictClass(x[0]))
        .hasMessage("the model predicts numbers, not classes");
    assertThatThrownBy(() -> model.predictProba(x[0]))
        .hasMessage("the model predicts numbers, not classes");
    assertThatThrownBy(() -> model.evaluate(IRIS))
        .hasMessage("the data have 4 features, the network takes 3");
    Dataset classes = Dataset.of(DenseMatrix.zeros(2, 3), List.of("a", "b"));
    assertThatThrownBy(() -> model.evaluate(classes))
        .hasMessage("the model predicts numbers: y; the data are " + classes);
    assertThat(model)
        .hasToString(
            model.network().neurons()
                + " neurons, 3 features, 1 output, sigma(t) = 0.09t^2 + 0.5t + 0.47, target y,"
                + " squared loss, beta 0.1");
  }

  @Test
  void severalNumbers() {
    Dataset data =
        CsvTable.read(TestData.file("linnerud.csv"), Target.numbers("weight", "waist", "pulse"))
            .toDataset();
    Model model = train(data, "squared").model();
    assertThat(model.outputs(data.x().row(4))).isEqualTo(model.outputs(data.x()).row(4));
    assertThat(model.score(data)).isBetween(0.408, 0.409); // mean of 0.588, 0.590 and 0.047
    assertThatThrownBy(() -> model.predict(data.x()))
        .hasMessage("the network has 3 outputs: ask for outputs(x)");
  }

  @Test
  void labelsFromMemory() {
    double[][] x = {{1, 2}, {2, 1}, {-1, 0}, {-2, -1}};
    Model model =
        PolynomialNetworks.fit(x, List.of("b", "b", "a", "a"), TrainingOptions.defaults()).model();
    assertThat(Arrays.stream(x).map(model::predictClass)).containsExactly("b", "b", "a", "a");
    assertThat(model.predictClass(x)).containsExactly("b", "b", "a", "a");
    assertThat(model.score(x, List.of("b", "b", "a", "b"))).isEqualTo(0.75);
    assertThat(model.score(new double[][] {{1, 2}, {1, 2}}, List.of("b", "b"))).isEqualTo(1);
    assertThatThrownBy(() -> model.score(x, List.of("b", "b", "a", "c")))
        .isInstanceOf(InputException.class)
        .hasMessage("class \"c\" of sample 3 is not one of those that are known: a, b");
    assertThatThrownBy(
            () ->
                PolynomialNetworks.fit(x, List.of("b", "b", "b", "b"), TrainingOptions.defaults()))
        .isInstanceOf(InputException.class)
        .hasMessage("there must be two classes or more in the samples, got only [b]");
  }

  @Test
  void numbersFromMemory() {
    Dataset data = new Random(1).planted(40, 3, TrainingOptions.defaults().activation());
    double[][] x = rows(data.x()).toArray(double[][]::new);
    double[] y = Random.column(data);
    Model model = PolynomialNetworks.fit(x, y, TrainingOptions.defaults()).model();
    assertThat(model.predict(x)).isEqualTo(model.predict(data.x()));
    assertThat(model.score(x, y)).isEqualTo(model.score(data));
    double[][] both =
        Arrays.stream(y).mapToObj(t -> new double[] {t, -2 * t}).toArray(double[][]::new);
    Model several = PolynomialNetworks.fit(x, both, TrainingOptions.defaults()).model();
    assertThat(several.targets()).containsExactly("y1", "y2");
    assertThat(several.outputs(x)[7]).isEqualTo(several.outputs(x[7])).hasSize(2);
    assertThat(several.score(x, both)).isBetween(0.9, 1.0);
    x[4] = new double[] {1, 2};
    assertThatThrownBy(() -> model.predict(x))
        .isInstanceOf(InputException.class)
        .hasMessage("rows of x must have the same length: row 0 has 3 entries, row 4 has 2");
  }

  @Test
  void probabilitiesFromMemory() {
    Model model = train(twoSpecies(), "logistic").model();
    double[][] x = {{6, 3, 5, 1.5}, {7, 3, 6, 2}};
    assertThat(model.predictProba(x)[1]).isEqualTo(model.predictProba(x[1])).hasSize(2);
  }
}
