package io.spectrahedra.sdp.io;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RowBuilder;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SparseSymmetric;
import io.spectrahedra.sdp.problem.SparseVector;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Small problems with numbers of every magnitude. */
final class RandomFiles {
  private RandomFiles() {}

  /** Up to 6 rows and 4 blocks, matrix blocks of order at least 2; some rows are zero. */
  static SdpProblem problem(SplittableRandom random) {
    int blocks = 1 + random.nextInt(4);
    SdpProblem.Builder problem = SdpProblem.builder().allowZeroRows();
    Block[] shape = new Block[blocks];
    for (int k = 0; k < blocks; k++) {
      shape[k] =
          random.nextBoolean()
              ? new Block.Psd(2 + random.nextInt(5))
              : new Block.NonNegative(1 + random.nextInt(6));
      problem.block("b" + k, shape[k]);
      problem.minimise("b" + k, -1, matrix(shape[k], random));
    }
    int m = random.nextInt(7);
    for (int i = 0; i < m; i++) {
      RowBuilder row = problem.row("r" + i);
      for (int k = 0; k < blocks; k++) {
        if (random.nextInt(3) > 0) {
          row.term("b" + k, matrix(shape[k], random));
        }
      }
      row.equalTo(number(random));
    }
    return problem.build();
  }

  private static ConstraintMatrix matrix(Block block, SplittableRandom random) {
    int n = block.size();
    if (block.cols() > 1 && random.nextInt(4) == 0) {
      DenseMatrix a = DenseMatrix.zeros(n, n);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          a.set(i, j, number(random));
          a.set(j, i, a.at(i, j));
        }
      }
      return ConstraintMatrix.dense(a);
    }
    int[] places =
        IntStream.range(0, n * block.cols()).filter(p -> random.nextInt(3) == 0).toArray();
    double[] values = random.doubles(places.length, 0, 1).map(unused -> number(random)).toArray();
    int[] row = IntStream.of(places).map(p -> p / block.cols()).toArray();
    int[] col = IntStream.of(places).map(p -> p % block.cols()).toArray();
    return block.cols() > 1
        ? SparseSymmetric.ofEntries(n, row, col, values)
        : SparseVector.ofEntries(n, row, values);
  }

  /** An integer, a short decimal, any double of ordinary size, or one of an extreme size. */
  static double number(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(-20, 20);
      case 1 -> random.nextInt(-2000, 2000) / 1000.0;
      case 2 -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(-900, 290));
      case 3 -> random.nextLong();
      default -> 10 * (random.nextDouble() - 0.5);
    };
  }
}
