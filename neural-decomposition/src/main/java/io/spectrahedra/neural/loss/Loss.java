package io.spectrahedra.neural.loss;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.RowPenalty;
import java.util.Optional;

/**
 * What the predictions of one sample cost: l(ŷ, y), convex in ŷ, for C outputs [M18].
 *
 * <p>Almost all losses are sums over the outputs, a {@link SeparableLoss}: training then falls
 * apart into one program an output. To add a loss: a class next to {@link HuberLoss}, a line in
 * {@link Losses}; it is then a case of LossContractTest. A loss of one's own needs no line
 * anywhere: an object of it is an option of the training.
 */
public interface Loss {
  /** What the targets must be. */
  enum Targets {
    /** Any numbers. */
    NUMBERS,
    /** 1 or −1. */
    SIGNS,
    /** One output a class: 1 for the class of the sample, 0 for the others. */
    ONE_HOT
  }

  /** As on the command line, with the parameters it has: "huber(0.5)". */
  String name();

  Targets targets();

  /** l(ŷ, y); both of length C. */
  double value(double[] prediction, double[] target);

  /** ν ← a subgradient of l at ŷ, the gradient where there is one. */
  void gradient(double[] prediction, double[] target, double[] nu);

  /** H ← the second derivative of l at ŷ, C × C; 0 where there is none. */
  void curvature(double[] prediction, double[] target, DenseMatrix hessian);

  /** l*(ν) = sup over ŷ of νᵀŷ − l(ŷ, y): +∞ outside its domain, which has t·ν for 0 ≤ t ≤ 1. */
  double conjugate(double[] nu, double[] target);

  /**
   * The row of one output with this target in the semidefinite program; a {@link
   * io.spectrahedra.sdp.problem.SmoothPenalty} where it can be one.
   */
  RowPenalty penalty(double target);

  /**
   * True if the residual of the row is the prediction itself; false if it is target − prediction,
   * which is then what is penalised.
   */
  boolean penalisesPrediction();

  /**
   * True if the rows of a sample share a variable t of their own: l(ŷ) = min over t of Σₖ penalty
   * of ŷₖ − t.
   */
  default boolean couplesOutputs() {
    return false;
  }

  /**
   * ν ← a point near it in the domain of l*, where the multipliers of a solver lie but for its
   * tolerance. They always do where the domain is a product of intervals.
   */
  default void toDomain(double[] nu, double[] target) {}

  /**
   * The probabilities of the classes where the outputs say ŷ, if the loss makes any: of the two
   * classes −1 and 1 for a single output, otherwise of one class an output.
   */
  default Optional<double[]> probabilities(double[] prediction) {
    return Optional.empty();
  }
}
