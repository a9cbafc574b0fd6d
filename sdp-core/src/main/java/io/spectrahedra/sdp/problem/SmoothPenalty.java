package io.spectrahedra.sdp.problem;

/**
 * A penalty with f″ &gt; 0 everywhere, and bounded: y = f′(r) is then as good an equation of the
 * row as r = f*′(y), and the better one where the iteration begins near r = 0 [M61]. It has a value
 * for every r, while f*′ grows without bound towards the ends of its interval, between which y
 * would have to be kept.
 *
 * <p>Of these methods the solver asks that {@link #slope} and {@link #curvature} are finite for
 * every r and derivatives of {@link #value}, the slope between {@link #lower} and {@link #upper};
 * far out the curvature may be so small that it is 0.
 */
public interface SmoothPenalty extends RowPenalty {
  /** f′(r): the y that r belongs to. */
  double slope(double r);

  /** f″(r), in [0, {@link #greatestCurvature}]. */
  double curvature(double r);

  /** sup f″, positive and finite. */
  double greatestCurvature();
}
