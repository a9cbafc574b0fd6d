package io.spectrahedra.sdp.schur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.cone.Cone;
import io.spectrahedra.sdp.cone.PsdCone;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.Operator;
import io.spectrahedra.sdp.problem.RandomMatrices;
import io.spectrahedra.sdp.problem.RowBuilder;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SparseRows;
import io.spectrahedra.sdp.problem.SparseSymmetric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("F1, F2, F3 and the cheapest of them give ⟨Aᵢ, sym(X Aⱼ S⁻¹)⟩ to rounding")
class SparseSchurTest {
  private static final String BLOCK = "X";

  private record Case(String name, SdpProblem problem) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> cases() {
    List<Case> cases = new ArrayList<>();
    for (int n : new int[] {1, 2, 7, 40}) {
      RandomMatrices random = new RandomMatrices(n);
      cases.add(rows("few entries", n, 30, i -> random.sparse(n, 0.02)));
      cases.add(rows("some full, some of one entry", n, 40, i -> random.sparse(n, i % 9 / 9.0)));
      cases.add(rows("full", n, 19, i -> random.sparse(n, 1)));
      cases.add(rows("diagonal entries", n, n, i -> unit(n, i, i)));
      cases.add(rows("one matrix and its multiples", n, 12, i -> repeated(n)));
      cases.add(severalTerms(n));
      cases.add(withEmptyTerms(n));
    }
    cases.add(theta());
    List<Arguments> arguments = new ArrayList<>();
    for (Case each : cases) {
      arguments.add(Arguments.of(each, EnumSet.allOf(SparseFormula.class)));
      for (SparseFormula formula : SparseFormula.values()) {
        arguments.add(Arguments.of(each, EnumSet.of(formula)));
      }
    }
    return arguments.stream();
  }

  private interface Matrix {
    ConstraintMatrix of(int i);
  }

  private static Case rows(String name, int n, int m, Matrix matrix) {
    SdpProblem.Builder builder = SdpProblem.builder().psd(BLOCK, n);
    for (int i = 0; i < m; i++) {
      builder.row("row " + i).term(BLOCK, 1 + i % 3, matrix.of(i)).equalTo(1);
    }
    return new Case(name + " of order " + n, builder.build());
  }

  private static SparseSymmetric unit(int n, int i, int j) {
    return ConstraintMatrix.sparse(n).set(i, j, 1).build();
  }

  private static ConstraintMatrix repeated(int n) {
    return new RandomMatrices(3).sparse(n, 0.3);
  }

  private static Case severalTerms(int n) {
    RandomMatrices random = new RandomMatrices(20 + n);
    SdpProblem.Builder builder = SdpProblem.builder().psd(BLOCK, n);
    for (int i = 0; i < 25; i++) {
      RowBuilder row = builder.row("row " + i);
      for (int t = 0; t < 1 + i % 4; t++) {
        row.term(BLOCK, random.next(), random.sparse(n, 0.4)).term(BLOCK, unit(n, 0, n / 2));
      }
      row.equalTo(1);
    }
    return new Case("several terms a row of order " + n, builder.build());
  }

  private static Case withEmptyTerms(int n) {
    ConstraintMatrix empty = ConstraintMatrix.sparse(n).build();
    SdpProblem.Builder builder = SdpProblem.builder().psd(BLOCK, n).nonNegative("s", 1);
    for (int i = 0; i < 6; i++) {
      builder
          .row("row " + i)
          .term("s", ConstraintMatrix.vector(1))
          .term(BLOCK, i % 2 == 0 ? empty : unit(n, n - 1, n / 2))
          .equalTo(1);
    }
    return new Case("empty terms of order " + n, builder.build());
  }

  /** The trace, and X_ij = 0 for every second pair. */
  private static Case theta() {
    int n = 12;
    SdpProblem.Builder builder = SdpProblem.builder().psd(BLOCK, n);
    builder.row("trace").term(BLOCK, ConstraintMatrix.identity(n)).equalTo(1);
    for (int i = 0; i < n; i++) {
      for (int j = i % 2; j < i; j += 2) {
        builder.row("x" + i + "," + j).term(BLOCK, unit(n, i, j)).equalTo(0);
      }
    }
    return new Case("theta", builder.build());
  }

  @ParameterizedTest(name = "{0} by {1}")
  @MethodSource("cases")
  void agreesWithTheDefinition(Case given, Set<SparseFormula> allowed) {
    SdpProblem problem = given.problem;
    int m = problem.rows().size();
    int n = problem.blocks().get(0).size();
    PsdCone cone = cone(n);
    SparseSchur schur = new SparseSchur(sparseRows(problem), cone, allowed);
    DenseMatrix ours = DenseMatrix.zeros(m, m);
    schur.addTo(Workers.SERIAL, ours);
    List<DenseMatrix> a = matrices(problem, false);
    List<DenseMatrix> sizes = matrices(problem, true);
    for (int j = 0; j < m; j++) {
      DenseMatrix w = product(product(cone.x(), a.get(j)), cone.sInverse());
      DenseMatrix size =
          product(product(absolute(cone.x()), sizes.get(j)), absolute(cone.sInverse()));
      w.symmetrise();
      size.symmetrise();
      for (int i = j; i < m; i++) {
        // sums of at most n, n and n² terms, theirs and ours, bound the error by their number
        double bound = 2 * (n * n + 2 * n + 8) * 0x1p-53 * sizes.get(i).dot(size);
        assertThat(ours.at(i, j)).isCloseTo(a.get(i).dot(w), within(bound));
      }
    }
    sameBitsWithThreads(schur, ours);
  }

