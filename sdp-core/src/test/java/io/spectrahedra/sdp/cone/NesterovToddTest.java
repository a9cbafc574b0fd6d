package io.spectrahedra.sdp.cone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.Gemm;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.RandomMatrices;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Nesterov and Todd's scaling of a pair of matrices")
class NesterovToddTest {

  /**
   * GᵀSG = V = G⁻¹XG⁻ᵀ is diagonal, and of dX = K − H(dS) the sum in that basis solves the
   * linearised V∘(dX + dS) = σμI − V² − dXₐ∘dSₐ.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9, 40})
  void theDirectionIsThatOfTheScaling(int n) {
    DenseMatrix pointX = new RandomMatrices(1).positive(n, 0.5);
    DenseMatrix pointS = new RandomMatrices(2).positive(n, 0.5);
    PsdCone cone = (PsdCone) Cone.of(new Block.Psd(n), Workers.SERIAL);
    cone.scaleByNesterovTodd();
    assertThat(cone.update(pointX, pointS)).isTrue();
    DenseMatrix g = cone.leftFactor();
    DenseMatrix v = inBasis(g, pointS);
    DenseMatrix x = product(g, product(v, g.transposed()));
    x.addScaled(-1, pointX);
    assertThat(x.maxAbs()).isLessThan(1e-11 * n);
    DenseMatrix diagonal = v.copy();
    for (int i = 0; i < n; i++) {
      diagonal.set(i, i, 0);
    }
    assertThat(diagonal.maxAbs()).isLessThan(1e-12 * n * v.maxAbs());
    assertThat(cone.complementarity()).isCloseTo(pointX.dot(pointS), within(1e-11 * n * n));
    DenseMatrix dxAffine = new RandomMatrices(5).symmetric(n);
    DenseMatrix dsAffine = new RandomMatrices(6).symmetric(n);
    DenseMatrix ds = new RandomMatrices(7).symmetric(n);
    DenseMatrix dx = DenseMatrix.zeros(n, n);
    cone.target(0.7, dx);
    cone.subtractSecondOrder(dxAffine, dsAffine, dx);
    cone.addScaledProduct(-1, ds, dx);
    DenseMatrix sg = product(pointS, g); // G⁻ᵀ = SGV⁻¹
    for (int j = 0; j < n; j++) {
      sg.view(0, j, n, 1).scale(1 / v.at(j, j));
    }
    DenseMatrix left = inBasis(sg, dx);
    left.addScaled(1, inBasis(g, ds));
    left = product(v, left);
    left.addScaled(1, product(v, v));
    left.addScaled(1, product(inBasis(sg, dxAffine), inBasis(g, dsAffine)));
    left.symmetrise();
    double size = left.maxAbs();
    for (int i = 0; i < n; i++) {
      left.add(i, i, -0.7);
    }
    assertThat(left.maxAbs()).isLessThan(1e-10 * n * (1 + size));
  }

  private static DenseMatrix product(DenseMatrix a, DenseMatrix b) {
    return Gemm.product(Workers.SERIAL, a, b);
  }

  /** Where there is a pair already, it is the one that is scaled. */
  @Test
  void mayBeAskedForAtAnyTime() {
    DenseMatrix x = new RandomMatrices(1).positive(5, 0.5);
    DenseMatrix s = new RandomMatrices(2).positive(5, 0.5);
    PsdCone before = (PsdCone) Cone.of(new Block.Psd(5), Workers.SERIAL);
    before.scaleByNesterovTodd();
    assertThat(before.update(x, s)).isTrue();
    PsdCone after = (PsdCone) Cone.of(new Block.Psd(5), Workers.SERIAL);
    assertThat(after.update(x, s)).isTrue();
    after.scaleByNesterovTodd();
    assertThat(after.left().data()).isEqualTo(before.left().data());
  }

  private static DenseMatrix inBasis(DenseMatrix v, DenseMatrix matrix) {
    return product(v.transposed(), product(matrix, v));
  }
}
