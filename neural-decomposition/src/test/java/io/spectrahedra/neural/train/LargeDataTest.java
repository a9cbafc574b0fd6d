package io.spectrahedra.neural.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("a million samples")
class LargeDataTest {
  private static final int SAMPLES = 1_000_000;
  private static final int FEATURES = 20;

  /** A heap of 1.5 times the data, which are made there too, is enough. */
  @Test
  @Tag("slow")
  void peakMemoryIsLessThanOneAndAHalfTimesTheData() throws Exception {
    long megabytes = Math.round(1.5 * SAMPLES * (FEATURES + 1) * 8e-6);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + megabytes * 1000 + "k",
                "-cp",
                System.getProperty("java.class.path"),
                Training.class.getName())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    assertThat(out).contains("OPTIMAL");
  }

  /** What the process of that heap runs. */
  static final class Training {
    private Training() {}

    public static void main(String[] args) {
      SplittableRandom random = new SplittableRandom(1);
      double[] x = random.doubles((long) SAMPLES * FEATURES, -1, 1).toArray();
      double[] y = new double[SAMPLES];
      for (int i = 0; i < SAMPLES; i++) {
        y[i] = x[i * FEATURES] * x[i * FEATURES + 1] + random.nextDouble();
      }
      TrainedNetwork trained =
          PolynomialNetworks.train(Dataset.of(DenseMatrix.wrap(x, SAMPLES, FEATURES), y));
      System.out.println(trained);
    }
  }
}
