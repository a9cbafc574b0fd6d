package io.spectrahedra.neural.train;

import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.decomposition.KinkCorrection;
import io.spectrahedra.neural.decomposition.NeuralDecomposition;
import io.spectrahedra.neural.decomposition.RankFactorisation;
import io.spectrahedra.neural.decomposition.RankReduction;
import io.spectrahedra.neural.lift.Lift;
import io.spectrahedra.neural.lift.Pair;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.problem.TrainingProblem;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.linalg.SymmetricEigen;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.solver.Solution;
import io.spectrahedra.sdp.solver.Termination;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * From the pairs (Z, Z′) of an interior-point solution, which have full rank, to the network of
 * least rank that is as good.
 *
 * <p>Which eigenvalues are neurons and which are what the barrier has left cannot be told from one
 * threshold for all problems; the objective tells: the pairs are cut off at smaller and smaller
 * eigenvalues until cutting off less would no longer lower it.
 *
 * @param network of the decomposed pairs
 * @param dropped share of the traces that was cut off
 */
record NetworkRecovery(Network network, double dropped) {
  /** The eigenvalues tried as thresholds: powers of ten times the largest, down to rounding. */
  private static final int DIGITS = 15;

  /** Of the slack: a cut that costs more has cut off neurons, which no correction brings back. */
  private static final double HOPELESS = 1e5;

  /** Entries of the equations of a rank reduction, 480 MB: beyond them there is none. */
  private static final long MAX_ENTRIES = 60_000_000;

  /** A pair cut off at one threshold. */
  private record Cut(RankFactorisation plus, RankFactorisation minus) {
    Pair product() {
      return new Pair(plus.product(), minus.product());
    }

    double dropped() {
      return plus.dropped() + minus.dropped();
    }
  }

  /** Eigenvalues and vectors of a pair. */
  private record Spectrum(SymmetricEigen plus, SymmetricEigen minus) {
    static Spectrum of(Pair pair) {
      return new Spectrum(SymmetricEigen.of(pair.plus()), SymmetricEigen.of(pair.minus()));
    }

    double largest() {
      int last = plus.values().length - 1;
      return Math.max(plus.values()[last], minus.values()[last]);
    }

    Cut cut(double threshold, TrainingProblem training) {
      return new Cut(cut(plus, threshold, training), cut(minus, threshold, training));
    }

    private static RankFactorisation cut(
        SymmetricEigen eigen, double threshold, TrainingProblem training) {
      return balanced(RankFactorisation.of(eigen, threshold), training);
    }

    static RankFactorisation balanced(RankFactorisation factorisation, TrainingProblem training) {
      return training.isQuadratic()
          ? factorisation
          : factorisation.balanced(training.architecture().norm());
    }
  }

  /**
   * Recovers the network.
   *
   * @param slack how much larger, relatively, the objective may be than that of the full pairs
   */
  static NetworkRecovery of(Workers workers, Lift lift, Solution solution, double slack) {
    List<Pair> pairs = lift.pairs(solution);
    List<Spectrum> spectra = pairs.stream().map(Spectrum::of).toList();
    double largest = spectra.stream().mapToDouble(Spectrum::largest).max().orElse(0);
    List<List<Cut>> cuts = new ArrayList<>();
    double[] objective = new double[DIGITS + 1];
    double least = Double.POSITIVE_INFINITY;
    for (int digit = 0; digit <= DIGITS; digit++) { // the first cut leaves nothing
      double threshold = largest * Math.pow(10, -digit);
      List<Cut> cut = spectra.stream().map(each -> each.cut(threshold, lift.training())).toList();
      boolean same = digit > 0 && freedom(cut) == freedom(cuts.get(digit - 1)); // ranks only grow
      objective[digit] = same ? objective[digit - 1] : objective(workers, lift, cut);
      cuts.add(cut);
      least = Math.min(least, objective[digit]);
    }
    double allowed = least + slack * Math.abs(least);
    int chosen = 0;
    while (objective[chosen] > allowed) {
      chosen++;
    }
    int first = 0;
    while (objective[first] > least + HOPELESS * slack * Math.abs(least)) {
      first++;
    }
    double trace =
        pairs.stream().mapToDouble(pair -> pair.plus().trace() + pair.minus().trace()).sum();
    double dropped = cuts.get(chosen).stream().mapToDouble(Cut::dropped).sum();
    // away from a solution ranks are full, and less of them would not be the same objective
    List<Cut> kept =
        solution.termination() == Termination.OPTIMAL
            ? reduced(
                workers,
                lift,
                corrected(
                        workers,
                        lift,
                        solution,
                        cuts.subList(Math.min(first, chosen), chosen),
                        allowed)
                    .orElse(cuts.get(chosen)))
            : cuts.get(chosen);
    return new NetworkRecovery(network(lift.training(), kept), dropped / trace);
  }

