package io.spectrahedra.neural.train;

import io.spectrahedra.neural.decomposition.KrivineRounding;
import io.spectrahedra.neural.lift.Lift;
import io.spectrahedra.neural.lift.Pair;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.solver.Solution;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** From the pairs (Z, Z′) of a relaxation to bilinear neurons with entries 1 and −1 [M26]. */
final class QuantisedRecovery {
  private QuantisedRecovery() {}

  /** The neurons drawn, each with its share of the weight: what approximates the relaxation. */
  static Network of(Lift lift, Solution solution, Rounding rounding) {
    SplittableRandom random = new SplittableRandom(rounding.seed());
    List<Pair> pairs = lift.pairs(solution);
    List<KrivineRounding> drawn =
        pairs.stream()
            .map(pair -> KrivineRounding.of(pair.plus(), pair.minus(), rounding.neurons(), random))
            .toList();
    TrainingProblem training = lift.training();
    int m = drawn.stream().mapToInt(each -> each.weights().length).sum();
    DenseMatrix hidden = DenseMatrix.zeros(m, 2 * training.architecture().inputs());
    int next = 0;
    for (KrivineRounding each : drawn) {
      hidden.view(next, 0, each.pairs().rows, hidden.cols).setTo(each.pairs());
      next += each.pairs().rows;
    }
    return new Network(
        training.activation(),
        training.architecture(),
        training.outputs(),
        hidden,
        drawn.stream().flatMapToDouble(each -> DoubleStream.of(each.weights())).toArray(),
        IntStream.range(0, drawn.size())
            .flatMap(
                place -> IntStream.generate(() -> place).limit(drawn.get(place).weights().length))
            .toArray());
  }
}
