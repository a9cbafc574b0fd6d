package io.spectrahedra.neural.architecture;

/** How long the direction u of a neuron may be. */
public enum NeuronNorm {
  /** ‖u‖ = 1. */
  ONE,
  /** ‖u‖ ≤ 1. */
  AT_MOST_ONE
}
