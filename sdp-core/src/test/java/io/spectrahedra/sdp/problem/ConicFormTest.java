package io.spectrahedra.sdp.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.certificate.DimacsCheck;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("the conic form of a problem costs the same, with the same X and multipliers")
class ConicFormTest {
  static Stream<RowPenalty> penalties() {
    return Stream.of(
        RowPenalty.quadratic(0.3),
        RowPenalty.absolute(2),
        RowPenalty.quantile(3, 0.9),
        RowPenalty.huber(0.7, 1.3),
        RowPenalty.hinge(0.6, 1),
        RowPenalty.hinge(5, -1),
        RowPenalty.squaredHinge(0.6, 1),
        RowPenalty.squaredHinge(5, -1),
        new Excess(0.8));
  }

  /** A loss of one's own: f(r) = 2 + w max(0, r − 1)²/2, f*(y) = −2 + y + y²/(2w) for y ≥ 0. */
  record Excess(double weight) implements RowPenalty {
    @Override
    public double value(double r) {
      double excess = Math.max(0, r - 1);
      return 2 + weight * excess * excess / 2;
    }

    @Override
    public double conjugate(double y) {
      return y >= 0 ? -2 + y + y * y / (2 * weight) : Double.POSITIVE_INFINITY;
    }

    @Override
    public double conjugateSlope(double y) {
      return y > 0 ? 1 + y / weight : Double.NaN;
    }

    @Override
    public double conjugateCurvature(double y) {
      return y > 0 ? 1 / weight : Double.NaN;
    }

    @Override
    public double lower() {
      return 0;
    }

    @Override
    public boolean hasQuadraticConjugate() {
      return true;
    }
  }

  /** min f(b − x) for x = a. */
  private static SdpProblem fixed(RowPenalty penalty, double a, double b) {
    return SdpProblem.builder()
        .free("x", 1)
        .constant(0.25)
        .row("elastic")
        .term("x", ConstraintMatrix.vector(1))
        .near(b, penalty)
        .row("fixed")
        .term("x", ConstraintMatrix.vector(1))
        .equalTo(a)
        .build();
  }

  /** The optimal pair of the form is written down and checked: no solver takes part. */
  @ParameterizedTest
  @MethodSource("penalties")
  void aResidualCostsWhatItDid(RowPenalty f) {
    for (double r : new double[] {-7, -1, -0.4, 0, 0.9, 1, 2.5}) {
      SdpProblem source = fixed(f, 3, r + 3);
      ConicForm form = ConicForm.of(source);
      SdpProblem conic = form.problem();
      assertThat(conic.hasElasticRows()).isFalse();
      double inside = f.lower() == 0 ? 1e-300 : f.upper() == 0 ? -1e-300 : 0;
      double alpha = f.conjugateSlope(inside);
      double kappa = f.conjugateCurvature(inside);
      double over = r - alpha;
      double y = f.nearest(kappa > 0 ? over / kappa : f.upper() + f.lower());
      if (kappa == 0 && over != 0) {
        y = over > 0 ? f.upper() : f.lower();
      }
      double beyond = over - kappa * y;

      List<DenseMatrix> x = new ArrayList<>(List.of(column(3)));
      List<Double> multipliers = new ArrayList<>(List.of(y, -y));
      if (Double.isFinite(f.upper()) && Double.isFinite(f.lower())) {
        x.add(column(Math.max(0, beyond), Math.max(0, -beyond)));
      } else if (Double.isFinite(f.upper()) || Double.isFinite(f.lower())) {
        x.add(column(Math.abs(beyond)));
      }
      if (kappa > 0) {
        double s = Math.sqrt(kappa) * y;
        x.add(DenseMatrix.wrap(new double[] {1, s, s, s * s}, 2, 2));
        multipliers.add(-kappa * y * y / 2);
      }
      double[] all = multipliers.stream().mapToDouble(Double::doubleValue).toArray();
      BlockMatrix point = BlockMatrix.of(x);
      DimacsCheck check = DimacsCheck.of(conic, point, all, slack(conic, all));
      assertThat(check.errors().worst()).isLessThan(1e-15);
      assertThat(check.primalObjective()).isCloseTo(f.value(r) + 0.25, within(1e-14));
      DimacsCheck ofSource =
          DimacsCheck.of(source, form.x(point), form.y(all), form.s(slack(conic, all)));
      assertThat(ofSource.errors().worst()).isLessThan(1e-15);
    }
  }

