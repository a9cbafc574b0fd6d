package io.spectrahedra.sdp.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("sparse matrices from arrays of entries; rows without coefficients")
class EntriesTest {

  /** Integers, whose sums are exact in any order. */
  @Test
  void entriesOfOnePlaceAreAddedAndSortedByRow() {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int n = 1 + random.nextInt(6);
      int entries = random.nextInt(30);
      int[] row = random.ints(entries, 0, n).toArray();
      int[] col = random.ints(entries, 0, n).toArray();
      double[] value = random.ints(entries, -2, 3).asDoubleStream().toArray();
      DenseMatrix expected = DenseMatrix.zeros(n, n);
      for (int e = 0; e < entries; e++) {
        expected.add(row[e], col[e], value[e]);
        if (row[e] != col[e]) {
          expected.add(col[e], row[e], value[e]);
        }
      }
      SparseSymmetric a = SparseSymmetric.ofEntries(n, row, col, value);
      int nonzeros = 0;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          if (expected.at(i, j) != 0) {
            assertThat(a.row(nonzeros)).isEqualTo(i);
            assertThat(a.col(nonzeros)).isEqualTo(j);
            assertThat(a.value(nonzeros++)).isEqualTo(expected.at(i, j));
          }
        }
      }
      assertThat(a.entries()).isEqualTo(nonzeros);
    }
  }

  @Test
  void vectors() {
    SparseVector v =
        SparseVector.ofEntries(5, new int[] {4, 0, 4, 2, 2}, new double[] {1, 2, 3, 4, -4});
    assertThat(v.entries()).isEqualTo(2);
    assertThat(v.index(0)).isZero();
    assertThat(v.value(0)).isEqualTo(2);
    assertThat(v.index(1)).isEqualTo(4);
    assertThat(v.value(1)).isEqualTo(4);
  }

  @Test
  void errors() {
    int[] two = {0, 2};
    double[] values = {1, 1};
    assertThatThrownBy(() -> SparseSymmetric.ofEntries(2, two, new int[2], values))
        .hasMessage("entry (2, 0) does not lie in a matrix of order 2 (indices count from 0)");
    assertThatThrownBy(() -> SparseSymmetric.ofEntries(3, two, new int[1], values))
        .hasMessage("rows, columns and values must be equally many, were 2, 1 and 2");
    assertThatThrownBy(() -> SparseVector.ofEntries(2, two, values))
        .hasMessage("entry 2 does not lie in a vector of length 2 (indices count from 0)");
    assertThatThrownBy(() -> SparseVector.ofEntries(2, two, new double[1]))
        .hasMessage("indices and values must be equally many, were 2 and 1");
  }

  @Test
  void zeroRowsWhereTheyAreAllowed() {
    SdpProblem problem =
        SdpProblem.builder()
            .allowZeroRows()
            .psd("X", 2)
            .row("empty")
            .equalTo(7)
            .row("zero")
            .term("X", 0, ConstraintMatrix.identity(2))
            .equalTo(0)
            .build();
    assertThat(problem.rhs()).containsExactly(7, 0);
    assertThat(problem.rows().get(0).terms()).isEmpty();
  }
}
