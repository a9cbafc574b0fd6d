package io.spectrahedra.sdp.kernel;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/** Which kernels this virtual machine runs, decided once; what is missing is said in one line. */
final class KernelSelection {
  static final String PROPERTY = "sdp.kernels";

  /** Whoever demands vector kernels gets them then, however slow. */
  private static final long LONGEST_REHEARSAL_NANOS = 3_000_000_000L;

  private static final @Nullable Kernels BEST;
  private static final String REFUSED;

  static {
    Kernels best = null;
    String refused = "";
    try {
      best = select(System.getProperty(PROPERTY, "auto"));
    } catch (IllegalArgumentException | IllegalStateException e) {
      refused = String.valueOf(e.getMessage()); // thrown at every call, not once by the class
    }
    BEST = best;
    REFUSED = refused;
  }

  private KernelSelection() {}

  /**
   * What {@value PROPERTY} has chosen.
   *
   * @throws KernelsUnavailableException if it has no such value, or what it demands cannot run here
   */
  static Kernels best() {
    if (BEST == null) {
      throw new KernelsUnavailableException(REFUSED);
    }
    return BEST;
  }

  /**
   * @throws IllegalArgumentException if {@code wanted} is not auto, scalar or vector
   * @throws IllegalStateException if it is vector and the kernels cannot run here
   */
  static Kernels select(String wanted) {
    return switch (wanted) {
      case "scalar" -> new ScalarKernels();
      case "vector" -> {
        Kernels kernels = vector();
        if (!new Rehearsal(kernels).untilCompiled(LONGEST_REHEARSAL_NANOS)) {
          logger()
              .log(
                  Level.INFO, "vector kernels are not compiled yet, and may stay slow for a while");
        }
        yield kernels;
      }
      case "auto" -> {
        try {
          requireVectors();
          yield new TieredKernels(KernelSelection::vector);
        } catch (IllegalStateException e) {
          logScalar(e);
          yield new ScalarKernels();
        }
      }
      default ->
          throw new IllegalArgumentException(
              PROPERTY + " must be auto, scalar or vector, was \"" + wanted + "\"");
    };
  }

  /** One INFO line that the fast kernels are not used. */
  static void logScalar(IllegalStateException reason) {
    logger().log(Level.INFO, "scalar kernels, two to three times slower: {0}", reason.getMessage());
  }

  private static System.Logger logger() {
    return System.getLogger(Kernels.class.getName());
  }

  private static void requireVectors() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      throw new IllegalStateException(
          "vector kernels need --add-modules jdk.incubator.vector on the java command line");
    }
    if (!FusedMultiplyAdd.isFast()) { // in software it takes a thousand times as long
      throw new IllegalStateException(
          "vector kernels cannot run: this Java has no fused multiply-add (UseFMA)");
    }
  }

  /** By name, so that this class links where the incubator module is missing. */
  private static Kernels vector() {
    requireVectors();
    try {
      return Class.forName("io.spectrahedra.sdp.kernel.VectorKernels")
          .asSubclass(Kernels.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (InvocationTargetException | ExceptionInInitializerError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException("vector kernels cannot run: " + cause.getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the vector kernels are missing from the library", e);
    }
  }
}
