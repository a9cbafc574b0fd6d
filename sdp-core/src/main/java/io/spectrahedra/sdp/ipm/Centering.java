package io.spectrahedra.sdp.ipm;

/** How far the corrector aims at the central path, from how far the predictor came. */
final class Centering {
  private Centering() {}

  /**
   * σ = min(1, (μ_aff/μ)^e), with e = 1 for short steps and up to 3 for full ones (Toh, Todd and
   * Tütüncü 1999).
   *
   * @param reach how far the affine direction goes
   */
  static double sigma(Iterate z, Step affine, StepLength reach) {
    double gap = z.gap();
    if (gap == 0) { // nothing but free variables and rows without an interval: a linear system
      return 0;
    }
    double affineGap =
        z.x.dot(z.s)
            + z.rows.gap(z.y, affine.dy(), affine.rows(), reach)
            + reach.primal() * affine.dx().dot(z.s)
            + reach.dual() * z.x.dot(affine.ds())
            + reach.primal() * reach.dual() * affine.dx().dot(affine.ds());
    double shortest = reach.shortest();
    double exponent = shortest < 1 / Math.sqrt(3) ? 1 : Math.max(1, 3 * shortest * shortest);
    return Math.min(1, Math.pow(Math.max(0, affineGap) / gap, exponent));
  }
}
