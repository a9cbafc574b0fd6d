package io.spectrahedra.bench.sdplib;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import io.spectrahedra.bench.report.Labels;
import io.spectrahedra.bench.report.Page;
import io.spectrahedra.bench.report.Provenance;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code spectra bench sdplib}. */
@Command(
    name = "sdplib",
    description = {
      "Compares 'spectra solve' with csdp, sdpa and dsdp5, as far as they are installed.",
      "Every problem of a folder is solved by each in a process of its own, and by ours again in this",
      "one, warm; a reference.csv in the folder says what is right."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class SdplibCommand implements Callable<Integer> {
  private static final String SUFFIX = ".dat-s";
  private static final int SOME_WRONG = 1;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where the .dat-s files are (default: sdplib in the folder of public data).")
  private @Nullable Path folder;

  @Option(
      names = "--problems",
      paramLabel = "NAME",
      split = Labels.COMMA,
      splitSynopsisLabel = ",",
      description = "Only these, without .dat-s (default: all of the folder).")
  private List<String> names = List.of();

  @Option(
      names = "--solver",
      paramLabel = "NAME",
      split = Labels.COMMA,
      splitSynopsisLabel = ",",
      converter = ProgramConverter.class,
      completionCandidates = ProgramNames.class,
      description = "Only these of ${COMPLETION-CANDIDATES} (default: those installed).")
  private List<Program> programs = List.of();

  @Option(
      names = "--limit",
      paramLabel = "TIME",
      converter = LimitConverter.class,
      defaultValue = "90s",
      description = "Of a run, as in 90s or 2m (default: ${DEFAULT-VALUE}); then it is killed.")
  private Duration limit = Duration.ZERO;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Of each solver, which gets as many processors (default: all).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @ArgGroup private Format format = new Format();

  private static final class Format {
    @Option(names = "--json", description = "Print one JSON list and nothing else.")
    private boolean json;

    @Option(names = "--markdown", description = "Print the tables for RESULTS.md.")
    private boolean markdown;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = command().commandLine().getOut();
    if (threads < 1) {
      throw wrong("--threads must be at least 1, was " + threads);
    }
    Path directory = directory();
    List<Path> problems = problems(directory);
    Comparison comparison = measure(problems, Reference.of(directory));
    if (format.json) {
      JsonArray list = new JsonArray();
      comparison.measurements().forEach(m -> list.add(m.toJson()));
      new GsonBuilder().setPrettyPrinting().serializeNulls().create().toJson(list, out);
      out.println();
    } else {
      Page page = comparison.page();
      out.print(format.markdown ? page.toMarkdown() : page.toText());
    }
    out.flush();
    boolean allRight =
        comparison.measurements().stream()
            .filter(m -> m.program() == Program.SPECTRAHEDRA)
            .allMatch(Measurement::isRight);
    return allRight ? 0 : SOME_WRONG;
  }

  private Comparison measure(List<Path> problems, Map<String, Reference> references)
      throws IOException, InterruptedException {
    PrintWriter err = command().commandLine().getErr();
    Path spectra = projectFolder().resolve("spectra").toAbsolutePath().normalize();
    Set<Program> chosen = programs.isEmpty() ? Program.ofThisMachine() : EnumSet.copyOf(programs);
    if (chosen.contains(Program.SPECTRAHEDRA)) { // builds what is missing, outside of the time
      Execution.of(List.of(spectra.toString(), "--version"), Map.of(), Duration.ofHours(1));
    }
    List<Measurement> measurements = new ArrayList<>();
    for (Path problem : problems) {
      String name = name(problem);
      for (Program program : chosen) {
        Measurement m =
            measure(
                program,
                spectra,
                problem.toAbsolutePath(),
                references.getOrDefault(name, Reference.unknown()));
        err.printf(
            Locale.ROOT,
            "%-12s %-12s %8.3f s  %s%n",
            name,
            program,
            m.seconds(),
            m.outcome().status());
        measurements.add(m);
      }
    }
    return new Comparison(Provenance.ofThisMachine(projectFolder()), threads, limit, measurements);
  }

  private Measurement measure(Program program, Path spectra, Path problem, Reference reference)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(Program.pinning(threads));
    line.addAll(program.command(spectra, problem, threads));
    Execution run = Execution.of(line, Program.environment(threads), limit);
    Outcome outcome =
        run.finished() ? program.read(run.output()) : Outcome.none("killed at the limit");
    Measurement measured =
        new Measurement(name(problem), reference, program, outcome, run.seconds());
    return program == Program.SPECTRAHEDRA && outcome.seconds() < WarmSolve.LONG
        ? measured.withWarmSeconds(WarmSolve.seconds(problem, threads))
        : measured;
  }

  private Path directory() {
    Path directory =
        folder != null
            ? folder
            : Path.of(
                    System.getProperty(
                        "spectra.data", projectFolder().resolve("../shared/data").toString()))
                .resolve("sdplib");
    if (!Files.isDirectory(directory)) {
      throw wrong("there is no folder " + directory + "; --folder DIR says where problems are");
    }
    return directory;
  }

  private List<Path> problems(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.list(directory)) {
      all = files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
    List<String> there = all.stream().map(SdplibCommand::name).toList();
    for (String name : names) {
      if (!there.contains(name)) {
        throw wrong("there is no problem " + name + SUFFIX + " in " + directory);
      }
    }
    List<Path> chosen =
        names.isEmpty() ? all : all.stream().filter(file -> names.contains(name(file))).toList();
    if (chosen.isEmpty()) {
      throw wrong("there is no " + SUFFIX + " file in " + directory);
    }
    return chosen;
  }

  private static String name(Path problem) {
    String file = Objects.requireNonNull(problem.getFileName()).toString();
    return file.substring(0, file.length() - SUFFIX.length());
  }

  private static Path projectFolder() {
    return Path.of(System.getProperty("spectra.project", "."));
  }

  private CommandSpec command() {
    return Objects.requireNonNull(spec);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command().commandLine(), message);
  }

  static final class LimitConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        Duration limit = Duration.parse("PT" + text);
        if (!limit.isZero() && !limit.isNegative()) {
          return limit;
        }
      } catch (DateTimeParseException e) {
        // the message below says it
      }
      throw new TypeConversionException("a limit is a time such as 90s or 2m, was " + text);
    }
  }

  static final class ProgramConverter implements ITypeConverter<Program> {
    @Override
    public Program convert(String label) {
      try {
        return Labels.parse(Program.class, label);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  static final class ProgramNames extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    ProgramNames() {
      super(Labels.all(Program.class));
    }
  }
}
