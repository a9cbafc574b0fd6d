package io.spectrahedra.sdp.problem;

/** What the parameters of penalties must be. */
final class PenaltyParameter {
  private PenaltyParameter() {}

  /** Throws unless the weight and its inverse are positive and finite. */
  static void requireWeight(String owner, double weight) {
    if (!(weight > 0) || !Double.isFinite(1 / weight) || !Double.isFinite(weight)) {
      throw new IllegalArgumentException(
          "weight of " + owner + " must be positive and finite, was " + weight);
    }
  }

  /** Throws unless the label is 1 or −1. */
  static void requireLabel(String owner, double label) {
    if (Math.abs(label) != 1) {
      throw new IllegalArgumentException("label of " + owner + " must be 1 or -1, was " + label);
    }
  }
}
