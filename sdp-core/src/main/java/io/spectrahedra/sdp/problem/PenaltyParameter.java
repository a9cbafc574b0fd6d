package io.spectrahedra.sdp.problem;

/** What the parameters of penalties must be. */
final class PenaltyParameter {
  private PenaltyParameter() {}

  /** Throws unless the weight is positive, and it and its inverse are in range. */
  static void requireWeight(String owner, double weight) {
    if (!(weight >= 1 / SdpProblem.LARGEST && weight <= SdpProblem.LARGEST)) {
      throw new IllegalArgumentException(
          "weight of " + owner + " must lie in [1e-100, 1e100], was " + weight);
    }
  }

  /** Throws unless the label is 1 or −1. */
  static void requireLabel(String owner, double label) {
    if (Math.abs(label) != 1) {
      throw new IllegalArgumentException("label of " + owner + " must be 1 or -1, was " + label);
    }
  }
}
