package io.spectrahedra.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Remembers why it could not be written, which the writers on top of it do not say: a pipe that
 * nobody reads any more, as in {@code spectra ... | head -1}, is no error.
 */
final class WatchedOutput extends FilterOutputStream {
  private boolean pipeClosed;

  WatchedOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      pipeClosed |= isOfPipe(e.getMessage());
      throw e;
    }
  }

  /** "Broken pipe"; on Windows "The pipe is being closed" or "has been ended". */
  private static boolean isOfPipe(@Nullable String message) {
    return message != null && message.toLowerCase(Locale.ROOT).contains("pipe");
  }

  boolean isPipeClosed() {
    return pipeClosed;
  }
}