  @Test
  @DisplayName("a matrix of ones is worked at by all threads, and max-cut is X ∘ S⁻¹")
  void onesAndUnits() {
    int n = 320;
    SparseSymmetric.Entries ones = ConstraintMatrix.sparse(n);
    SdpProblem.Builder builder = SdpProblem.builder().psd(BLOCK, n);
    for (int i = 0; i < n; i++) {
      builder.row("diagonal " + i).term(BLOCK, unit(n, i, i)).equalTo(1);
      for (int j = 0; j <= i; j++) {
        ones.set(i, j, 1);
      }
    }
    SdpProblem problem = builder.row("sum").term(BLOCK, ones.build()).equalTo(0).build();
    PsdCone cone = cone(n);
    SparseSchur schur = new SparseSchur(sparseRows(problem), cone);
    assertThat(schur).hasToString("sparse: 321 matrices of order 320, by formula {F1=1, F3=320}");
    DenseMatrix ours = DenseMatrix.zeros(n + 1, n + 1);
    schur.addTo(Workers.SERIAL, ours);
    DenseMatrix e = DenseMatrix.zeros(n, 1);
    e.fill(1);
    DenseMatrix xe = product(cone.x(), e);
    DenseMatrix se = product(cone.sInverse(), e);
    double xSum = absolute(cone.x()).dot(product(e, e.transposed()));
    double sSum = absolute(cone.sInverse()).dot(product(e, e.transposed()));
    double rounding = 4 * n * 0x1p-53 * xSum * sSum;
    for (int i = 0; i < n; i++) {
      assertThat(ours.at(n, i)).isCloseTo(xe.at(i, 0) * se.at(i, 0), within(rounding));
      for (int j = 0; j <= i; j++) {
        double entry = cone.x().at(i, j) * cone.sInverse().at(i, j);
        assertThat(ours.at(i, j)).isCloseTo(entry, within(4 * 0x1p-53 * Math.abs(entry)));
      }
    }
    double corner = xe.dot(e) * se.dot(e);
    assertThat(ours.at(n, n)).isCloseTo(corner, within(n * rounding));
    sameBitsWithThreads(schur, ours);
  }

  private static void sameBitsWithThreads(SparseSchur schur, DenseMatrix ours) {
    DenseMatrix threaded = DenseMatrix.zeros(ours.rows, ours.rows);
    try (Workers team = new Workers(3, () -> false)) {
      schur.addTo(team, threaded);
    }
    assertThat(threaded.data()).isEqualTo(ours.data());
  }

  private static PsdCone cone(int n) {
    RandomMatrices random = new RandomMatrices(31L * n);
    PsdCone cone = (PsdCone) Cone.of(new Block.Psd(n), Workers.SERIAL);
    assertThat(cone.update(random.positive(n, 0.5), random.positive(n, 0.5))).isTrue();
    return cone;
  }

  private static SparseRows sparseRows(SdpProblem problem) {
    double[] ones = new double[problem.rows().size()];
    Arrays.fill(ones, 1);
    return (SparseRows) Operator.of(problem, ones).groups(0).get(0);
  }

  /**
   * Of each row, what it has in the first block; or the sum of the absolute values of its terms.
   */
  private static List<DenseMatrix> matrices(SdpProblem problem, boolean sizes) {
    List<DenseMatrix> matrices = new ArrayList<>();
    int n = problem.blocks().get(0).size();
    for (SdpProblem.Row row : problem.rows()) {
      DenseMatrix sum = DenseMatrix.zeros(n, n);
      for (SdpProblem.Term term : row.terms()) {
        if (term.block() == 0) {
          DenseMatrix entries = RandomMatrices.entries(term.matrix());
          entries.scale(term.scale());
          sum.addScaled(1, sizes ? absolute(entries) : entries);
        }
      }
      matrices.add(sum);
    }
    return matrices;
  }

  private static DenseMatrix product(DenseMatrix a, DenseMatrix b) {
    DenseMatrix c = DenseMatrix.zeros(a.rows, b.cols);
    for (int i = 0; i < a.rows; i++) {
      for (int k = 0; k < a.cols; k++) {
        for (int j = 0; j < b.cols; j++) {
          c.add(i, j, a.at(i, k) * b.at(k, j));
        }
      }
    }
    return c;
  }

  private static DenseMatrix absolute(DenseMatrix a) {
    DenseMatrix b = a.copy();
    for (int i = 0; i < b.rows; i++) {
      for (int j = 0; j < b.cols; j++) {
        b.set(i, j, Math.abs(b.at(i, j)));
      }
    }
    return b;
  }
}
