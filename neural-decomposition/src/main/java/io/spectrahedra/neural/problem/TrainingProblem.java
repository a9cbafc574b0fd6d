package io.spectrahedra.neural.problem;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.sdp.linalg.DenseMatrix;

/**
 * What training minimises: Σᵢ l(f(xᵢ), yᵢ) + β Σ|α| over all networks f of the architecture and
 * activation, of any width [M19].
 *
 * @param y n × C: the targets, as the loss wants them
 * @param beta positive
 */
public record TrainingProblem(
    Samples samples,
    DenseMatrix y,
    Architecture architecture,
    QuadraticActivation activation,
    Loss loss,
    double beta) {

  /**
   * Checks sizes, targets and β.
   *
   * @throws InputException if they do not fit each other
   */
  public TrainingProblem {
    if (!(beta > 0) || !Double.isFinite(beta)) {
      throw new InputException("beta must be positive and finite, was " + beta);
    }
    if (y.rows != samples.count() || y.cols < 1) {
      throw new InputException(
          samples.count() + " samples need as many targets, got " + y.rows + " x " + y.cols);
    }
    if (architecture.features() != samples.features()) {
      throw new InputException(
          "the network takes "
              + architecture.features()
              + " features, the data have "
              + samples.features());
    }
    if (architecture.norm() == NeuronNorm.SIGNS) {
      requireQuantisable(activation, loss);
    }
  }

  private static void requireQuantisable(QuadraticActivation activation, Loss loss) {
    if (activation.b() != 0 || activation.c() != 0) {
      throw new InputException(
          "hidden weights of 1 and -1 are those of bilinear neurons, as if sigma(t) were at^2:"
              + " sigma(t) is "
              + activation);
    }
    if (loss.couplesOutputs()) {
      throw new InputException(
          "hidden weights of 1 and -1 need a loss that is a sum over the outputs, which "
              + loss.name()
              + " is not: take logistic or squared loss");
    }
  }

  /** C. */
  public int outputs() {
    return y.cols;
  }

  /** The problem of output k alone, with a view of its targets. */
  public TrainingProblem output(int k) {
    return new TrainingProblem(
        samples, y.view(0, k, y.rows, 1), architecture, activation, loss, beta);
  }

  /** The same with another β. */
  public TrainingProblem withBeta(double other) {
    return new TrainingProblem(samples, y, architecture, activation, loss, other);
  }

  /** Σᵢ l(ŷᵢ, yᵢ) for predictions ŷ, n × C. */
  public double loss(DenseMatrix prediction) {
    double sum = 0;
    for (int i = 0; i < y.rows; i++) {
      sum += loss.value(prediction.row(i), y.row(i));
    }
    return sum;
  }

  /** A subgradient of the loss at predictions ŷ, the gradient where there is one; n × C both. */
  public DenseMatrix gradient(DenseMatrix prediction) {
    DenseMatrix gradient = DenseMatrix.zeros(y.rows, y.cols);
    double[] nu = new double[y.cols];
    for (int i = 0; i < y.rows; i++) {
      loss.gradient(prediction.row(i), y.row(i), nu);
      for (int k = 0; k < nu.length; k++) {
        gradient.set(i, k, nu[k]);
      }
    }
    return gradient;
  }

  /** True if neurons are multiples of (xᵀu)² or (xᵀu)(xᵀv): then Z₁ alone says all [M20]. */
  public boolean isQuadratic() {
    return activation.b() == 0 && activation.c() == 0;
  }
}
