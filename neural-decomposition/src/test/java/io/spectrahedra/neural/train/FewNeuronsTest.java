package io.spectrahedra.neural.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.Random;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.architecture.Patches;
import io.spectrahedra.neural.architecture.Pooling;
import io.spectrahedra.neural.data.CsvTable;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.data.Standardisation;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.loss.Losses;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.testdata.TestData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.commons.math3.optim.MaxIter;
import org.apache.commons.math3.optim.linear.LinearConstraint;
import org.apache.commons.math3.optim.linear.LinearConstraintSet;
import org.apache.commons.math3.optim.linear.LinearObjectiveFunction;
import org.apache.commons.math3.optim.linear.NonNegativeConstraint;
import org.apache.commons.math3.optim.linear.Relationship;
import org.apache.commons.math3.optim.linear.SimplexSolver;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("few neurons: weights at their minimum, neurons at a local one, and more never worse")
class FewNeuronsTest {
  private static final QuadraticActivation RELU = QuadraticActivation.RELU_FIT;
  private static final Workers SERIAL = Workers.SERIAL;

  /** Samples of a planted network, and targets that suit the loss; two outputs for classes. */
  private static TrainingProblem problem(Loss loss, Architecture architecture, double beta) {
    Random random = new Random(17);
    int n = 40;
    DenseMatrix x = random.matrix(n, architecture.features());
    DenseMatrix y = DenseMatrix.zeros(n, loss.targets() == Loss.Targets.ONE_HOT ? 3 : 1);
    for (int i = 0; i < n; i++) {
      double value = 2 * x.at(i, 0) * x.at(i, 1) + x.at(i, 2) + 0.3 * random.gaussian();
      switch (loss.targets()) {
        case NUMBERS -> y.set(i, 0, value);
        case SIGNS -> y.set(i, 0, value > 0 ? 1 : -1);
        case ONE_HOT -> y.set(i, value > 1 ? 2 : value > -1 ? 1 : 0, 1);
      }
    }
    Samples samples = new Samples(x, Standardisation.none(x.cols));
    return new TrainingProblem(samples, y, architecture, RELU, loss, beta);
  }

  private static Network random(TrainingProblem training, int neurons, double scale) {
    Random random = new Random(5);
    Architecture architecture = training.architecture();
    DenseMatrix hidden = DenseMatrix.zeros(neurons, architecture.inputs());
    double[] weights = new double[neurons];
    for (int j = 0; j < neurons; j++) {
      hidden
          .view(j, 0, 1, hidden.cols)
          .setTo(DenseMatrix.wrap(random.unit(hidden.cols), 1, hidden.cols));
      weights[j] = scale * random.gaussian();
    }
    int places = architecture.cells().size() * training.outputs();
    int[] place = IntStream.range(0, neurons).map(j -> j % places).toArray();
    return new Network(RELU, architecture, training.outputs(), hidden, weights, place);
  }

  /** Far from the minimum, where a full Newton step would be the worse for it, and near it. */
  @ParameterizedTest
  @CsvSource({
    "squared, 0.1",
    "squared, 3",
    "huber(0.5), 0.05",
    "huber(0.01), 0.01",
    "squared-hinge, 0.05",
    "logistic, 1e-4",
    "logistic, 0.5",
    "cross-entropy, 1e-3",
    "cross-entropy, 0.5"
  })
  void outputWeightsAreStationary(String loss, double beta) {
    TrainingProblem training = problem(Losses.parse(loss), Architecture.dense(4), beta);
    for (double scale : new double[] {0, 0.1, 30}) {
      Network start = random(training, 6, scale);
      Network fitted = OutputRefit.of(SERIAL, start, training);
      assertThat(OutputPolish.objective(SERIAL, fitted, training))
          .isLessThanOrEqualTo(OutputPolish.objective(SERIAL, start, training));
      DenseMatrix nu = training.gradient(fitted.predict(SERIAL, training.samples()));
      for (int j = 0; j < start.neurons(); j++) {
        Network one = start.with(new int[] {j}).withWeights(1);
        double rate = one.predict(SERIAL, training.samples()).dot(nu);
        assertThat(Math.abs(rate)).isLessThanOrEqualTo(beta * (1 + 1e-6));
        double weight = weightOf(fitted, start, j);
        if (weight != 0) {
          assertThat(rate).isCloseTo(-beta * Math.signum(weight), within(1e-6 * beta));
        }
      }
    }
  }

