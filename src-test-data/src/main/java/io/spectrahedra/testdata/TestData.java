package io.spectrahedra.testdata;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where data files are: those of this module, and the public ones that are never committed. */
public final class TestData {
  private TestData() {}

  /** A file of {@code src-test-data/data}. */
  public static Path file(String name) {
    Path path = Path.of(property("spectra.testdata")).resolve(name);
    if (!Files.exists(path)) {
      throw new IllegalArgumentException("there is no test data file " + path);
    }
    return path;
  }

  /** A file of the folder of public data, where that is present. */
  public static Optional<Path> shared(String name) {
    Path path = Path.of(property("spectra.data")).resolve(name);
    return Files.exists(path) ? Optional.of(path) : Optional.empty();
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("tests are run by the build, which sets -D" + name);
    }
    return value;
  }
}
