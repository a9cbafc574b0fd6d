package io.spectrahedra.neural;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.data.Standardisation;
import io.spectrahedra.neural.loss.SquaredLoss;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.SplittableRandom;

/** Seeded random data for tests. */
public final class Random {
  private final java.util.Random random;

  public Random(long seed) {
    // a plain Random of a small seed starts with nearly the same numbers for all of them
    this.random = new java.util.Random(new SplittableRandom(seed).nextLong());
  }

  public double gaussian() {
    return random.nextGaussian();
  }

  public double[] vector(int n) {
    double[] v = new double[n];
    for (int i = 0; i < n; i++) {
      v[i] = random.nextGaussian();
    }
    return v;
  }

  public double[] unit(int n) {
    double[] v = vector(n);
    double norm = 0;
    for (double entry : v) {
      norm = Math.hypot(norm, entry);
    }
    for (int i = 0; i < n; i++) {
      v[i] /= norm;
    }
    return v;
  }

  public DenseMatrix matrix(int rows, int cols) {
    DenseMatrix a = DenseMatrix.zeros(rows, cols);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < cols; j++) {
        a.set(i, j, random.nextGaussian());
      }
    }
    return a;
  }

  /** n samples of a planted network of three neurons, with noise. */
  public Dataset planted(int n, int d, QuadraticActivation activation) {
    DenseMatrix x = matrix(n, d);
    double[] y = vector(n);
    for (int j = 0; j < 3; j++) {
      double[] u = unit(d);
      double alpha = 3 * gaussian();
      for (int i = 0; i < n; i++) {
        double t = 0;
        for (int k = 0; k < d; k++) {
          t += x.at(i, k) * u[k];
        }
        y[i] = (j == 0 ? 0.3 * y[i] : y[i]) + alpha * activation.at(t);
      }
    }
    return Dataset.of(x, y);
  }

  /** A copy of the only target. */
  public static double[] column(Dataset data) {
    return data.y().copy().transposed().copy().row(0);
  }

  /** The training problem of a data set as it is. */
  public static TrainingProblem problem(Dataset data, QuadraticActivation activation, double beta) {
    return new TrainingProblem(
        new Samples(data.x(), Standardisation.none(data.x().cols)),
        data.y(),
        Architecture.dense(data.x().cols),
        activation,
        new SquaredLoss(),
        beta);
  }
}
