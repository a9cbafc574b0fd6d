package io.spectrahedra.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where numbers come from. */
public record Provenance(String machine, String jdk, String commit, LocalDate date) {
  /**
   * Of this virtual machine.
   *
   * @param project the project's folder, where git is asked for the commit
   */
  public static Provenance ofThisMachine(Path project) {
    int processors = Runtime.getRuntime().availableProcessors();
    return new Provenance(
        processor() + ", " + processors + " processors, " + System.getProperty("os.name"),
        System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
        commit(project),
        LocalDate.now(ZoneOffset.UTC));
  }

  /** Name by name, in the order of a report. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("machine", machine);
    facts.put("JDK", jdk);
    facts.put("commit", commit);
    facts.put("date", date.toString());
    return facts;
  }

  /** As Linux names it; elsewhere its architecture. */
  private static String processor() {
    Path info = Path.of("/proc/cpuinfo");
    String architecture = System.getProperty("os.arch");
    if (!Files.isReadable(info)) {
      return architecture;
    }
    try {
      return Files.readAllLines(info).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(architecture);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** "unknown" where there is no git or no repository; "+" is for changes not committed. */
  private static String commit(Path project) {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty=+", "--exclude=*")
              .directory(project.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return commit.isBlank() ? "unknown" : commit.strip();
    } catch (IOException noGit) {
      return "unknown";
    }
  }
}
