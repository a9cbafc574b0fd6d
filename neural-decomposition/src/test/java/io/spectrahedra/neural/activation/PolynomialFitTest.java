package io.spectrahedra.neural.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("activations by name: the nearest polynomial of degree two in the mean square")
class PolynomialFitTest {
  /** Half of the last digit given, or rounding where the fit is known exactly. */
  @ParameterizedTest
  @CsvSource({
    "relu, 0.09375, 0.5, 0.46875, 1e-15",
    "abs, 0.1875, 0, 0.9375, 1e-15",
    "silu, 0.10247, 0.5, 0.23965, 5e-6",
    "gelu, 0.0999, 0.5, 0.3675, 5e-5",
    "softplus, 0.0752, 0.5, 0.78648, 5e-5",
    "quadratic, 1, 0, 0, 0",
  })
  void onTheUsualInterval(String name, double a, double b, double c, double digits) {
    QuadraticActivation fit = QuadraticActivation.parse(name);
    assertThat(fit.a()).isCloseTo(a, within(digits));
    assertThat(fit.b()).isCloseTo(b, within(Math.max(digits, 1e-14)));
    assertThat(fit.c()).isCloseTo(c, within(digits));
  }

  /** All of these but abs are t/2 and an even function. */
  @ParameterizedTest
  @CsvSource({
    "relu, 0.5",
    "silu, 0.5",
    "gelu, 0.5",
    "softplus, 0.5",
    "abs, 0",
    "'abs[-0.1,0.1]', 0"
  })
  void theLinearPartIsExact(String name, double b) {
    assertThat(QuadraticActivation.parse(name).b()).isEqualTo(b);
  }

  @Test
  void onSymmetricIntervalsNoRoundingIsLeft() {
    for (double h : new double[] {0.1, 1, Math.PI, 7, 1000}) {
      assertThat(PolynomialFit.of(t -> Math.cos(t / h) + t * t, -h, h).b()).isZero();
      QuadraticActivation odd = PolynomialFit.of(t -> t * t + Math.sin(t / h) + 3, -h, h);
      assertThat(odd.a()).isEqualTo(1);
      assertThat(odd.c()).isEqualTo(3);
      assertThat(PolynomialFit.of(t -> 2 * t * t + t * t * t / h, -h, h).c()).isZero();
    }
  }

  /** u and −u are the same neuron where b = 0. */
  @Test
  void neuronsOfAnEvenFitAreMerged() {
    DenseMatrix hidden = DenseMatrix.of(new double[][] {{0.6, 0.8}, {-0.6, -0.8}});
    Network network = Network.scalar(QuadraticActivation.parse("abs"), hidden, 2, 1);
    assertThat(network.merged().weights()).containsExactly(3);
  }

  @ParameterizedTest
  @CsvSource({
    "silu, 0.10247t^2 + 0.5t + 0.239653",
    "abs, 0.1875t^2 + 0.9375",
    "relu, 0.09375t^2 + 0.5t + 0.46875",
    "quadratic, t^2",
  })
  void summariesHaveSixDigits(String name, String text) {
    assertThat(QuadraticActivation.parse(name)).hasToString(text);
  }

  @Test
  void summariesOfOtherCoefficients() {
    assertThat(new QuadraticActivation(-1, -2, 1e-9)).hasToString("-t^2 - 2t + 1.0E-9");
    assertThat(new QuadraticActivation(-2.5, 0, -100)).hasToString("-2.5t^2 - 100");
  }

  @Test
  void thePapersFitIsThatOfReluRounded() {
    QuadraticActivation fit = QuadraticActivation.parse("relu");
    assertThat(QuadraticActivation.RELU_FIT.a()).isCloseTo(fit.a(), within(0.005));
    assertThat(QuadraticActivation.RELU_FIT.b()).isCloseTo(fit.b(), within(0.005));
    assertThat(QuadraticActivation.RELU_FIT.c()).isCloseTo(fit.c(), within(0.005));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"relu[-5,5] | relu", "silu[-5.0, 5] | silu"})
  void anIntervalGiven(String text, String name) {
    assertThat(QuadraticActivation.parse(text)).isEqualTo(QuadraticActivation.parse(name));
  }

  /** What is left is orthogonal to 1, t and t². */
  @ParameterizedTest
  @CsvSource({"-1, 3", "0, 2", "-4, -0.5", "100, 101"})
  void theResidualIsOrthogonal(double low, double high) {
    DoubleUnaryOperator function = t -> Math.sin(t) + Math.abs(t);
    QuadraticActivation fit = PolynomialFit.of(function, low, high);
    int n = 200_000;
    double[] sums = new double[3];
    for (int i = 0; i < n; i++) { // the midpoint rule
      double s = (i + 0.5) / n;
      double t = low + (high - low) * s;
      double residual = function.applyAsDouble(t) - fit.at(t);
      for (int k = 0; k < 3; k++) {
        sums[k] += residual * Math.pow(s, k) / n;
      }
    }
    assertThat(sums[0]).isCloseTo(0, within(1e-9));
    assertThat(sums[1]).isCloseTo(0, within(1e-9));
    assertThat(sums[2]).isCloseTo(0, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tanh", "sigmoid", "tanh[-2,2]", "relu[1,3]"})
  void affineFitsAreRefused(String text) {
    assertThatThrownBy(() -> QuadraticActivation.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is affine (a = 0), and so would be the network");
  }

  @Test
  void functionsThatAreNotFinite() {
    for (double end : new double[] {1, 2}) {
      assertThatThrownBy(() -> PolynomialFit.of(Math::sqrt, -1, end))
          .isInstanceOf(InputException.class)
          .hasMessage("activation coefficients must be finite, were NaN,NaN,NaN");
    }
  }

  @Test
  void anOddFunctionHasASquareOnOneSide() {
    assertThat(QuadraticActivation.parse("tanh[0,2]").a()).isNegative();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "swish | there is no activation \"swish\": those with a name are quadratic and the fits of",
        "relu[3,3] | low < high, not on [3.0,3.0]",
        "relu[1,NaN] | low < high, not on [1.0,NaN]",
        "relu[1] | activation must be three numbers a,b,c as in 0.09,0.5,0.47, or a name",
        "relu[a,b] | activation must be three numbers",
        "1,2 | activation must be three numbers",
        "1,2,x | activation must be three numbers",
      })
  void nonsense(String text, String message) {
    assertThatThrownBy(() -> QuadraticActivation.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }
}
