package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Kernels;
import io.spectrahedra.sdp.kernel.OwnClasses;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * The linear algebra on kernels of one kind.
 *
 * <p>A virtual machine chooses its kernels once. So each provider has classes of its own, of the
 * linear algebra and of the checks of it, and hands out the checks behind types of the JDK.
 */
final class Provider {
  static final List<Provider> ALL =
      List.of(
          new Provider("scalar", "0", "scalar"),
          new Provider("vector", "128", "vector, 128 bits"),
          new Provider("vector", "256", "vector, 256 bits"),
          new Provider("vector", "512", "vector, 512 bits"));

  private final String kernels;
  private final String bits;
  private final String description;
  private final ClassLoader classes =
      new OwnClasses(
          name ->
              name.startsWith("io.spectrahedra.sdp.kernel.")
                  || name.startsWith("io.spectrahedra.sdp.linalg."));

  private Provider(String kernels, String bits, String description) {
    this.kernels = kernels;
    this.bits = bits;
    this.description = description;
  }

  /** A family of checks by name; each takes a size. */
  interface Contract extends Supplier<Map<String, IntConsumer>> {}

  /** The checks of {@code contract}, on these kernels. */
  @SuppressWarnings("unchecked") // a Contract of another loader is a Supplier of the same maps
  Map<String, IntConsumer> checks(Class<? extends Contract> contract) {
    try {
      return ((Supplier<Map<String, IntConsumer>>) load(contract)).get();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(contract.getName(), e);
    }
  }

  private Object load(Class<?> type) throws ReflectiveOperationException {
    String kernelsBefore = System.getProperty("sdp.kernels", "auto");
    String bitsBefore = System.getProperty("sdp.kernels.bits", "0");
    System.setProperty("sdp.kernels", kernels);
    System.setProperty("sdp.kernels.bits", bits);
    try {
      var constructor = classes.loadClass(type.getName()).getDeclaredConstructor();
      constructor.setAccessible(true);
      var chosen = classes.loadClass(Chosen.class.getName()).getDeclaredConstructor();
      chosen.setAccessible(true);
      String actual = chosen.newInstance().toString();
      if (!actual.equals(description)) {
        throw new IllegalStateException(this + " runs on kernels \"" + actual + "\"");
      }
      return constructor.newInstance();
    } finally {
      System.setProperty("sdp.kernels", kernelsBefore);
      System.setProperty("sdp.kernels.bits", bitsBefore);
    }
  }

  @Override
  public String toString() {
    return description;
  }

  /** Says which kernels its classes use. */
  private static final class Chosen {
    @Override
    public String toString() {
      return Kernels.best().toString();
    }
  }
}
