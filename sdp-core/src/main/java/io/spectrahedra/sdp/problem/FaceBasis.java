package io.spectrahedra.sdp.problem;

import io.spectrahedra.sdp.linalg.DenseMatrix;

/** A basis V of the face of a matrix block that X is confined to: X = V X̃ Vᵀ [M44]. */
interface FaceBasis {
  /** Order of X̃. */
  int order();

  /** V, n × ñ. */
  DenseMatrix vectors();

  /** ‖V‖²: how many times as far outside of the cone as X̃ X may be. */
  double magnification();

  /** VᵀAV. */
  ConstraintMatrix restricted(ConstraintMatrix a);

  /** V X̃ Vᵀ. */
  DenseMatrix whole(DenseMatrix reduced);

  /** The X̃ of an X on the face; of another, one that is near it. */
  DenseMatrix reduced(DenseMatrix whole);
}
