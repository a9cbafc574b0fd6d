package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spectrahedra.sdp.kernel.Strided;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("what does not fit is refused, with routine, argument and value")
class ArgumentsTest {
  private static final Workers SERIAL = Workers.SERIAL;

  private static DenseMatrix of(int rows, int cols) {
    return DenseMatrix.zeros(rows, cols);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            () -> Gemm.multiply(SERIAL, 1, of(2, 3), of(3, 5), 0, of(2, 4)),
            "multiply: a of 2 x 3 times b of 3 x 5 does not fit c of 2 x 4"),
        mistake(
            () -> Gemm.multiplyLower(SERIAL, 1, of(2, 3), of(4, 2), 0, of(2, 2)),
            "multiplyLower: a of 2 x 3 times b of 4 x 2 does not fit c of 2 x 2"),
        mistake(
            () -> Gemm.multiplyLower(SERIAL, 1, of(2, 3), of(3, 4), 0, of(2, 4)),
            "multiplyLower needs a square matrix, got 2 x 4"),
        mistake(
            () -> Gemm.product(SERIAL, of(2, 3), of(4, 2)),
            "product: a of 2 x 3 times b of 4 x 2 does not fit c of 2 x 2"),
        mistake(
            () -> Triangular.solve(SERIAL, of(3, 3), of(4, 1)),
            "solve: triangular l of 3 x 3 does not fit a right-hand side of 4 x 1"),
        mistake(
            () -> Triangular.solve(of(3, 2), new double[3]),
            "solve: triangular l of 3 x 2 does not fit a right-hand side of 3 x 1"),
        mistake(
            () -> Triangular.solveTransposed(SERIAL, of(3, 3), of(2, 7)),
            "solveTransposed: triangular l of 3 x 3 does not fit a right-hand side of 2 x 7"),
        mistake(
            () -> Triangular.solveTransposed(of(3, 3), new double[2]),
            "solveTransposed: triangular l of 3 x 3 does not fit a right-hand side of 2 x 1"),
        mistake(
            () -> Triangular.invert(SERIAL, of(3, 2), of(3, 3)),
            "invert needs a square matrix, got 3 x 2"),
        mistake(
            () -> Triangular.invert(SERIAL, of(3, 3), of(2, 3)),
            "invert: the target must be 3 x 3, was 2 x 3"),
        mistake(
            () -> Cholesky.invert(SERIAL, of(3, 3), of(3, 4)),
            "invert: the target must be 3 x 3, was 3 x 4"),
        mistake(
            () -> Cholesky.multiplyByTranspose(SERIAL, of(3, 3), of(4, 3)),
            "multiplyByTranspose: the target must be 3 x 3, was 4 x 3"),
        mistake(
            () -> SelfProduct.lower(SERIAL, of(5, 2), of(3, 3)),
            "SelfProduct.lower: the target must be 2 x 2, was 3 x 3"),
        mistake(
            () -> SparseProduct.multiply(SERIAL, of(2, 2).transposed(), of(2, 2), of(2, 2)),
            "SparseProduct.multiply: a must be row-major, its columns are 2 entries apart"),
        mistake(
            () -> SparseProduct.of(of(3, 3)).multiply(SERIAL, of(3, 3), of(3, 3).transposed()),
            "SparseProduct.multiply: c must be row-major, its columns are 3 entries apart"),
        mistake(
            () -> PivotedCholesky.dependent(SERIAL, of(2, 2), Double.NaN),
            "dependent: tolerance must not be negative, was NaN"),
        mistake(
            () -> Triangular.multiply(of(3, 3), new double[3], new double[2]),
            "multiply: triangular l of 3 x 3 does not fit a right-hand side of 2 x 1"),
        mistake(
            () ->
                Triangular.multiplyTransposed(of(3, 3).transposed(), new double[3], new double[3]),
            "multiplyTransposed: l must be row-major, its columns are 3 entries apart"),
        mistake(() -> Cholesky.factor(SERIAL, of(3, 4)), "factor needs a square matrix, got 3 x 4"),
        mistake(
            () -> Cholesky.invert(SERIAL, of(3, 4), of(3, 3)),
            "invert needs a square matrix, got 3 x 4"),
        mistake(
            () -> Cholesky.solve(of(3, 3), new double[4]),
            "solve: triangular l of 3 x 3 does not fit a right-hand side of 4 x 1"),
        mistake(
            () -> SymmetricEigen.of(of(2, 3)),
            "SymmetricEigen.of needs a square matrix, got 2 x 3"),
        mistake(
            () -> SymmetricEigen.valuesOf(of(3, 2)),
            "SymmetricEigen.valuesOf needs a square matrix, got 3 x 2"),
        mistake(
            () -> SymmetricEigen.smallestOf(of(3, 2)),
            "SymmetricEigen.smallestOf needs a square matrix, got 3 x 2"),
        mistake(
            () -> TallQr.triangularFactor(SERIAL, -1, 3, (from, to) -> {}),
            "triangularFactor: n and p must not be negative, were -1 and 3"),
        mistake(
            () -> of(2, 3).addScaled(1, of(3, 2)),
            "addScaled: other of 3 x 2 does not fit this of 2 x 3"),
        mistake(() -> of(2, 3).setTo(of(2, 2)), "setTo: other of 2 x 2 does not fit this of 2 x 3"),
        mistake(() -> of(2, 3).dot(of(1, 3)), "dot: other of 1 x 3 does not fit this of 2 x 3"),
        mistake(() -> of(2, 3).row(2), "row: 2 does not lie in 2 x 3"),
        mistake(() -> of(2, 3).row(-1), "row: -1 does not lie in 2 x 3"),
        mistake(
            () -> of(2, 3).view(1, 0, Integer.MAX_VALUE, 1),
            "view: 2147483647 x 1 from (1, 0) does not lie in 2 x 3"),
        mistake(
            () -> of(2, 3).view(0, 2, 1, Integer.MAX_VALUE),
            "view: 1 x 2147483647 from (0, 2) does not lie in 2 x 3"),
        mistake(() -> of(2, 3).mirrorLower(), "mirrorLower needs a square matrix, got 2 x 3"),
        mistake(() -> of(2, 3).symmetrise(), "symmetrise needs a square matrix, got 2 x 3"),
        mistake(() -> of(3, -2), "zeros: a matrix cannot have 3 rows and -2 columns"),
        mistake(
            () -> DenseMatrix.identity(-1),
            "identity: a matrix cannot have -1 rows and -1 columns"),
        mistake(
            () -> DenseMatrix.wrap(new double[0], 70_000, 70_000),
            "wrap: a 70000 x 70000 matrix has 4900000000 entries, at most 2147483639 fit one"
                + " array"));
  }

  /** Which gave numbers, or an error about something else. */
  static Stream<Arguments> mistakesOfSparseRoutines() {
    EliminationOrder order = EliminationOrder.of(4, List.of(new int[] {0, 1}, new int[] {2, 3}));
    SparseCholesky a = new SparseCholesky(order);
    SparseProduct b = SparseProduct.of(of(3, 4));
    DenseSystem dense = new DenseSystem(3);
    return Stream.of(
        mistake(
            () -> b.multiply(SERIAL, of(4, 5), of(2, 5)),
            "SparseProduct.multiply: b of 3 x 4 times a of 4 x 5 does not fit c of 2 x 5"),
        mistake(
            () -> b.multiply(SERIAL, of(4, 5), of(3, 4)),
            "SparseProduct.multiply: b of 3 x 4 times a of 4 x 5 does not fit c of 3 x 4"),
        mistake(
            () -> b.multiply(SERIAL, of(4, 5), of(3, 6)),
            "SparseProduct.multiply: b of 3 x 4 times a of 4 x 5 does not fit c of 3 x 6"),
        mistake(
            () -> b.multiply(SERIAL, of(5, 5), of(3, 5)),
            "SparseProduct.multiply: b of 3 x 4 times a of 5 x 5 does not fit c of 3 x 5"),
        mistake(
            () -> b.multiply(new double[5], new double[3]),
            "SparseProduct.multiply: x must have 4 entries, had 5"),
        mistake(
            () -> b.multiply(new double[4], new double[4]),
            "SparseProduct.multiply: target must have 3 entries, had 4"),
        mistake(
            () -> EliminationOrder.of(3, List.of(new int[] {0, 5})),
            "EliminationOrder.of: row 5 is not one of 3, counted from 0"),
        mistake(
            () -> EliminationOrder.of(3, List.of(new int[] {0, 1}, new int[] {-1})),
            "EliminationOrder.of: row -1 is not one of 3, counted from 0"),
        mistake(
            () -> EliminationOrder.of(-1, List.of()),
            "EliminationOrder.of: n must be at least 0, was -1"),
        mistake(
            () -> EliminationOrder.forSolves(2, List.of(new int[] {2})),
            "EliminationOrder.forSolves: row 2 is not one of 2, counted from 0"),
        mistake(
            () -> a.add(new int[] {0, 4}, of(2, 2)),
            "SparseCholesky.add: row 4 is not one of 4, counted from 0"),
        mistake(
            () -> a.add(new int[] {0, 1}, of(2, 3)),
            "SparseCholesky.add: part must be 2 x 2, was 2 x 3"),
        mistake(() -> a.setTo(of(3, 3)), "SparseCholesky.setTo: a must be 4 x 4, was 3 x 3"),
        mistake(
            () -> a.solve(SERIAL, new double[5]),
            "SparseCholesky.solve: x must have 4 entries, had 5"),
        mistake(() -> a.solve(SERIAL, of(5, 2)), "SparseCholesky.solve: b must have 4 rows, had 5"),
        mistake(
            () -> a.solveLower(SERIAL, of(3, 2)),
            "SparseCholesky.solveLower: b must have 4 rows, had 3"),
        mistake(
            () -> a.solveLower(new double[5], new double[4]),
            "SparseCholesky.solveLower: x must have 4 entries, had 5"),
        mistake(
            () -> a.solveLower(new double[4], new double[5]),
            "SparseCholesky.solveLower: z must have 4 entries, had 5"),
        mistake(
            () -> a.solveUpper(new double[5], new double[4]),
            "SparseCholesky.solveUpper: z must have 4 entries, had 5"),
        mistake(
            () -> a.solveUpper(new double[4], new double[5]),
            "SparseCholesky.solveUpper: x must have 4 entries, had 5"),
        mistake(
            () -> dense.solveLower(new double[2], new double[3]),
            "DenseSystem.solveLower: x must have 3 entries, had 2"),
        mistake(
            () -> dense.solveLower(new double[3], new double[4]),
            "DenseSystem.solveLower: z must have 3 entries, had 4"),
        mistake(
            () -> dense.solveUpper(new double[2], new double[3]),
            "DenseSystem.solveUpper: z must have 3 entries, had 2"),
        mistake(
            () -> dense.solveUpper(new double[3], new double[4]),
            "DenseSystem.solveUpper: x must have 3 entries, had 4"));
  }

  static Stream<Arguments> mistakesOfTasks() {
    return Stream.of(
        mistake(
            () -> SERIAL.forSlices(10, 0, (from, to) -> {}),
            "Workers.forSlices: size must be at least 1, was 0"),
        mistake(
            () -> SERIAL.forSlices(10, -3, (from, to) -> {}),
            "Workers.forSlices: size must be at least 1, was -3"),
        mistake(
            () -> SERIAL.forSlices(-1, 4, (from, to) -> {}),
            "Workers.forSlices: items must be at least 0, was -1"),
        mistake(
            () -> SERIAL.forEach(-1, task -> {}),
            "Workers.forEach: tasks must be at least 0, was -1"));
  }

  private static Arguments mistake(ThrowingCallable call, String message) {
    return Arguments.of(message, call);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"mistakes", "mistakesOfSparseRoutines", "mistakesOfTasks"})
  void isRefused(String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class)
        .hasMessage(message);
  }

  @Test
  void whatIsRefusedIsNotAddedInPart() {
    EliminationOrder order = EliminationOrder.of(4, List.of(new int[] {0, 1}, new int[] {2, 3}));
    SparseCholesky a = new SparseCholesky(order);
    DenseMatrix part = DenseMatrix.identity(2);
    assertThatThrownBy(() -> a.add(new int[] {3, 1}, part))
        .hasMessage("SparseCholesky.add: entry (3, 1) is not in the pattern");
    for (int i = 0; i < 4; i++) {
      assertThat(a.at(i, i)).isZero();
    }
  }

  /** The pivot of such a row is none; the other rows are as without it. */
  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void rowsThatAreNotFiniteAreDependentAndReachNoOthers(double wrong) {
    DenseMatrix a = DenseMatrix.identity(5);
    a.set(4, 1, 1); // row 4 is row 1
    for (int row : new int[] {0, 2, 3}) {
      DenseMatrix broken = a.copy();
      broken.set(row, row, wrong);
      assertThat(PivotedCholesky.dependent(SERIAL, broken, 1e-12).stream())
          .containsExactlyInAnyOrder(row, 4);
    }
    a.set(3, 2, wrong); // row 2 is taken first
    assertThat(PivotedCholesky.dependent(SERIAL, a, 1e-12).stream()).containsExactly(3, 4);
  }

  @ParameterizedTest(name = "order {0}")
  @ValueSource(ints = {46_341, 50_000, 65_536, 92_682, Integer.MAX_VALUE})
  void ordersThatNoArrayHolds(int order) {
    assertThatThrownBy(() -> DenseMatrix.zeros(order, order))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "zeros: a %d x %d matrix has %d entries, at most 2147483639 fit one array"
                .formatted(order, order, (long) order * order));
  }

  /** In the largest matrix of all, of which no entry is touched here: it would take 16 GB. */
  @ParameterizedTest(name = "order {0}")
  @ValueSource(ints = {20_000, 46_340})
  void indicesOfLargeMatrices(int order) {
    DMatrixRMaj shape = new DMatrixRMaj();
    shape.numRows = order;
    shape.numCols = order;
    DenseMatrix a = DenseMatrix.of(shape);
    int last = order - 1;
    long exact = (long) order * order - 1;
    assertThat(a.index(last, last)).isEqualTo((int) exact);
    assertThat(a.transposed().index(last, last)).isEqualTo((int) exact);
    assertThat(a.view(last, last, 1, 1).index(0, 0)).isEqualTo((int) exact);
    assertThat(a.view(1, 2, last, last - 1).index(last - 1, last - 2)).isEqualTo((int) exact);
    assertThat(a.part(last, 0).index(0, last)).isEqualTo((int) exact);
    Strided transposed = a.part(0, last).transposed();
    assertThat(transposed.index(0, last)).isEqualTo((int) exact);
  }

  @Test
  void nothingIsReadOrWrittenInEmptyMatrices() {
    DenseMatrix c = DenseMatrix.identity(3);
    Gemm.multiply(SERIAL, 1, of(3, 0), of(0, 3), 1, c);
    assertThat(c.data()).isEqualTo(DenseMatrix.identity(3).data());
    Gemm.multiply(SERIAL, 1, of(3, 0), of(0, 3), 0, c);
    assertThat(c.maxAbs()).isZero();
    assertThat(Cholesky.factor(SERIAL, of(0, 0))).isZero();
    Cholesky.invert(SERIAL, of(0, 0), of(0, 0));
    Triangular.solve(SERIAL, of(0, 0), of(0, 5));
    Triangular.solveTransposed(SERIAL, of(4, 4), of(4, 0));
    assertThat(SymmetricEigen.of(of(0, 0)).values()).isEmpty();
    assertThat(TallQr.triangularFactor(SERIAL, 0, 2, (from, to) -> {}).maxAbs()).isZero();
  }
}
