package io.spectrahedra.bench.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Twelve independent sums: more than the latency times the number of multiply-add units of the
 * processors there are, and few enough for 16 registers. They are local variables, for an array of
 * vectors would live in memory.
 */
final class VectorPeak implements FmaPeak {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int SUMS = 12;

  @Override
  public int lanes() {
    return SPECIES.length();
  }

  @Override
  public long flopsPerRound() {
    return 2L * SUMS * SPECIES.length();
  }

  @Override
  public double run(int rounds) {
    DoubleVector factor = DoubleVector.broadcast(SPECIES, 0.999);
    DoubleVector term = DoubleVector.broadcast(SPECIES, 0.001);
    DoubleVector s0 = term;
    DoubleVector s1 = term;
    DoubleVector s2 = term;
    DoubleVector s3 = term;
    DoubleVector s4 = term;
    DoubleVector s5 = term;
    DoubleVector s6 = term;
    DoubleVector s7 = term;
    DoubleVector s8 = term;
    DoubleVector s9 = term;
    DoubleVector s10 = term;
    DoubleVector s11 = term;
    for (int i = 0; i < rounds; i++) {
      s0 = s0.fma(factor, term);
      s1 = s1.fma(factor, term);
      s2 = s2.fma(factor, term);
      s3 = s3.fma(factor, term);
      s4 = s4.fma(factor, term);
      s5 = s5.fma(factor, term);
      s6 = s6.fma(factor, term);
      s7 = s7.fma(factor, term);
      s8 = s8.fma(factor, term);
      s9 = s9.fma(factor, term);
      s10 = s10.fma(factor, term);
      s11 = s11.fma(factor, term);
    }
    DoubleVector low = s0.add(s1).add(s2).add(s3).add(s4).add(s5);
    return low.add(s6).add(s7).add(s8).add(s9).add(s10).add(s11).lane(0);
  }
}
