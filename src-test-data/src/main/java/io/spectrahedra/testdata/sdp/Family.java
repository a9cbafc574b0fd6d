package io.spectrahedra.testdata.sdp;

import java.util.Locale;
import java.util.function.LongFunction;

/** Kinds of problems with known answers; a seed makes one of each. */
public enum Family {
  THETA_OF_ODD_CYCLES(GraphCases::thetaOfOddCycle),
  THETA_OF_KNESER_GRAPHS(GraphCases::thetaOfKneserGraph),
  MAX_CUT_OF_BIPARTITE_GRAPHS(GraphCases::maxCutOfBipartiteGraph),
  MAX_CUT_OF_COMPLETE_GRAPHS(GraphCases::maxCutOfCompleteGraph),
  SMALLEST_EIGENVALUES(MatrixCases::smallestEigenvalue),
  COMPLETIONS_OF_LEAST_TRACE(MatrixCases::leastTraceCompletion),
  LYAPUNOV_INEQUALITIES(MatrixCases::lyapunov),
  STRICTLY_COMPLEMENTARY_PAIRS(PairCases::strictlyComplementary),
  PRIMAL_DEGENERATE_PAIRS(PairCases::primalDegenerate),
  DUAL_DEGENERATE_PAIRS(PairCases::dualDegenerate),
  DOUBLY_DEGENERATE_PAIRS(PairCases::doublyDegenerate),
  PAIRS_WITHOUT_STRICT_COMPLEMENTARITY(PairCases::notStrictlyComplementary),
  DEPENDENT_ROWS_THAT_AGREE(DependentRows::consistent),
  DEPENDENT_ROWS_THAT_DIFFER(DependentRows::inconsistent),
  INFEASIBLE_PRIMALS(RayCases::infeasiblePrimal),
  INFEASIBLE_DUALS(RayCases::infeasibleDual);

  @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method holds nothing
  private final LongFunction<ExactSdp> generator;

  Family(LongFunction<ExactSdp> generator) {
    this.generator = generator;
  }

  /** The case of that seed, which is not negative. */
  public ExactSdp generate(long seed) {
    return generator.apply(seed);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
