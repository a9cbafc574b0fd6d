package io.spectrahedra.neural.train;

import io.spectrahedra.neural.certificate.GlobalOptimality;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.network.Model;
import io.spectrahedra.neural.network.ScalarNetwork;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;

/**
 * How far a given network is from the best one: its own residual bounds that from below only near
 * an optimum, so the best network is trained for its dual vector, which bounds it tightly.
 *
 * @param certificate of the given network
 * @param best the best network on these data, with the network's activation and penalty
 */
public record NetworkCertification(GlobalOptimality certificate, TrainedNetwork best) {

  /**
   * Certifies a model on data, which have its features in its order.
   *
   * @param options tolerance, time limit and threads; the rest is the model's
   */
  public static NetworkCertification of(
      Model model,
      Dataset data,
      TrainingOptions options,
      Progress.Listener listener,
      Cancellation cancellation) {
    ScalarNetwork network = model.network();
    DenseMatrix x = DenseMatrix.zeros(data.x().rows, data.x().cols);
    new Samples(data.x(), model.standardisation()).write(0, x);
    Dataset standardised = new Dataset(data.features(), data.target(), x, data.y(), data.sha256());
    double beta = model.provenance().beta();
    TrainedNetwork best =
        InteriorPointTraining.train(
            standardised,
            options
                .withActivation(network.activation())
                .withBeta(beta)
                .withStandardise(Standardise.NONE),
            listener,
            cancellation);
    GlobalOptimality own =
        GlobalOptimality.of(
            Workers.SERIAL,
            new GlobalOptimality.Claim(
                new Samples(data.x(), model.standardisation()),
                data.y(),
                network.activation(),
                network.hidden(),
                network.output(),
                beta));
    return new NetworkCertification(own.orBoundOf(best.certificate()), best);
  }
}
