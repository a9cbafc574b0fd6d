package io.spectrahedra.neural.architecture;

/** An architecture for data whose number of features is not known yet. */
@FunctionalInterface
public interface Layout {
  /** Every neuron sees all features. */
  Layout DENSE = Architecture::dense;

  /** The architecture for samples of d features. */
  Architecture of(int d);

  /** The same for all data: whether it suits them is checked against them. */
  static Layout of(Architecture architecture) {
    return d -> architecture;
  }
}
