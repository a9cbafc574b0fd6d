package io.spectrahedra.neural.train;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Name and version of this software, as the build wrote them. */
public final class Version {
  public static final String NAME = read();

  private Version() {}

  private static String read() {
    try (InputStream stream = Version.class.getResourceAsStream("version.properties")) {
      if (stream == null) {
        throw new LinkageError("neural-decomposition was packaged without version.properties");
      }
      Properties properties = new Properties();
      properties.load(stream);
      return "spectrahedra " + properties.getProperty("version");
    } catch (IOException e) {
      throw new LinkageError("version.properties cannot be read", e);
    }
  }
}
