package io.spectrahedra.sdp.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("every kind of constraint matrix agrees with its entries")
class ConstraintMatrixContractTest {

  static Stream<Arguments> matrices() {
    Stream.Builder<Arguments> cases = Stream.builder();
    for (int n : new int[] {1, 2, 5, 12}) {
      RandomMatrices random = new RandomMatrices(n);
      cases.add(Arguments.of("sparse", random.sparse(n, 0.4)));
      cases.add(Arguments.of("identity", ConstraintMatrix.identity(n)));
      cases.add(Arguments.of("dense", ConstraintMatrix.dense(random.symmetric(n))));
      cases.add(Arguments.of("low rank", random.lowRank(n, 3)));
      cases.add(
          Arguments.of(
              "rows",
              LowRankMatrix.ofRows(
                  random.dense(6, n), new int[] {4, 1, 4}, new double[] {1, -2, 0.5})));
      cases.add(Arguments.of("vector", ConstraintMatrix.vector(random.dense(1, n).row(0))));
      cases.add(Arguments.of("unit vector", SparseVector.unit(n, n - 1, 3)));
    }
    return cases.build();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("matrices")
  void agreesWithItsEntries(String name, ConstraintMatrix matrix) {
    RandomMatrices random = new RandomMatrices(77);
    DenseMatrix entries = RandomMatrices.entries(matrix);
    boolean square = matrix.cols() > 1;
    DenseMatrix x =
        square ? random.symmetric(matrix.size()) : random.dense(matrix.size(), matrix.cols());
    assertThat(matrix.dot(x)).isCloseTo(entries.dot(x), within(1e-13));
    assertThat(matrix.frobeniusNorm()).isCloseTo(entries.frobeniusNorm(), within(1e-13));
    DenseMatrix target = x.copy();
    matrix.addTo(-2, target);
    x.addScaled(-2, entries);
    target.addScaled(-1, x);
    assertThat(target.maxAbs()).isLessThan(1e-14);
    if (square) {
      DenseMatrix transposed = entries.transposed().copy();
      transposed.addScaled(-1, entries);
      assertThat(transposed.maxAbs()).isZero();
    }
  }

  @Test
  void svecIsAnIsometry() {
    RandomMatrices random = new RandomMatrices(3);
    DenseMatrix a = random.symmetric(5);
    DenseMatrix b = random.symmetric(5);
    double[] u = new double[DenseSymmetric.svecLength(5)];
    double[] v = new double[u.length];
    DenseSymmetric.svec(a, u, 0);
    DenseSymmetric.svec(b, v, 0);
    double inner = 0;
    for (int e = 0; e < u.length; e++) {
      inner += u[e] * v[e];
    }
    assertThat(inner).isCloseTo(a.dot(b), within(1e-14));
  }

  @Test
  void errorsNameTheValue() {
    assertThatThrownBy(() -> ConstraintMatrix.sparse(3).set(0, 3, 1))
        .hasMessage("entry (0, 3) does not lie in a matrix of order 3 (indices count from 0)");
    assertThatThrownBy(() -> ConstraintMatrix.sparse(3).set(0, 1, 1).set(1, 0, 2))
        .hasMessage("entry (1, 0) is set twice");
    assertThatThrownBy(() -> ConstraintMatrix.sparse(0))
        .hasMessage("order must be at least 1, was 0");
    assertThatThrownBy(() -> ConstraintMatrix.lowRank(DenseMatrix.zeros(4, 2), 1))
        .hasMessage("a rank-2 factor needs 2 weights, got [1.0]");
    assertThatThrownBy(
            () -> LowRankMatrix.ofRows(DenseMatrix.zeros(2, 4), new int[] {2}, new double[] {1}))
        .hasMessage("vector 2 is no row of a matrix with 2 rows");
    assertThatThrownBy(() -> ConstraintMatrix.dense(DenseMatrix.zeros(2, 3)))
        .hasMessage("a symmetric matrix is square, got 2 x 3");
    assertThatThrownBy(() -> SparseVector.unit(2, 2, 1))
        .hasMessage("entry 2 does not lie in a vector of length 2 (indices count from 0)");
    assertThatThrownBy(() -> new Block.Psd(0)).hasMessage("block size must be at least 1, was 0");
    assertThatThrownBy(() -> SdpProblem.builder().psd("X", 46_341))
        .hasMessage("block \"X\": the order of a matrix must be at most 46340, was 46341");
  }
}
