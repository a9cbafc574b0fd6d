package io.spectrahedra.sdp.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("kernels are rehearsed until they are fast, or the time is up")
class RehearsalTest {
  private static final long MINUTE = 60_000_000_000L;

  @Test
  @Timeout(60)
  void endsWhenTheyAreCompiled() {
    assertThat(new Rehearsal(new ScalarKernels()).untilCompiled(MINUTE)).isTrue();
  }

  @Test
  @Timeout(60)
  void endsWhenTimeIsUp() {
    Kernels scalar = new ScalarKernels();
    Kernels neverFast =
        (Kernels)
            Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, arguments) -> {
                  LockSupport.parkNanos(1_000_000);
                  return method.invoke(scalar, arguments);
                });
    assertThat(new Rehearsal(neverFast).untilCompiled(1_000_000)).isFalse();
  }
}
