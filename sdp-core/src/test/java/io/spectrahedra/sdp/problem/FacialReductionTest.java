package io.spectrahedra.sdp.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("problems on the face that their rows confine X to")
class FacialReductionTest {
  private static final int ORDER = 7;

  private static ConstraintMatrix entry(int i, int j, double value) {
    return ConstraintMatrix.sparse(ORDER).set(i, j, value).build();
  }

  private static ConstraintMatrix ones(double value) {
    DenseMatrix ones = DenseMatrix.zeros(ORDER, ORDER);
    ones.fill(value);
    return ConstraintMatrix.dense(ones);
  }

  private static SdpProblem.Builder builder() {
    return SdpProblem.builder().psd("X", ORDER).minimise("X", ConstraintMatrix.identity(ORDER));
  }

  private static SdpProblem balanced(ConstraintMatrix ones) {
    return builder()
        .row("balanced")
        .term("X", ones)
        .equalTo(0)
        .row("diagonal")
        .term("X", entry(2, 2, 3))
        .equalTo(3)
        .row("off-diagonal")
        .term("X", entry(4, 1, 2))
        .equalTo(-1)
        .row("dense")
        .term("X", 2, ones(0.5))
        .term("X", ConstraintMatrix.identity(ORDER))
        .equalTo(5)
        .build();
  }

  /** ⟨VᵀAV, X̃⟩ = ⟨A, V X̃ Vᵀ⟩ for every kind of coefficient. */
  @Test
  void rowsOnTheFaceAreThoseOfTheWhole() {
    DenseMatrix vector = DenseMatrix.zeros(ORDER, 1);
    vector.fill(1);
    for (ConstraintMatrix kind :
        Arrays.asList(ones(1), ones(-2), ConstraintMatrix.lowRank(vector, 3))) {
      SdpProblem source = balanced(kind);
      FacialReduction face = FacialReduction.of(source).orElseThrow();
      assertThat(face).hasToString("block 1 of order 7 has a face of order 6");
      assertThat(face.problem().rows()).hasSize(3);
      BlockMatrix reduced = BlockMatrix.zeros(face.problem().blocks());
      Random random = new Random(1);
      for (int i = 0; i < ORDER - 1; i++) {
        for (int j = 0; j < ORDER - 1; j++) {
          reduced.block(0).set(i, j, random.nextGaussian());
        }
      }
      reduced.block(0).symmetrise();
      BlockMatrix whole = face.whole(reduced);
      for (int i = 0; i < 3; i++) {
        double[] values = {
          value(face.problem(), i, reduced), value(source, i + 1, whole),
        };
        assertThat(values[0]).isCloseTo(values[1], within(1e-13));
      }
      assertThat(Math.abs(value(source, 0, whole))).isLessThan(1e-13);
      assertThat(face.problem().primalObjective(reduced))
          .isCloseTo(source.primalObjective(whole), within(1e-13));
      BlockMatrix back = face.reduced(whole);
      back.addScaled(-1, reduced);
      assertThat(back.maxAbs()).isLessThan(1e-13);
    }
  }

  private static double value(SdpProblem problem, int row, BlockMatrix x) {
    double value = 0;
    for (SdpProblem.Term term : problem.rows().get(row).terms()) {
      value += term.scale() * term.matrix().dot(x.block(term.block()));
    }
    return value;
  }

  @Test
  void multipliersPushSIntoTheCone() {
    FacialReduction face = FacialReduction.of(balanced(ones(-2))).orElseThrow();
    assertThat(face.whole(new double[] {5, 6, 7}, 64)).containsExactly(8, 5, 6, 7);
    assertThat(face.reduced(new double[] {8, 5, 6, 7})).containsExactly(5, 6, 7);
  }

  @Test
  void severalRowsAndZeroCoefficients() {
    SdpProblem source =
        builder()
            .row("first")
            .term("X", entry(0, 0, 4))
            .equalTo(0)
            .row("third")
            .term("X", -1, entry(2, 2, 1e-3))
            .equalTo(0)
            .row("nothing")
            .term("X", entry(2, 5, 1))
            .equalTo(0)
            .row("rest")
            .term("X", entry(3, 3, 1))
            .equalTo(1)
            .build();
    FacialReduction face = FacialReduction.of(source).orElseThrow();
    assertThat(face).hasToString("block 1 of order 7 has a face of order 5");
    assertThat(face.problem().rows().get(0).terms().get(0).matrix().frobeniusNorm()).isZero();
  }

  @Test
  void rowsThatConfineNothing() {
    assertThat(FacialReduction.of(builder().row("a").term("X", ones(1)).equalTo(1).build()))
        .as("another right-hand side")
        .isEmpty();
    assertThat(FacialReduction.of(builder().row("a").term("X", entry(1, 2, 1)).equalTo(0).build()))
        .as("indefinite")
        .isEmpty();
    assertThat(
            FacialReduction.of(
                builder().row("a").term("X", ones(1)).near(0, RowPenalty.quadratic(1)).build()))
        .as("elastic")
        .isEmpty();
    assertThat(
            FacialReduction.of(
                builder().row("a").term("X", ConstraintMatrix.identity(ORDER)).equalTo(0).build()))
        .as("X = 0")
        .isEmpty();
    assertThat(
            FacialReduction.of(
                SdpProblem.builder()
                    .psd("X", ORDER)
                    .psd("Y", ORDER)
                    .row("a")
                    .term("X", ones(1))
                    .term("Y", -1, ones(1))
                    .equalTo(0)
                    .build()))
        .as("of both signs")
        .isEmpty();
  }

  /** An eigenvalue that is neither 0 nor clearly not. */
  @Test
  void faceInDoubt() {
    ConstraintMatrix doubtful = ConstraintMatrix.sparse(ORDER).set(0, 0, 1).set(1, 1, 1e-9).build();
    assertThat(FacialReduction.of(builder().row("a").term("X", doubtful).equalTo(0).build()))
        .isEmpty();
  }
}
