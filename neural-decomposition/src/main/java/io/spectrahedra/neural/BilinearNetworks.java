package io.spectrahedra.neural;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import java.util.List;

/**
 * The front door of bilinear networks f(x) = Σ αⱼ(xᵀuⱼ)(xᵀvⱼ) [M26], whose neurons have two
 * vectors: of length one, or quantised, with entries 1 and −1.
 *
 * <p>xᵀuvᵀx sees the symmetric part of uvᵀ alone, so that a best network with unit vectors has v =
 * u, and is proven best as that of σ(t) = t² is. To find the best signs is NP-hard: a quantised
 * network is rounded from a relaxation, and comes with the lower bound that this gives.
 */
public final class BilinearNetworks {
  private BilinearNetworks() {}

  /** Trains on numbers from memory (copied): a row of {@code x} a sample. */
  public static TrainedNetwork fit(double[][] x, double[] y, TrainingOptions options) {
    return train(Dataset.of(x, y), options);
  }

  /** Trains on classes from memory (copied): a row of {@code x} a sample. */
  public static TrainedNetwork fit(double[][] x, List<String> labels, TrainingOptions options) {
    return train(Dataset.of(DenseMatrix.of(x), labels), options);
  }

  /**
   * Trains, to global optimality unless hidden weights are quantised; see {@link #quantised}.
   *
   * @param options all but the activation, which is that of the network
   */
  public static TrainedNetwork train(Dataset data, TrainingOptions options) {
    return train(data, options, Progress.Listener.NONE, new Cancellation());
  }

  /** Trains, reporting every iteration of the solver to {@code listener}. */
  public static TrainedNetwork train(
      Dataset data,
      TrainingOptions options,
      Progress.Listener listener,
      Cancellation cancellation) {
    TrainingOptions bilinear = options.withActivation(QuadraticActivation.QUADRATIC);
    return PolynomialNetworks.train(data, bilinear, listener, cancellation).bilinear();
  }

  /**
   * The options for hidden weights of 1 and −1. The termination of such a training is {@link
   * io.spectrahedra.sdp.solver.Termination#ROUNDED} where the network is not proven best, and its
   * certificate says how far from that it can be.
   */
  public static TrainingOptions quantised(TrainingOptions options) {
    return options.withActivation(QuadraticActivation.QUADRATIC).withNorm(NeuronNorm.SIGNS);
  }
}
