package io.spectrahedra.sdp.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** Whether this virtual machine computes a fused multiply-add in one instruction. */
final class FusedMultiplyAdd {
  private FusedMultiplyAdd() {}

  private static final boolean FAST = ask();

  /**
   * As the virtual machine says; where it does not say, false, which is safe: without the
   * instruction {@link Math#fma} goes through {@link java.math.BigDecimal}.
   */
  static boolean isFast() {
    return FAST;
  }

  /** ab + c, rounded once where that is fast. */
  static double fma(double a, double b, double c) {
    return FAST ? Math.fma(a, b, c) : a * b + c;
  }

  private static boolean ask() {
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return machine != null && Boolean.parseBoolean(machine.getVMOption("UseFMA").getValue());
    } catch (IllegalArgumentException unknownOption) {
      return false;
    }
  }
}
