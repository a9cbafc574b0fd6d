package io.spectrahedra.sdp.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("workers run every task once, stop when asked and pass failures on")
class WorkersTest {

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2, 5})
  void everyTaskRunsOnce(int threads) {
    try (Workers workers = new Workers(threads, () -> false)) {
      for (int tasks : new int[] {0, 1, 2, 100}) {
        AtomicIntegerArray runs = new AtomicIntegerArray(100);
        workers.forEach(tasks, runs::incrementAndGet);
        for (int i = 0; i < 100; i++) {
          assertThat(runs.get(i)).isEqualTo(i < tasks ? 1 : 0);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {2, 5})
  void shortTasksInSequenceAndAfterSleep(int threads) throws InterruptedException {
    int[] sum = new int[7];
    try (Workers workers = new Workers(threads, () -> false)) {
      for (int call = 1; call <= 3000; call++) {
        workers.forEach(sum.length, i -> sum[i]++);
        if (call % 1000 == 0) {
          Thread.sleep(2);
        }
        assertThat(sum).containsOnly(call);
      }
    }
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2})
  void muchWorkIsStopped(int threads) {
    DenseMatrix a = DenseMatrix.identity(150);
    try (Workers workers = new Workers(threads, () -> true)) {
      assertThatThrownBy(() -> Gemm.product(workers, a, a))
          .isInstanceOf(Workers.StoppedException.class);
      assertThatThrownBy(() -> Triangular.solve(workers, a, a.copy()))
          .isInstanceOf(Workers.StoppedException.class);
    }
  }

  @Test
  void littleWorkWakesNobodyUnlessItKeepsComing() throws InterruptedException {
    try (Workers workers = new Workers(2, () -> false)) {
      assertThat(workers.forWork(100_000)).isSameAs(Workers.SERIAL);
      assertThat(workers.forWork(1_000_000)).isSameAs(Workers.SERIAL); // none has begun
      assertThat(workers.forWork(2_000_000)).isSameAs(workers);
      int calls = 0;
      while (workers.forWork(1_000_000) != workers) {
        calls++;
        assertThat(calls).isLessThan(1_000_000); // two that do not lie far apart are enough
      }
      workers.forEach(2, i -> {});
      calls = 0;
      while (workers.forWork(1_000_000) == workers) { // until the other sleeps again
        calls++;
        assertThat(calls).isLessThan(1000);
        Thread.sleep(2);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 7, 8, 14, 20})
  void slicesCoverEveryItemOnce(int items) {
    try (Workers workers = new Workers(3, () -> false)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(items + 1);
      AtomicInteger largest = new AtomicInteger();
      workers.forSlices(
          items,
          7,
          (from, to) -> {
            largest.accumulateAndGet(to - from, Math::max);
            for (int i = from; i < to; i++) {
              runs.incrementAndGet(i);
            }
          });
      for (int i = 0; i < items; i++) {
        assertThat(runs.get(i)).isEqualTo(1);
      }
      assertThat(runs.get(items)).isZero();
      assertThat(largest.get()).isEqualTo(Math.min(items, 7));
    }
  }

  @Test
  void worksAgainAfterItIsClosed() {
    AtomicInteger runs = new AtomicInteger();
    Workers workers = new Workers(2, () -> false);
    workers.forEach(5, i -> runs.incrementAndGet());
    workers.close();
    workers.forEach(5, i -> runs.incrementAndGet());
    workers.close();
    assertThat(runs.get()).isEqualTo(10);
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 3})
  void stopsBetweenTasks(int threads) {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger runs = new AtomicInteger();
    try (Workers workers = new Workers(threads, stop::get)) {
      assertThatThrownBy(
              () ->
                  workers.forEach(
                      1000,
                      i -> {
                        runs.incrementAndGet();
                        stop.set(true);
                      }))
          .isInstanceOf(Workers.StoppedException.class);
      assertThat(runs.get()).isLessThanOrEqualTo(threads);
    }
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2, 5})
  void tasksWaitForEarlierOnes(int threads) {
    long[] fibonacci = new long[90];
    AtomicIntegerArray done = new AtomicIntegerArray(fibonacci.length);
    try (Workers workers = new Workers(threads, () -> false)) {
      workers.forEach(
          fibonacci.length,
          i -> {
            for (int before = Math.max(0, i - 2); before < i; before++) {
              int awaited = before;
              workers.await(() -> done.get(awaited) == 1);
            }
            fibonacci[i] = i < 2 ? i : fibonacci[i - 1] + fibonacci[i - 2];
            done.set(i, 1);
          });
    }
    assertThat(fibonacci[89]).isEqualTo(1779979416004714189L);
  }

  /** Otherwise a thread would wait for ever for what the one that failed has left undone. */
  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {2, 5})
  void whoWaitsIsReleasedByAFailureAndByAStop(int threads) {
    AtomicBoolean stop = new AtomicBoolean();
    try (Workers workers = new Workers(threads, stop::get)) {
      assertThatThrownBy(
              () ->
                  workers.forEach(
                      threads,
                      i -> {
                        if (i == 0) {
                          throw new IllegalStateException("task " + i);
                        }
                        workers.await(() -> false);
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("task 0");
      assertThatThrownBy(
              () ->
                  workers.forEach(
                      100,
                      i -> {
                        if (i > 0) {
                          workers.await(() -> false);
                        }
                        stop.set(true);
                      }))
          .isInstanceOf(Workers.StoppedException.class);
    }
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 3})
  void failuresReachTheCaller(int threads) {
    try (Workers workers = new Workers(threads, () -> false)) {
      assertThatThrownBy(
              () ->
                  workers.forEach(
                      50,
                      i -> {
                        if (i == 20) {
                          throw new ArithmeticException("task 20");
                        }
                      }))
          .isInstanceOf(ArithmeticException.class)
          .hasMessage("task 20");
      AtomicInteger after = new AtomicInteger();
      workers.forEach(10, i -> after.incrementAndGet());
      assertThat(after.get()).isEqualTo(10);
    }
  }

  @Test
  void needsAThread() {
    assertThatThrownBy(() -> new Workers(0, () -> false))
        .hasMessage("threads must be at least 1 and at most 1024, was 0");
    assertThatThrownBy(() -> new Workers(1025, () -> false))
        .hasMessage("threads must be at least 1 and at most 1024, was 1025");
  }

  @Test
  @SuppressWarnings("NullAway") // what is tested
  void needsAStop() {
    assertThatThrownBy(() -> new Workers(2, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("stop");
  }
}
