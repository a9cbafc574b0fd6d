package io.spectrahedra.neural.architecture;

/** What the direction u of a neuron may be. */
public enum NeuronNorm {
  /** ‖u‖ = 1. */
  ONE,
  /** ‖u‖ ≤ 1. */
  AT_MOST_ONE,
  /** Entries 1 or −1 of both vectors of a bilinear neuron (xᵀu)(xᵀv) [M26]. */
  SIGNS
}
