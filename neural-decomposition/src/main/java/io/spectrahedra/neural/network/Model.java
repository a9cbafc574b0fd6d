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
 * @param target name of what is predicted
 * @param standardisation of the features, applied before the network
 */
public record Model(
    ScalarNetwork network,
    List<String> features,
    String target,
    Standardisation standardisation,
    Provenance provenance) {

  /** Checks the sizes. */
  public Model {
    features = List.copyOf(features);
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

  /** Predictions for raw data, n × d; O(nmd). */
  public double[] predict(DenseMatrix x) {
    return network.predict(Workers.SERIAL, new Samples(x, standardisation));
  }
}
