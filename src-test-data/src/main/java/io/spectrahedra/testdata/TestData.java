package io.spectrahedra.testdata;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where data files are: those of this module, and the public ones that are never committed.
 *
 * <p>The build says where, by -Dspectra.testdata and -Dspectra.data; without these, paths are seen
 * from the root of the project.
 */
public final class TestData {
  private static final Path OWN =
      Path.of(System.getProperty("spectra.testdata", "src-test-data/data"));
  private static final Path PUBLIC = Path.of(System.getProperty("spectra.data", "../shared/data"));

  private TestData() {}

  /** A file of {@code src-test-data/data}. */
  public static Path file(String name) {
    Path path = OWN.resolve(name);
    if (!Files.exists(path)) {
      throw new IllegalArgumentException("there is no test data file " + path);
    }
    return path;
  }

  /** A file of the folder of public data, where that is present. */
  public static Optional<Path> shared(String name) {
    Path path = PUBLIC.resolve(name);
    return Files.exists(path) ? Optional.of(path) : Optional.empty();
  }

  /** A training set with a known optimum: of this module, or of the public ones. */
  public static Optional<Path> net(String name) {
    Path own = OWN.resolve(name);
    return Files.exists(own) ? Optional.of(own) : shared("nets/" + name);
  }
}