  /** Of the cuts that cost too much the first that does not once it is back at the kinks [M27]. */
  private static Optional<List<Cut>> corrected(
      Workers workers, Lift lift, Solution solution, List<List<Cut>> cuts, double allowed) {
    Optional<KinkCorrection> kinks =
        KinkCorrection.of(workers, lift.program(), lift.blocks(), solution);
    long tried = 0;
    for (List<Cut> each : kinks.isPresent() ? cuts : List.<List<Cut>>of()) {
      List<RankFactorisation> factors = factors(each);
      if (freedom(each) == tried) {
        continue; // the same ranks as before
      }
      tried = freedom(each);
      Optional<List<Cut>> moved =
          kinks.orElseThrow().apply(workers, factors).map(all -> balanced(lift.training(), all));
      if (moved.isPresent() && objective(workers, lift, moved.orElseThrow()) <= allowed) {
        return moved;
      }
    }
    return Optional.empty();
  }

  /** Where not all kinks could be reached the traces may not be either. */
  private static List<Cut> balanced(TrainingProblem training, List<RankFactorisation> factors) {
    return cuts(factors.stream().map(each -> Spectrum.balanced(each, training)).toList());
  }

  private static double objective(Workers workers, Lift lift, List<Cut> cuts) {
    return lift.objective(workers, cuts.stream().map(Cut::product).toList());
  }

  private static long freedom(List<Cut> cuts) {
    return RankReduction.freedom(factors(cuts));
  }

  private static List<RankFactorisation> factors(List<Cut> cuts) {
    return cuts.stream().flatMap(cut -> Stream.of(cut.plus, cut.minus)).toList();
  }

  private static List<Cut> cuts(List<RankFactorisation> factors) {
    return IntStream.range(0, factors.size() / 2)
        .mapToObj(place -> new Cut(factors.get(2 * place), factors.get(2 * place + 1)))
        .toList();
  }

  /** The pairs at the end of a degenerate face, where there is one, instead of in its middle. */
  private static List<Cut> reduced(Workers workers, Lift lift, List<Cut> cuts) {
    List<RankFactorisation> factors = factors(cuts);
    long m = lift.program().rows().size();
    long freedom = RankReduction.freedom(factors);
    if (freedom <= m || m * freedom > MAX_ENTRIES) {
      return cuts;
    }
    return cuts(RankReduction.of(workers, lift.program(), lift.blocks(), factors));
  }

  /** A neuron w/t with weight t² for each (w; t) of a Z, and with −t² for each of a Z′. */
  private static Network network(TrainingProblem training, List<Cut> cuts) {
    List<Integer> places = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    List<double[]> directions = new ArrayList<>();
    for (int place = 0; place < cuts.size(); place++) {
      for (double sign : new double[] {1, -1}) {
        Cut cut = cuts.get(place);
        DenseMatrix vectors = decompose(training, sign > 0 ? cut.plus : cut.minus);
        for (int row = 0; row < vectors.rows; row++) {
          double t = vectors.at(row, vectors.cols - 1);
          double[] u = new double[vectors.cols - 1];
          for (int i = 0; i < u.length; i++) {
            u[i] = vectors.at(row, i) / t;
          }
          places.add(place);
          weights.add(sign * t * t);
          directions.add(u);
        }
      }
    }
    DenseMatrix hidden = DenseMatrix.zeros(directions.size(), training.architecture().inputs());
    for (int j = 0; j < hidden.rows; j++) {
      hidden.view(j, 0, 1, hidden.cols).setTo(DenseMatrix.wrap(directions.get(j), 1, hidden.cols));
    }
    return new Network(
            training.activation(),
            training.architecture(),
            training.outputs(),
            hidden,
            weights.stream().mapToDouble(Double::doubleValue).toArray(),
            places.stream().mapToInt(Integer::intValue).toArray())
        .sorted();
  }

  private static DenseMatrix decompose(TrainingProblem training, RankFactorisation factor) {
    NeuronNorm norm = training.architecture().norm();
    if (training.isQuadratic()) {
      return NeuralDecomposition.spectral(factor).vectors();
    }
    return training.activation().b() == 0 && norm == NeuronNorm.ONE
        ? NeuralDecomposition.spectral(factor.ofZ1()).vectors()
        : NeuralDecomposition.of(factor, norm).vectors();
  }
}
