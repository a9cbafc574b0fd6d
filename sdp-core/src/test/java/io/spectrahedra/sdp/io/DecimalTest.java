package io.spectrahedra.sdp.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("decimals are read correctly rounded and written as short as possible")
class DecimalTest {
  private static double parse(String text) {
    byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.US_ASCII);
    return Decimal.parse(bytes, 1, bytes.length - 1);
  }

  private static long parseInteger(String text) {
    byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.US_ASCII);
    return Decimal.parseInteger(bytes, 1, bytes.length - 1);
  }

  /** Up to 25 digits with a point anywhere and an exponent that spans all doubles and more. */
  private static String randomDecimal(SplittableRandom random) {
    StringBuilder text = new StringBuilder(new String[] {"", "-", "+"}[random.nextInt(3)]);
    int digits = 1 + random.nextInt(random.nextInt(4) == 0 ? 25 : 17);
    int point = random.nextInt(digits + 1);
    for (int d = 0; d < digits; d++) {
      text.append(d == point ? "." : "").append((char) ('0' + random.nextInt(10)));
    }
    if (random.nextInt(3) > 0) {
      int span = random.nextInt(4) == 0 ? 350 : 30;
      text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(-span, span));
    }
    return text.toString();
  }

  @Test
  void readLikeJava() {
    SplittableRandom random = new SplittableRandom(1);
    for (int k = 0; k < 200_000; k++) {
      String text = randomDecimal(random);
      assertThat(parse(text)).as(text).isEqualTo(Double.parseDouble(text));
    }
  }

  /** The midpoints between doubles are where a rounding error shows. */
  @Test
  void readLikeJavaHalfwayBetweenDoubles() {
    SplittableRandom random = new SplittableRandom(2);
    for (int k = 0; k < 20_000; k++) {
      double value = Math.scalb(1 + random.nextDouble(), random.nextInt(-60, 60));
      String text =
          new BigDecimal(value)
              .add(new BigDecimal(Math.nextUp(value)))
              .divide(BigDecimal.valueOf(2))
              .toString();
      assertThat(parse(text)).as(text).isEqualTo(Double.parseDouble(text));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1d2, 100",
    "1.5D-1, 0.15",
    "-0, -0.0",
    "1., 1",
    ".5, 0.5",
    "+3, 3",
    "1e-400, 0",
    "0e999999999999, 0",
    "000000000000000000000000000001, 1",
    "0.0000000000000000000000000001, 1e-28"
  })
  void otherForms(String text, double value) {
    assertThat(parse(text)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "-",
        ".",
        "-.",
        "e5",
        ".e5",
        "1e",
        "1e+",
        "1e5.0",
        "1.2.3",
        "--1",
        "1f",
        "0x10",
        "0x1p3",
        "nan",
        "NaN",
        "Infinity",
        "1_0",
        "1e5x",
        "1 "
      })
  void noNumbers(String text) {
    assertThat(parse(text)).isNaN();
    assertThat(parseInteger(text)).isEqualTo(Decimal.NO_INTEGER);
  }

  @Test
  void integers() {
    assertThat(parseInteger("12")).isEqualTo(12);
    assertThat(parseInteger("-12")).isEqualTo(-12);
    assertThat(parseInteger("+7")).isEqualTo(7);
    assertThat(parseInteger("10.0")).isEqualTo(10);
    assertThat(parseInteger("1e1")).isEqualTo(10);
    assertThat(parseInteger("00000000000000000000012")).isEqualTo(12);
    assertThat(parseInteger("9007199254740992")).isEqualTo(1L << 53);
    assertThat(parseInteger("1e300")).isEqualTo(Decimal.NO_INTEGER);
    assertThat(parseInteger("1e999")).isEqualTo(Decimal.NO_INTEGER);
    assertThat(parseInteger("0.5")).isEqualTo(Decimal.NO_INTEGER);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0",
    "1, 1",
    "-1.5, -1.5",
    "0.1, 0.1",
    "1e22, 1e22",
    "2e23, 2e23",
    "4.9e-324, 5e-324",
    "1.7976931348623157e308, 1.7976931348623157e308",
    "1e-5, 1e-5",
    "0.001, 1e-3",
    "123456789, 123456789",
    "1e7, 10000000",
    "0.3333333333333333, 0.3333333333333333",
    "2.2250738585072014E-308, 2.2250738585072014e-308",
    "100000000000, 1e11",
    "1234.5678, 1234.5678"
  })
  void written(double value, String text) {
    assertThat(ShortestDecimal.of(value)).isEqualTo(text);
  }

  @Test
  void writtenAsShortAsReadsTheSame() {
    SplittableRandom random = new SplittableRandom(3);
    for (int k = 0; k < 20_000; k++) {
      double value =
          k % 2 == 0 ? RandomFiles.number(random) : Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        String text = ShortestDecimal.of(value);
        assertThat(Double.parseDouble(text)).as(text).isEqualTo(value);
        int digits = new BigDecimal(text).stripTrailingZeros().precision();
        if (digits > 1) {
          String shorter = String.format(java.util.Locale.ROOT, "%." + (digits - 2) + "e", value);
          assertThat(Double.parseDouble(shorter)).as(text).isNotEqualTo(value);
        }
      }
    }
  }
}
