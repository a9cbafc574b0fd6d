package io.spectrahedra.neural.network;

import io.spectrahedra.neural.data.Samples;
import io.spectrahedra.neural.data.Standardisation;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.List;

/**
 * A trained network with what it takes to use it on raw data.
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

  /** What the network says of raw data, n × d: its outputs, n × C; O(nmd). */
  public DenseMatrix outputs(DenseMatrix x) {
    return network.predict(Workers.SERIAL, new Samples(x, standardisation));
  }

  /**
   * Predictions of a network with one output for raw data, n × d; O(nmd).
   *
   * @throws IllegalStateException if there are several outputs
   */
  public double[] predict(DenseMatrix x) {
    if (network.outputs() != 1) {
      throw new IllegalStateException(
          "the network has " + network.outputs() + " outputs: ask for outputs(x)");
    }
    return outputs(x).transposed().copy().row(0);
  }
}