  private static DenseMatrix column(double... values) {
    return DenseMatrix.wrap(values, values.length, 1);
  }

  /** C − 𝒜*(y). */
  private static BlockMatrix slack(SdpProblem problem, double[] y) {
    BlockMatrix s = BlockMatrix.zeros(problem.blocks());
    problem.addObjective(s);
    for (int i = 0; i < y.length; i++) {
      for (SdpProblem.Term term : problem.rows().get(i).terms()) {
        term.matrix().addTo(-y[i] * term.scale(), s.block(term.block()));
      }
    }
    return s;
  }

  @Test
  void blocksAndRowsOfTheSourceComeFirstAndShareTheirMatrices() {
    ConstraintMatrix m = new RandomMatrices(1).lowRank(3, 2);
    SdpProblem source =
        SdpProblem.builder()
            .psd("Z", 3)
            .minimise("Z", ConstraintMatrix.identity(3))
            .row("a")
            .term("Z", m)
            .near(1, RowPenalty.huber(1, 2))
            .row("b")
            .term("Z", m)
            .equalTo(2)
            .row("c")
            .term("Z", m)
            .near(3, RowPenalty.quadratic(4))
            .build();
    SdpProblem conic = ConicForm.of(source).problem();
    assertThat(conic.blocks())
        .containsExactly(
            new Block.Psd(3), new Block.NonNegative(2), new Block.Psd(2), new Block.Psd(2));
    assertThat(conic.rows().stream().map(SdpProblem.Row::name))
        .containsExactly("a", "b", "c", "unit of the square of a", "unit of the square of c");
    assertThat(conic.rows().get(1)).isEqualTo(source.rows().get(1));
    assertThat(conic.rows().get(0).terms().get(0)).isSameAs(source.rows().get(0).terms().get(0));
    assertThat(conic.objective().get(0)).isSameAs(source.objective().get(0));
  }

  /** ⟨A, W⟩ of every coefficient is its product with (tr W, 2W₁₀, 2W₂₀), which is in the cone. */
  @Test
  void aSecondOrderConeIsWhatItsArrowsSeeOfMatrices() {
    RandomMatrices random = new RandomMatrices(2);
    SdpProblem source =
        SdpProblem.builder()
            .secondOrder("u", 3)
            .minimise("u", ConstraintMatrix.vector(2, 0.5, 0))
            .row("row")
            .term("u", 3, ConstraintMatrix.vector(0, -1, 2))
            .near(1, RowPenalty.quadratic(2))
            .build();
    ConicForm form = ConicForm.of(source);
    assertThat(form.problem().blocks()).containsExactly(new Block.Psd(3), new Block.Psd(2));
    for (int k = 0; k < 20; k++) {
      DenseMatrix w = random.positive(3, 0);
      BlockMatrix point = BlockMatrix.of(List.of(w, DenseMatrix.identity(2)));
      DenseMatrix u = form.x(point).block(0);
      assertThat(u.at(0, 0)).isGreaterThanOrEqualTo(Math.hypot(u.at(1, 0), u.at(2, 0)));
      assertThat(w.dot(coefficient(form.problem().objective().get(0))))
          .isCloseTo(u.dot(coefficient(source.objective().get(0))), within(1e-14));
      assertThat(w.dot(coefficient(form.problem().rows().get(0).terms().get(0))))
          .isCloseTo(u.dot(coefficient(source.rows().get(0).terms().get(0))), within(1e-14));
    }
    BlockMatrix c = BlockMatrix.zeros(form.problem().blocks());
    form.problem().addObjective(c);
    assertThat(form.s(c).block(0).transposed().row(0)).containsExactly(2, 0.5, 0);
  }

  private static DenseMatrix coefficient(SdpProblem.Term term) {
    DenseMatrix a = RandomMatrices.entries(term.matrix());
    a.scale(term.scale());
    return a;
  }

  @Test
  void aPenaltyWithoutAFormIsRefusedByTheNameOfItsRow() {
    SdpProblem problem = fixed(RowPenalty.logistic(2, -1), 0, 0);
    assertThatThrownBy(() -> ConicForm.of(problem))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "row \"elastic\" has no semidefinite form: the conjugate of"
                + " LogisticPenalty[weight=2.0, label=-1.0] is not quadratic between its ends"
                + " (hasQuadraticConjugate)");
  }
}
