package io.spectrahedra.neural.lift;

import io.spectrahedra.sdp.linalg.DenseMatrix;

/**
 * (Z, Z′) of one cell and output: the neurons with positive and those with negative weight.
 *
 * @param plus Z, positive semidefinite
 * @param minus Z′, positive semidefinite
 */
public record Pair(DenseMatrix plus, DenseMatrix minus) {

  /** Z − Z′, which is all that predictions depend on. */
  public DenseMatrix difference() {
    DenseMatrix difference = plus.copy();
    difference.addScaled(-1, minus);
    return difference;
  }
}
