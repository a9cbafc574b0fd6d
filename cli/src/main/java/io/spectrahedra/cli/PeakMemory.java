package io.spectrahedra.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The most memory this process has had at once. */
final class PeakMemory {
  private static final String LABEL = "VmHWM:";

  private PeakMemory() {}

  /**
   * In units of 2^20 bytes: the peak of the resident set where the system tells it (Linux), the
   * present size of Java's heap elsewhere.
   */
  static double megabytes() {
    try {
      List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
      for (String line : status) {
        if (line.startsWith(LABEL)) {
          String kilobytes = line.substring(LABEL.length()).replace("kB", "").strip();
          return Long.parseLong(kilobytes) / 1024.0;
        }
      }
    } catch (IOException | NumberFormatException e) {
      return heap();
    }
    return heap();
  }

  private static double heap() {
    return Runtime.getRuntime().totalMemory() / 0x1p20;
  }
}
