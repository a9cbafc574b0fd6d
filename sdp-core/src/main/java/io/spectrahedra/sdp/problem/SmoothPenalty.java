package io.spectrahedra.sdp.problem;

/**
 * A penalty that is twice differentiable, with f″ &gt; 0 everywhere, and bounded: not Huber's or a
 * squared hinge, whose f″ is 0 on a ray, nor one whose f″ jumps. y = f′(r) is then as good an
 * equation of the row as r = f*′(y) [M61].
 *
 * <p>It is the better one where y may not begin at 0 because that is an end of its interval, where
 * f*′ is infinite, as of losses of a label: interior starts are then better ones, and programs of
 * thousands of rows take up to a quarter fewer iterations. The solver uses it there, if f″ at the
 * right-hand side is no less than a tenth of its greatest value, and the conjugate everywhere else:
 * the methods of {@link RowPenalty} must be right too.
 *
 * <p>Of these methods it asks that {@link #slope} and {@link #curvature} are finite for every r and
 * derivatives of {@link #value}, the slope between {@link #lower} and {@link #upper}; far out the
 * curvature may round to 0. {@link #hasQuadraticConjugate} stays false.
 */
public interface SmoothPenalty extends RowPenalty {
  /** f′(r): the y that r belongs to. */
  double slope(double r);

  /** f″(r), at most {@link #greatestCurvature}. */
  double curvature(double r);

  /** sup f″, positive and finite. */
  double greatestCurvature();
}
