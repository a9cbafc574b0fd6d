package io.spectrahedra.neural.data;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.Objects;

/** Matrices as people have them: a row a sample. */
public final class Rows {
  private Rows() {}

  /**
   * A copy as a matrix, n × d.
   *
   * @param name of the argument, for errors
   * @throws InputException if rows differ in length
   * @throws NullPointerException naming what is null
   */
  public static DenseMatrix matrix(String name, double[][] rows) {
    Objects.requireNonNull(rows, name);
    for (int i = 0; i < rows.length; i++) {
      Objects.requireNonNull(rows[i], name + "[" + i + "]");
      if (rows[i].length != rows[0].length) {
        throw new InputException(
            "rows of "
                + name
                + " must have the same length: row 0 has "
                + rows[0].length
                + " entries, row "
                + i
                + " has "
                + rows[i].length);
      }
    }
    return DenseMatrix.of(rows);
  }
}
