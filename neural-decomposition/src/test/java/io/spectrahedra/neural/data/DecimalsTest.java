package io.spectrahedra.neural.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("numbers of few digits: those that Java reads, to the last bit")
class DecimalsTest {
  @Test
  void agreeWithJava() {
    SplittableRandom random = new SplittableRandom(1);
    for (int k = 0; k < 20_000; k++) {
      double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-3, 6));
      String text = String.format(Locale.ROOT, "%." + random.nextInt(0, 9) + "f", value);
      assertThat(Decimals.parse(text)).as(text).isEqualTo(Double.parseDouble(text));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0", "-0.0", "7.", ".5", "-.5", "007", "999999999999999"})
  void ofAllForms(String text) {
    assertThat(Double.doubleToRawLongBits(Decimals.parse(text)))
        .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        ".",
        "-.",
        "+1",
        "1e3",
        "1d",
        "--1",
        "1.2.3",
        "0x1",
        "nan",
        "1 ",
        "1,2",
        "1234567890123456",
        "\u0661"
      })
  void othersAreLeftToJava(String text) {
    assertThat(Decimals.parse(text)).isNaN();
  }
}
