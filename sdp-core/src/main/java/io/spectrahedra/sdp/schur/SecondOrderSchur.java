package io.spectrahedra.sdp.schur;

import io.spectrahedra.sdp.cone.SecondOrderCone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.SparseVector;
import io.spectrahedra.sdp.problem.VectorRows;
import java.util.Arrays;

/**
 * Terms of a second-order cone block [M30]: with A the r rows that have any,
 *
 * <pre>  M += (Ax)(As⁻¹)ᵀ + (As⁻¹)(Ax)ᵀ − (xᵀs/det s)·AJAᵀ.</pre>
 *
 * <p>AJAᵀ is the same in all iterations, which cost O(r²) each.
 */
final class SecondOrderSchur implements BlockSchur {
  private final VectorRows terms;
  private final SecondOrderCone cone;

  /** The rows that have terms, ascending. */
  private final int[] row;

  /** The place in {@link #row} of the row of each term. */
  private final int[] place;

  /** The lower triangle of AJAᵀ. */
  private final DenseMatrix reflected;

  SecondOrderSchur(VectorRows terms, SecondOrderCone cone) {
    this.terms = terms;
    this.cone = cone;
    this.place = new int[terms.terms()];
    int[] rows = new int[terms.terms()];
    int count = 0;
    for (int t = 0; t < place.length; t++) {
      if (count == 0 || rows[count - 1] != terms.row(t)) {
        rows[count++] = terms.row(t);
      }
      place[t] = count - 1;
    }
    this.row = Arrays.copyOf(rows, count);
    this.reflected = reflected();
  }

  private DenseMatrix reflected() {
    DenseMatrix product = DenseMatrix.zeros(row.length, row.length);
    DenseMatrix a = DenseMatrix.zeros(cone.size(), 1);
    int t = 0;
    for (int p = 0; p < row.length; p++) {
      a.fill(0);
      for (; t < place.length && place[t] == p; t++) {
        terms.vector(t).addTo(terms.scale(t), a);
      }
      for (int i = 1; i < a.rows; i++) {
        a.set(i, 0, -a.at(i, 0));
      }
      double[] inner = inner(a);
      for (int q = 0; q <= p; q++) {
        product.set(p, q, inner[q]);
      }
    }
    return product;
  }

  /** Av, an entry for each of the rows. */
  private double[] inner(DenseMatrix v) {
    double[] inner = new double[row.length];
    for (int t = 0; t < place.length; t++) {
      SparseVector vector = terms.vector(t);
      inner[place[t]] += terms.scale(t) * vector.dot(v);
    }
    return inner;
  }

  @Override
  public void addTo(Workers workers, DenseMatrix m) {
    double[] ax = inner(cone.x());
    double[] as = inner(cone.sInverse());
    double reflection = cone.reflection();
    for (int p = 0; p < row.length; p++) {
      for (int q = 0; q <= p; q++) {
        m.add(row[p], row[q], ax[p] * as[q] + as[p] * ax[q] - reflection * reflected.at(p, q));
      }
    }
  }

  @Override
  public double flops() {
    return 3.0 * row.length * row.length;
  }

  @Override
  public String toString() {
    return "second order: " + row.length + " rows of length " + cone.size();
  }
}