  private static double weightOf(Network network, Network all, int neuron) {
    for (int j = 0; j < network.neurons(); j++) {
      if (Arrays.equals(network.hidden().row(j), all.hidden().row(neuron))) {
        return network.weights()[j];
      }
    }
    return 0;
  }

  /** Where the gradient jumps, the simplex method says what the minimum is. */
  @ParameterizedTest
  @CsvSource({"absolute, 1, 1", "quantile(0.3), 0.3, 0.7"})
  void outputWeightsOfAKinkedLoss(String loss, double above, double below) {
    double beta = 0.4;
    TrainingProblem training = problem(Losses.parse(loss), Architecture.dense(4), beta);
    Network start = random(training, 5, 1);
    int m = start.neurons();
    int n = training.samples().count();
    DenseMatrix active = start.activations(training.samples().raw().copy());
    double[] cost = new double[2 * m + 2 * n]; // p, q, and what is missing above and below
    Arrays.fill(cost, 0, 2 * m, beta);
    Arrays.fill(cost, 2 * m, 2 * m + n, above);
    Arrays.fill(cost, 2 * m + n, cost.length, below);
    List<LinearConstraint> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double[] row = new double[cost.length];
      for (int j = 0; j < m; j++) {
        row[j] = active.at(i, j);
        row[m + j] = -active.at(i, j);
      }
      row[2 * m + i] = 1;
      row[2 * m + n + i] = -1;
      rows.add(new LinearConstraint(row, Relationship.EQ, training.y().at(i, 0)));
    }
    double optimum =
        new SimplexSolver()
            .optimize(
                new MaxIter(10_000),
                new LinearObjectiveFunction(cost, 0),
                new LinearConstraintSet(rows),
                new NonNegativeConstraint(true))
            .getValue();
    Network fitted = OutputRefit.of(SERIAL, start, training);
    assertThat(OutputPolish.objective(SERIAL, fitted, training))
        .isCloseTo(optimum, within(1e-8 * optimum));
  }

  @Test
  void thePolishCanBeStopped() {
    Architecture architecture =
        Architecture.convolution(Patches.ofSignal(6, 1, 3, 1, 0), Pooling.average(4, 2));
    TrainingProblem training = problem(Losses.parse("squared"), architecture, 0.2);
    Network network = random(training, 7, 0.5);
    AtomicInteger asked = new AtomicInteger();
    Network polished =
        OutputPolish.of(new Workers(1, () -> asked.incrementAndGet() < 0), network, training);
    assertThat(OutputPolish.objective(SERIAL, polished, training))
        .isLessThan(OutputPolish.objective(SERIAL, network, training));
    int all = asked.get();
    for (int last : new int[] {0, 1, all / 2, all - 1}) {
      asked.set(0);
      Workers stopping = new Workers(1, () -> asked.incrementAndGet() > last);
      assertThatThrownBy(() -> OutputPolish.of(stopping, network, training))
          .isInstanceOf(Workers.StoppedException.class);
      assertThat(asked).hasValue(last + 1);
    }
    OutputPolish.Model model = OutputPolish.Model.of(SERIAL, network, training);
    assertThatThrownBy(
            () -> WeightModel.minimise(new Workers(1, () -> true), model, network.weights(), 0.2))
        .isInstanceOf(Workers.StoppedException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = NeuronNorm.class,
      names = {"ONE", "AT_MOST_ONE"})
  void theGradientOfNeuronsIsTheirs(NeuronNorm norm) {
    Patches patches = Patches.ofSignal(6, 1, 3, 1, 0);
    Architecture architecture =
        Architecture.convolution(patches, Pooling.average(4, 2)).withBias(true).withNorm(norm);
    for (String loss : List.of("squared", "logistic", "cross-entropy")) {
      TrainingProblem training = problem(Losses.parse(loss), architecture, 0.2);
      Network network = random(training, 7, 0.5);
      NeuronDescent descent = new NeuronDescent(SERIAL, training, network);
      double[] w = descent.point();
      double[] gradient = new double[w.length];
      assertThat(descent.at(w, gradient))
          .isCloseTo(OutputPolish.objective(SERIAL, network, training), within(1e-11));
      for (int i = 0; i < w.length; i++) {
        double step = 1e-5;
        double[] moved = w.clone();
        moved[i] += step;
        double after = descent.at(moved, new double[w.length]);
        moved[i] = w[i] - step;
        double before = descent.at(moved, new double[w.length]);
        assertThat(gradient[i]).isCloseTo((after - before) / (2 * step), within(1e-6));
      }
    }
  }

  @Test
  void descentFindsTheEndOfACurvedValley() {
    double[] end =
        Descent.minimise(
            (x, gradient) -> {
              double rest = x[1] - x[0] * x[0];
              gradient[0] = -400 * x[0] * rest - 2 * (1 - x[0]);
              gradient[1] = 200 * rest;
              return 100 * rest * rest + (1 - x[0]) * (1 - x[0]);
            },
            -1.2,
            1);
    assertThat(end).containsExactly(new double[] {1, 1}, within(1e-6));
  }

  /** What pruning alone gives is 673,009 and 604,911. */
  @ParameterizedTest
  @CsvSource({"5, 544000", "10, 535000"})
  void diabetes(int most, double objective) {
    Dataset data = CsvTable.read(TestData.file("diabetes.csv")).toDataset("progression");
    TrainedNetwork trained =
        PolynomialNetworks.train(data, TrainingOptions.defaults().withMaxNeurons(most));
    assertThat(trained.model().network().neurons()).isLessThanOrEqualTo(most);
    assertThat(trained.certificate().objective()).isLessThanOrEqualTo(objective);
  }

  @ParameterizedTest
  @MethodSource("io.spectrahedra.neural.LossNames#all")
  void moreAreNeverWorse(String loss) {
    TrainingProblem training = problem(Losses.parse(loss), Architecture.dense(3), 0.05);
    DenseMatrix y = training.y();
    boolean classes = y.cols > 1;
    Dataset data =
        classes
            ? Dataset.of(training.samples().raw(), labels(y))
            : Dataset.of(training.samples().raw(), y);
    TrainingOptions options =
        TrainingOptions.defaults()
            .withStandardise(Standardise.NONE)
            .withLoss(Losses.parse(loss))
            .withBeta(0.05);
    TrainedNetwork free = PolynomialNetworks.train(data, options);
    double before = training.loss(DenseMatrix.zeros(y.rows, y.cols));
    for (int most = 0; most < free.model().network().neurons(); most++) {
      TrainedNetwork capped = PolynomialNetworks.train(data, options.withMaxNeurons(most));
      assertThat(capped.model().network().neurons()).isLessThanOrEqualTo(most);
      double objective = capped.certificate().objective();
      assertThat(objective).isLessThanOrEqualTo(before * (1 + 1e-13));
      before = objective;
    }
    assertThat(free.certificate().objective()).isLessThanOrEqualTo(before * (1 + 1e-8));
  }

  /** The largest weights stay, and are fitted once. */
  @Test
  void whenTimeIsUp() {
    TrainingProblem training = problem(Losses.parse("squared"), Architecture.dense(4), 0.1);
    Dataset data = Dataset.of(training.samples().raw(), training.y());
    TrainingOptions options = TrainingOptions.defaults().withStandardise(Standardise.NONE);
    Network optimal = PolynomialNetworks.train(data, options).model().network();
    Network small =
        new WidthLimit(Workers.SERIAL, training, List.of(optimal), () -> true)
            .best(optimal.neurons() - 1);
    assertThat(small.neurons()).isLessThan(optimal.neurons());
    assertThat(OutputPolish.objective(Workers.SERIAL, small, training))
        .isLessThan(training.loss(DenseMatrix.zeros(data.samples(), 1)));
  }

  private static List<String> labels(DenseMatrix y) {
    return IntStream.range(0, y.rows)
        .mapToObj(i -> y.at(i, 0) == 1 ? "a" : y.at(i, 1) == 1 ? "b" : "c")
        .toList();
  }

  @Test
  void theSameBitsForEveryNumberOfThreads() {
    TrainingProblem training = problem(Losses.parse("squared"), Architecture.dense(4), 0.1);
    Dataset data = Dataset.of(training.samples().raw(), training.y());
    TrainingOptions options = TrainingOptions.defaults().withMaxNeurons(3);
    assertThat(PolynomialNetworks.train(data, options.withThreads(2)).model().network().weights())
        .containsExactly(
            PolynomialNetworks.train(data, options.withThreads(1)).model().network().weights());
  }
}
