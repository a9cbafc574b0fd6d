package io.spectrahedra.sdp.problem;

import java.util.ArrayList;
import java.util.List;

/** One row in the making. */
public final class RowBuilder {
  private final SdpProblem.Builder builder;
  private final String name;
  private final List<SdpProblem.Term> terms = new ArrayList<>();

  RowBuilder(SdpProblem.Builder builder, String name) {
    this.builder = builder;
    this.name = name;
  }

  /** Adds ⟨matrix, X_block⟩ to the row. */
  public RowBuilder term(String block, ConstraintMatrix matrix) {
    return term(block, 1, matrix);
  }

  /** Adds scale · ⟨matrix, X_block⟩ to the row. */
  public RowBuilder term(String block, double scale, ConstraintMatrix matrix) {
    terms.add(builder.term(label(), block, scale, matrix));
    return this;
  }

  /** Ends the row: Σ terms = rhs. */
  public SdpProblem.Builder equalTo(double rhs) {
    return near(rhs, RowPenalty.hard());
  }

  /**
   * Ends the row: Σ terms ≤ rhs. A variable s ≥ 0 with Σ terms + s = rhs is added to the problem:
   * the slacks of all such rows are the block {@link SdpProblem#SLACKS}, in the order of the rows.
   * The multiplier of the row is at most 0.
   */
  public SdpProblem.Builder atMost(double rhs) {
    return withSlack(1, rhs);
  }

  /** Ends the row: Σ terms ≥ rhs, as Σ terms − s = rhs; its multiplier is at least 0. */
  public SdpProblem.Builder atLeast(double rhs) {
    return withSlack(-1, rhs);
  }

  private SdpProblem.Builder withSlack(double sign, double rhs) {
    equalTo(rhs);
    builder.slacks.add(new SdpProblem.Slack(builder.rows.size() - 1, sign));
    return builder;
  }

  /** Ends the row: the residual rhs − Σ terms costs what {@code penalty} says. */
  public SdpProblem.Builder near(double rhs, RowPenalty penalty) {
    builder.requireInRange(label() + ": the right-hand side", rhs);
    if (!(penalty.lower() <= 0 && penalty.upper() >= 0 && penalty.lower() < penalty.upper())) {
      throw new IllegalArgumentException(
          label()
              + ": the slopes of a penalty must lie in an interval that contains 0, were ["
              + penalty.lower()
              + ", "
              + penalty.upper()
              + "]");
    }
    if (penalty instanceof SmoothPenalty smooth) {
      double greatest = smooth.greatestCurvature();
      if (!(greatest > 0) || Double.isInfinite(greatest)) {
        throw new IllegalArgumentException(
            label()
                + ": the greatest curvature of a smooth penalty must be positive and finite, was "
                + greatest);
      }
    }
    if (penalty.isHard() && !builder.zeroRows && isZero()) {
      throw new IllegalArgumentException(
          label() + ": all coefficients are zero, so that it says 0 = " + rhs);
    }
    if (!builder.open.remove(name)) {
      throw new IllegalStateException(label() + " has been ended before");
    }
    builder.rows.add(new SdpProblem.Row(name, List.copyOf(terms), rhs, penalty));
    return builder;
  }

  private boolean isZero() {
    return terms.stream().allMatch(t -> t.scale() * t.matrix().frobeniusNorm() == 0);
  }

  private String label() {
    return "row \"" + name + "\"";
  }
}
