package io.spectrahedra.bench.kernels;

import com.google.gson.GsonBuilder;
import io.spectrahedra.bench.report.Labels;
import io.spectrahedra.bench.report.Page;
import io.spectrahedra.bench.report.Provenance;
import io.spectrahedra.sdp.linalg.Workers;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code spectra bench kernels}. */
@Command(
    name = "kernels",
    description = {
      "Measures the dense linear algebra next to EJML, VectorBLAS and OpenBLAS, in GFLOP/s.",
      "Half an hour on an idle machine; about a minute with --quick.",
      "Each library runs in virtual machines of its own, with options of their own:"
          + " SPECTRA_JAVA_OPTS is for none of them, and the provider says which kernels."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class KernelsCommand implements Callable<Integer> {
  private static final int SOME_FAILED = 1;

  /** As for other usage that makes no sense. */
  private static final int NOTHING = 2;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--quick",
      description = "Few orders, short runs, and one set of kernels of OpenBLAS.")
  private boolean quick;

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = Labels.COMMA,
      splitSynopsisLabel = ",",
      description = "Numbers of threads (default: 1 and one a processor; 1 with --quick).")
  private List<Integer> threads = List.of();

  @Option(
      names = "--routine",
      paramLabel = "NAME",
      split = Labels.COMMA,
      splitSynopsisLabel = ",",
      converter = RoutineConverter.class,
      completionCandidates = RoutineNames.class,
      description = "Only these of ${COMPLETION-CANDIDATES}.")
  private List<Routine> routines = List.of(Routine.values());

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      split = Labels.COMMA,
      splitSynopsisLabel = ",",
      converter = ProviderConverter.class,
      completionCandidates = ProviderNames.class,
      description = "Only these of ${COMPLETION-CANDIDATES}.")
  private List<Provider> providers = List.of();

  @ArgGroup private Format format = new Format();

  private static final class Format {
    @Option(names = "--json", description = "Print one JSON list and nothing else.")
    private boolean json;

    @Option(names = "--markdown", description = "Print the table for RESULTS.md.")
    private boolean markdown;
  }

  @Override
  public Integer call() throws InterruptedException {
    CommandSpec command = Objects.requireNonNull(spec);
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    Run run = new Run(quick ? Effort.QUICK : Effort.FULL, EnumSet.copyOf(routines), err);
    for (int count : threads()) {
      for (Provider provider : providers()) {
        if (provider.runsOn(count)) {
          run.measure(provider, count);
        } else {
          err.println(provider + " is left out with " + count + " threads, for it has one");
        }
      }
    }
    if (run.isEmpty()) {
      err.println("nothing was measured: no provider that ran has any of these routines");
      return run.allMeasured() ? NOTHING : SOME_FAILED;
    }
    Report report = run.report(Provenance.ofThisMachine(projectFolder()));
    if (format.json) {
      new GsonBuilder().setPrettyPrinting().create().toJson(report.measurements(), out);
      out.println();
    } else {
      Page page = report.page();
      out.print(format.markdown ? page.toMarkdown() : page.toText());
    }
    out.flush();
    return run.allMeasured() ? 0 : SOME_FAILED;
  }

  private Set<Integer> threads() {
    for (int count : threads) {
      if (count < 1 || count > Workers.MAX_THREADS) {
        throw new ParameterException(
            Objects.requireNonNull(spec).commandLine(),
            "--threads must be at least 1 and at most " + Workers.MAX_THREADS + ", was " + count);
      }
    }
    if (!threads.isEmpty()) {
      return new TreeSet<>(threads);
    }
    return quick
        ? Set.of(1)
        : new TreeSet<>(List.of(1, Runtime.getRuntime().availableProcessors()));
  }

  private Set<Provider> providers() {
    return providers.isEmpty() ? Provider.ofThisMachine(quick) : EnumSet.copyOf(providers);
  }

  private static Path projectFolder() {
    return Path.of(System.getProperty("spectra.project", "."));
  }

  static final class RoutineConverter implements ITypeConverter<Routine> {
    @Override
    public Routine convert(String label) {
      return named(Routine.class, label);
    }
  }

  static final class ProviderConverter implements ITypeConverter<Provider> {
    @Override
    public Provider convert(String label) {
      return named(Provider.class, label);
    }
  }

  private static <E extends Enum<E>> E named(Class<E> type, String label) {
    try {
      return Labels.parse(type, label);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  static final class RoutineNames extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    RoutineNames() {
      super(Labels.all(Routine.class));
    }
  }

  static final class ProviderNames extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    ProviderNames() {
      super(Labels.all(Provider.class));
    }
  }
}
