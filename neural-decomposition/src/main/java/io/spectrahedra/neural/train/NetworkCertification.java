package io.spectrahedra.neural.train;

import io.spectrahedra.neural.architecture.Layout;
import io.spectrahedra.neural.certificate.GlobalOptimality;
import io.spectrahedra.neural.certificate.GlobalOptimality.Claim;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.network.Model;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import java.util.List;

/**
 * How far a given network is from the best one: its own residual bounds that from below only near
 * an optimum, so the best network is trained for its dual vector, which bounds it tightly.
 *
 * @param certificate of the given network
 * @param best the best network on these data, with the network's activation and penalty
 */
public record NetworkCertification(GlobalOptimality certificate, TrainedNetwork best) {

  /**
   * Certifies a model on data.
   *
   * @param given has the features and targets of the model, in its order, and classes in any
   * @param loss that the model was trained for
   * @param options tolerance, time limit and threads; the rest is the model's
   * @throws InputException if the data have other targets, or a class that the model has not, or
   *     the neurons are not those of a network of its kind, of norm 1
   */
  public static NetworkCertification of(
      Model model,
      Loss loss,
      Dataset given,
      TrainingOptions options,
      Progress.Listener listener,
      Cancellation cancellation) {
    Dataset data = targets(model, given);
    Network network = model.network();
    DenseMatrix x = DenseMatrix.zeros(data.x().rows, data.x().cols);
    new Samples(data.x(), model.standardisation()).write(0, x);
    Dataset standardised =
        new Dataset(data.features(), data.targets(), x, data.y(), data.classes(), data.sha256());
    double beta = model.provenance().beta();
    TrainingProblem training =
        new TrainingProblem(
            new Samples(data.x(), model.standardisation()),
            TargetEncoding.of(data, loss),
            network.architecture(),
            network.activation(),
            loss,
            beta);
    Claim claim = claim(training, network);
    TrainedNetwork best =
        InteriorPointTraining.train(
            standardised,
            options
                .withActivation(network.activation())
                .withLoss(loss)
                .withLayout(Layout.of(network.architecture()))
                .withBias(network.architecture().bias())
                .withNorm(network.architecture().norm())
                .withBeta(beta)
                .withStandardise(Standardise.NONE),
            listener,
            cancellation);
    GlobalOptimality own =
        GlobalOptimality.of(Workers.SERIAL, claim, List.of(), options.tolerance());
    return new NetworkCertification(own.orBoundOf(best.certificate()), best);
  }

  /** The network as one of the problem, or the reason why it is none. */
  private static Claim claim(TrainingProblem training, Network network) {
    try {
      return new Claim(training, network.hidden(), network.weights(), network.places());
    } catch (IllegalArgumentException e) {
      throw new InputException("the model cannot be certified: " + e.getMessage(), e);
    }
  }

  private static Dataset targets(Model model, Dataset data) {
    if (data.targets().size() != model.targets().size()) {
      throw new InputException(
          "the model predicts "
              + String.join(", ", model.targets())
              + ": the targets of the data are "
              + String.join(", ", data.targets()));
    }
    if (data.isClassification() && !model.isClassification()) {
      throw new InputException("the model predicts numbers: the target of the data is classes");
    }
    return model.isClassification() ? data.withClasses(model.classes()) : data;
  }

  /** The certificate in words, and the best objective found where it is smaller. */
  @Override
  public String toString() {
    return certificate + "; best network found: " + best;
  }
}
