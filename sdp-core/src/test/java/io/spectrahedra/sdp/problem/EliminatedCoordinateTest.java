package io.spectrahedra.sdp.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the null space of wᵀ by one coordinate")
class EliminatedCoordinateTest {
  private static final int ORDER = 120;

  private final RandomMatrices random = new RandomMatrices(3);

  private double[] w() {
    double[] w = new double[ORDER];
    for (int i = 0; i < ORDER; i++) {
      w[i] = i % 3 == 1 ? 2 : -1.5 * random.next();
    }
    return w;
  }

  private static ConstraintMatrix entry(int i, int j) {
    return ConstraintMatrix.sparse(ORDER).set(i, j, 2.5).build();
  }

  private static DenseMatrix product(DenseMatrix a, DenseMatrix b) {
    return Gemm.product(Workers.SERIAL, a, b);
  }

  private static DenseMatrix dense(ConstraintMatrix a) {
    DenseMatrix whole = DenseMatrix.zeros(a.size(), a.size());
    a.addTo(1, whole);
    return whole;
  }

  private static void assertNear(DenseMatrix actual, DenseMatrix expected) {
    DenseMatrix difference = actual.copy();
    difference.addScaled(-1, expected);
    assertThat(difference.maxAbs()).isLessThanOrEqualTo(1e-13 * (1 + expected.maxAbs()));
  }

  /** Every coordinate but 70 has coefficients of its own, which stay sparse. */
  private EliminatedCoordinate basis(double[] w) {
    List<ConstraintMatrix> rows = new ArrayList<>();
    for (int i = 0; i < ORDER; i++) {
      rows.add(entry(i == 70 ? 69 : i, i == 70 ? 69 : i));
    }
    return EliminatedCoordinate.of(w, rows).orElseThrow();
  }

  @Test
  void spansTheNullSpace() {
    double[] w = w();
    EliminatedCoordinate basis = basis(w);
    assertThat(basis.p()).isEqualTo(70);
    assertThat(basis.order()).isEqualTo(ORDER - 1);
    DenseMatrix image = product(DenseMatrix.wrap(w, 1, ORDER), basis.vectors());
    assertThat(image.maxAbs()).isLessThan(1e-14);
  }

  @Test
  void saysHowFarOutsideOfTheConeTheWholeMayBe() {
    EliminatedCoordinate basis = basis(w());
    DenseMatrix outside = product(basis.vectors().transposed(), basis.vectors());
    double[] values = SymmetricEigen.valuesOf(outside);
    assertThat(basis.magnification()).isCloseTo(values[values.length - 1], withinPercentage(1e-8));
    assertThat(new OrthonormalBasis(DenseMatrix.identity(4)).magnification()).isEqualTo(1);
  }

  @Test
  void restrictsEveryKindOfCoefficient() {
    EliminatedCoordinate basis = basis(w());
    List<ConstraintMatrix> kinds =
        List.of(
            entry(3, 3),
            entry(70, 70),
            entry(90, 70),
            entry(90, 20),
            random.sparse(ORDER, 0.1),
            random.lowRank(ORDER, 3),
            ConstraintMatrix.dense(random.symmetric(ORDER)));
    DenseMatrix v = basis.vectors();
    for (ConstraintMatrix kind : kinds) {
      ConstraintMatrix on = basis.restricted(kind);
      assertNear(dense(on), product(v.transposed(), product(dense(kind), v)));
    }
    assertThat(basis.restricted(entry(3, 71))).hasToString("{(70, 3): 2.5} of order 119");
    assertThat(basis.restricted(entry(70, 70))).isInstanceOf(LowRankMatrix.class);
  }

  @Test
  void leadsBackToTheWhole() {
    EliminatedCoordinate basis = basis(w());
    DenseMatrix reduced = random.symmetric(ORDER - 1);
    DenseMatrix v = basis.vectors();
    DenseMatrix whole = basis.whole(reduced);
    assertNear(whole, product(v, product(reduced, v.transposed())));
    assertNear(basis.reduced(whole), reduced);
  }

  @Test
  void isNotForEveryProblem() {
    double[] w = w();
    List<ConstraintMatrix> everywhere = new ArrayList<>();
    for (int k = 0; k < 5; k++) {
      SparseSymmetric.Entries all = ConstraintMatrix.sparse(ORDER);
      for (int i = 0; i < ORDER; i++) {
        all.set(i, i, 1);
      }
      everywhere.add(all.build());
    }
    assertThat(EliminatedCoordinate.of(w, everywhere)).as("all coefficients dense").isEmpty();
    assertThat(EliminatedCoordinate.of(w, everywhere.subList(0, 4))).as("few").isPresent();
    assertThat(EliminatedCoordinate.of(new double[] {1, 1}, List.of())).as("small").isEmpty();
  }
}
