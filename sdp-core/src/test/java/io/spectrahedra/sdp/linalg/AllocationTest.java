package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.spectrahedra.sdp.linalg.Provider.Contract;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * On the scalar kernels: vectors are objects until the virtual machine has compiled their loops.
 */
@DisplayName("what a routine allocates does not grow with its work")
class AllocationTest {
  private static final int N = 400;

  @Test
  void isBounded() {
    Provider.ALL.get(0).checks(Allocations.class).values().forEach(check -> check.accept(N));
  }

  private static final class Allocations implements Contract {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Views, tasks and the like. */
    private static final long OBJECTS = 200_000;

    @Override
    public Map<String, IntConsumer> get() {
      return Map.of("all", Allocations::all);
    }

    private static void all(int n) {
      DenseMatrix b = Reference.random(n, n, 2);
      DenseMatrix c = DenseMatrix.zeros(n, n);
      DenseMatrix l = Exact.lowerPart(b);
      l.addScaled(n, DenseMatrix.identity(n));
      double[] x = b.row(0);
      long matrix = 8L * n * n;
      assertAllocates(OBJECTS, () -> Gemm.multiply(Workers.SERIAL, 1, l, b, 1, c));
      assertAllocates(OBJECTS, () -> Gemm.multiplyLower(Workers.SERIAL, 1, b, l, 1, c));
      assertAllocates(OBJECTS, () -> Triangular.solve(Workers.SERIAL, l, c));
      // a copy of the rows at the end of the recursion: of each once
      DenseMatrix ct = c.transposed();
      assertAllocates(OBJECTS + matrix, () -> Triangular.solve(Workers.SERIAL, l, ct));
      assertAllocates(OBJECTS + matrix, () -> Triangular.solveTransposed(Workers.SERIAL, l, ct));
      long vector = 8L * n; // the sums of one panel, and a task for each
      assertAllocates(vector, () -> Triangular.solve(l, x));
      assertAllocates(vector, () -> Triangular.solveTransposed(l, x));
      assertAllocates(OBJECTS, () -> c.addScaled(2, b));
      // the blocks on the diagonal, and the solves with them
      DenseMatrix positive = Reference.randomPositive(n, n, 3);
      assertAllocates(
          OBJECTS + 2 * matrix,
          () -> {
            c.setTo(positive);
            Cholesky.factor(Workers.SERIAL, c);
          });
      DenseMatrix inverse = DenseMatrix.zeros(n, n);
      DenseMatrix product = DenseMatrix.zeros(n, n);
      assertAllocates(OBJECTS, () -> Triangular.invert(Workers.SERIAL, c, inverse));
      assertAllocates(
          OBJECTS, () -> Cholesky.multiplyByTranspose(Workers.SERIAL, inverse, product));
    }

    /** At most so many bytes, the second time: the first one makes the workspace of its thread. */
    private static void assertAllocates(long bytes, Runnable routine) {
      routine.run();
      long before = THREADS.getCurrentThreadAllocatedBytes();
      routine.run();
      long after = THREADS.getCurrentThreadAllocatedBytes();
      assertThat(after - before).isLessThanOrEqualTo(bytes);
    }
  }
}
