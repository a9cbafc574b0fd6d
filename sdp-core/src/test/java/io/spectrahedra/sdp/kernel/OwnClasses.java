package io.spectrahedra.sdp.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;

/**
 * Defines some classes anew: what they decide once, when they are loaded, is decided again here.
 */
public final class OwnClasses extends ClassLoader {
  private final Predicate<String> own;

  /**
   * @param own which classes, by name; all others are shared with the caller
   */
  public OwnClasses(Predicate<String> own) {
    super(OwnClasses.class.getClassLoader());
    this.own = own;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!own.test(name)) {
      return super.loadClass(name, resolve);
    }
    Class<?> loaded = findLoadedClass(name);
    if (loaded != null) {
      return loaded;
    }
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
