package io.spectrahedra.sdp.kernel;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;

/** Which kernels this virtual machine runs, decided once; what is missing is said in one line. */
final class KernelSelection {
  static final String PROPERTY = "sdp.kernels";

  static final Kernels BEST = select(System.getProperty(PROPERTY, "auto"));

  private KernelSelection() {}

  /**
   * @throws IllegalArgumentException if {@code wanted} is not auto, scalar or vector
   * @throws IllegalStateException if it is vector and the kernels cannot run here
   */
  static Kernels select(String wanted) {
    return switch (wanted) {
      case "scalar" -> new ScalarKernels();
      case "vector" -> vector();
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
    System.getLogger(Kernels.class.getName())
        .log(Level.INFO, "scalar kernels, several times slower: {0}", reason.getMessage());
  }

  private static void requireVectors() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      throw new IllegalStateException(
          "vector kernels need --add-modules jdk.incubator.vector on the java command line");
    }
    if (!FusedMultiplyAdd.isFast()) { // in software it takes a thousand times as long
      throw new IllegalStateException(
          "vector kernels cannot run: this processor has no fused multiply-add");
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
