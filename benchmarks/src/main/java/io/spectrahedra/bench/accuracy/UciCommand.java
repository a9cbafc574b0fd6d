package io.spectrahedra.bench.accuracy;

import io.spectrahedra.bench.report.Labels;
import io.spectrahedra.bench.report.Page;
import io.spectrahedra.bench.report.Provenance;
import io.spectrahedra.neural.loss.HingeLoss;
import io.spectrahedra.neural.loss.LogisticLoss;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.loss.SquaredLoss;
import io.spectrahedra.neural.train.TrainingOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code spectra bench uci}. */
@Command(
    name = "uci",
    description = {
      "Cross-validated accuracy on the UCI sets of the folder of public data.",
      "By the folds of their authors, for squared, hinge and logistic loss; of more than two classes",
      "one against the rest.",
      "beta is chosen in the training part of each fold; every fit is to be proven optimal."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class UciCommand implements Callable<Integer> {
  private static final int NOT_PROVEN = 1;
  private static final List<Loss> LOSSES =
      List.of(new SquaredLoss(), new HingeLoss(), new LogisticLoss());

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "A folder a set (default: uci in the folder of public data).")
  private @Nullable Path folder;

  @Option(
      names = "--sets",
      paramLabel = "NAME",
      split = Labels.COMMA,
      splitSynopsisLabel = ",",
      description = "Only these (default: all of the folder).")
  private List<String> names = List.of();

  @Option(
      names = "--beta",
      paramLabel = "BETA",
      split = Labels.COMMA,
      splitSynopsisLabel = ",",
      defaultValue = "0.3,1,3,10,30",
      description = "Grid of beta, ascending (default: ${DEFAULT-VALUE}).")
  private List<Double> grid = List.of();

  @Option(
      names = "--tolerance",
      defaultValue = "1e-6",
      description = "Relative gap to prove (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(names = "--threads", paramLabel = "N", description = "Threads to use (default: all).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--markdown", description = "Print the table for RESULTS.md.")
  private boolean markdown;

  @Override
  public Integer call() throws IOException {
    if (threads < 1) {
      throw wrong("--threads must be at least 1, was " + threads);
    }
    TrainingOptions options =
        TrainingOptions.defaults().withTolerance(tolerance).withThreads(threads);
    List<List<String>> table = new ArrayList<>();
    table.add(
        List.of(
            "set",
            "samples",
            "features",
            "classes",
            "folds",
            "loss",
            "accuracy",
            "beta",
            "fits",
            "largest gap",
            "s"));
    int unproven = 0;
    for (Path directory : sets()) {
      UciSet set = UciSet.read(directory);
      for (Loss loss : LOSSES) {
        CrossValidated result = CrossValidated.of(set, options.withLoss(loss), grid);
        List<String> row = row(set, loss, result);
        command().commandLine().getErr().println(String.join("  ", row));
        table.add(row);
        unproven += result.unproven();
      }
    }
    Map<String, String> facts =
        new LinkedHashMap<>(Provenance.ofThisMachine(projectFolder()).facts());
    facts.put("threads", Integer.toString(threads));
    facts.put(
        "beta", "of " + grid.stream().map(UciCommand::plain).collect(Collectors.joining(", ")));
    facts.put("unproven", unproven + " fits with a gap above " + tolerance);
    Page page = new Page(facts, List.of(table));
    PrintWriter out = command().commandLine().getOut();
    out.print(markdown ? page.toMarkdown() : page.toText());
    out.flush();
    return unproven == 0 ? 0 : NOT_PROVEN;
  }

  private static List<String> row(UciSet set, Loss loss, CrossValidated result) {
    return List.of(
        set.name(),
        Integer.toString(set.data().samples()),
        Integer.toString(set.data().x().cols),
        Integer.toString(set.data().classes().size()),
        Integer.toString(set.folds().size()),
        loss.name(),
        String.format(Locale.ROOT, "%.2f %%", 100 * result.accuracy()),
        result.betas().stream().map(UciCommand::plain).collect(Collectors.joining(", ")),
        Integer.toString(result.fits()),
        String.format(Locale.ROOT, "%.0e", result.worstGap()),
        String.format(Locale.ROOT, "%.1f", result.seconds()));
  }

  /** "0.3", "10". */
  private static String plain(double beta) {
    return BigDecimal.valueOf(beta).stripTrailingZeros().toPlainString();
  }

  private List<Path> sets() throws IOException {
    Path directory =
        folder != null
            ? folder
            : Path.of(
                    System.getProperty(
                        "spectra.data", projectFolder().resolve("../shared/data").toString()))
                .resolve("uci");
    if (!Files.isDirectory(directory)) {
      throw wrong("there is no folder " + directory + "; --folder DIR says where the sets are");
    }
    List<Path> all;
    try (Stream<Path> files = Files.list(directory)) {
      all = files.filter(Files::isDirectory).sorted().toList();
    }
    List<Path> chosen = all.stream().filter(set -> names.isEmpty() || isNamed(set)).toList();
    for (String name : names) {
      if (!all.contains(directory.resolve(name))) {
        throw wrong("there is no set " + name + " in " + directory);
      }
    }
    return chosen;
  }

  private boolean isNamed(Path set) {
    return names.contains(Objects.requireNonNull(set.getFileName()).toString());
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
}
