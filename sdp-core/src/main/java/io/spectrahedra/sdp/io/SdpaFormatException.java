package io.spectrahedra.sdp.io;

import java.nio.file.Path;

/** A file is not what it should be: the message says where, what was expected and what is there. */
public final class SdpaFormatException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int line;

  /**
   * "file:line: expected, found found".
   *
   * @param expected what must stand there, as in "block size must be a nonzero integer"
   * @param found what stands there, a token in quotes
   */
  SdpaFormatException(Path file, int line, String expected, String found) {
    super(file + ":" + line + ": " + expected + ", found " + found);
    this.line = line;
  }

  /** The line in the file, counted from 1. */
  public int line() {
    return line;
  }
}
