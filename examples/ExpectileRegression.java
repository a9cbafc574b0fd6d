import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.loss.SeparableLoss;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.problem.RowPenalty;

/**
 * A loss of one's own: with r = y − ŷ, l = w(r)r²/2, w = τ for r > 0 and 1 − τ for r < 0. What
 * minimises it is the τ-expectile, for τ > ½ a cautious estimate from above that, unlike a
 * quantile, sees how far off the samples above it are.
 *
 * <p>Here of waiting times in minutes, in the morning and in the evening: with a feature for each
 * and σ(t) = t² a network says one number for either, and where it is best, Σ w(r)r = β. For τ =
 * 0.9 and β = 1, and m for the morning between 6 and 10, that is
 *
 * <pre>  0.9·(10 − m) + 0.1·(4 + 6 + 3 + 5 − 4m) = 1,   m = 9.8/1.3.</pre>
 */
class ExpectileRegression {
  /** l, and its row in the semidefinite program: the same function of the residual. */
  record Expectile(double tau) implements SeparableLoss {
    private double weight(double r) {
      return r > 0 ? tau : 1 - tau;
    }

    @Override
    public String name() {
      return "expectile(" + tau + ")";
    }

    @Override
    public Targets targets() {
      return Targets.NUMBERS;
    }

    @Override
    public double value(double prediction, double target) {
      double r = target - prediction;
      return weight(r) * r * r / 2;
    }

    @Override
    public double gradient(double prediction, double target) {
      double r = target - prediction;
      return -weight(r) * r;
    }

    @Override
    public double curvature(double prediction, double target) {
      return weight(target - prediction);
    }

    /** sup over ŷ of νŷ − l: at ν = −w(r)r, whose sign is that of −r. */
    @Override
    public double conjugate(double nu, double target) {
      return nu * target + nu * nu / (2 * weight(-nu));
    }

    @Override
    public RowPenalty penalty(double target) {
      return new Row(tau);
    }

    @Override
    public boolean penalisesPrediction() {
      return false;
    }
  }

  /** f(r) = w(r)r²/2 and f*(y) = y²/2w(y) of one row. */
  record Row(double tau) implements RowPenalty {
    private double weight(double sign) {
      return sign > 0 ? tau : 1 - tau;
    }

    @Override
    public double value(double r) {
      return weight(r) * r * r / 2;
    }

    @Override
    public double conjugate(double y) {
      return y * y / (2 * weight(y));
    }

    @Override
    public double conjugateSlope(double y) {
      return y / weight(y);
    }

    @Override
    public double conjugateCurvature(double y) {
      return 1 / weight(y);
    }
  }

  public static void main(String[] args) {
    double[][] x = {{1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {0, 1}, {0, 1}, {0, 1}};
    double[] minutes = {4, 6, 3, 10, 5, 20, 25, 21};

    var trained =
        PolynomialNetworks.train(
            Dataset.of(x, minutes),
            TrainingOptions.defaults()
                .withLoss(new Expectile(0.9))
                .withActivation(new QuadraticActivation(1, 0, 0))
                .withBeta(1)
                .withStandardise(Standardise.NONE));
    System.out.println(trained);
    System.out.printf("morning = %.7f%n", trained.model().predict(1, 0));
    System.out.printf("evening = %.7f%n", trained.model().predict(0, 1));
  }
}
