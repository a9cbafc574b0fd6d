package io.spectrahedra.bench.accuracy;

import io.spectrahedra.bench.report.Labels;
import io.spectrahedra.bench.report.Page;
import io.spectrahedra.bench.report.Provenance;
import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.architecture.Layout;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.IdxFile;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code spectra bench mnist}. */
@Command(
    name = "mnist",
    description = {
      "Convolutional networks on the MNIST digits, proven optimal.",
      "Patches of 5 x 5, ten one-hot outputs under squared loss; accuracy on the 10,000 test images."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class MnistCommand implements Callable<Integer> {
  private static final int NOT_PROVEN = 1;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Where the four files are (default: mnist in the folder of public data).")
  private @Nullable Path folder;

  @Option(
      names = "--pool",
      paramLabel = "NAME",
      split = Labels.COMMA,
      splitSynopsisLabel = ",",
      converter = NetworkConverter.class,
      completionCandidates = NetworkNames.class,
      description = "Only these of ${COMPLETION-CANDIDATES} (default: all).")
  private List<DigitNetwork> networks = List.of(DigitNetwork.values());

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "6000",
      description = "The first so many training images (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--positive",
      paramLabel = "DIGIT",
      description = "One output: this digit against all others.")
  private @Nullable String positive;

  @Option(names = "--beta", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private double beta;

  @Option(
      names = "--tolerance",
      defaultValue = "1e-8",
      description = "Relative gap to prove (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(names = "--threads", paramLabel = "N", description = "Threads to use (default: all).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--markdown", description = "Print the table for RESULTS.md.")
  private boolean markdown;

  @Override
  public Integer call() {
    if (threads < 1) {
      throw wrong("--threads must be at least 1, was " + threads);
    }
    Dataset train = read("train", samples);
    Dataset test = read("t10k", Integer.MAX_VALUE);
    List<List<String>> table = new ArrayList<>();
    table.add(
        List.of(
            "pooling",
            "cells",
            "entries",
            "outputs",
            "s",
            "solve s",
            "iterations",
            "heap GB",
            "neurons",
            "objective",
            "gap",
            "training",
            "test"));
    boolean proven = true;
    for (DigitNetwork network : networks) {
      PeakHeap.reset();
      TrainedNetwork trained = PolynomialNetworks.train(train, options(network));
      proven &= trained.isProvenOptimal();
      List<String> row = row(network, trained, PeakHeap.bytes(), train, test);
      command().commandLine().getErr().println(String.join("  ", row));
      table.add(row);
    }
    Map<String, String> facts =
        new LinkedHashMap<>(Provenance.ofThisMachine(projectFolder()).facts());
    facts.put("threads", Integer.toString(threads));
    facts.put("images", train.samples() + " to train on, " + test.samples() + " to test on");
    facts.put("beta", Double.toString(beta));
    Page page = new Page(facts, List.of(table));
    PrintWriter out = command().commandLine().getOut();
    out.print(markdown ? page.toMarkdown() : page.toText());
    out.flush();
    return proven ? 0 : NOT_PROVEN;
  }

  private TrainingOptions options(DigitNetwork network) {
    return TrainingOptions.defaults()
        .withLayout(Layout.of(network.architecture()))
        .withStandardise(Standardise.CHANNELS)
        .withBeta(beta)
        .withTolerance(tolerance)
        .withThreads(threads);
  }

  private static List<String> row(
      DigitNetwork network, TrainedNetwork trained, long heap, Dataset train, Dataset test) {
    int order = network.architecture().inputs() + 1;
    int cells = network.architecture().cells().size();
    return List.of(
        network.toString(),
        Integer.toString(cells),
        Integer.toString(cells * order * (order + 1) / 2),
        Integer.toString(trained.model().network().outputs()),
        text("%.1f", trained.seconds()),
        text("%.1f", trained.secondsByPhase().getOrDefault("solve", 0.0)),
        Integer.toString(trained.iterations()),
        text("%.1f", heap * 1e-9),
        Integer.toString(trained.model().network().neurons()),
        text("%.8g", trained.certificate().objective()),
        text("%.0e", trained.certificate().relativeGap()),
        text("%.2f %%", 100 * trained.model().evaluate(train).score()),
        text("%.2f %%", 100 * trained.model().evaluate(test).score()));
  }

  private static String text(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private Dataset read(String part, int limit) {
    Path directory =
        folder != null
            ? folder
            : Path.of(
                    System.getProperty(
                        "spectra.data", projectFolder().resolve("../shared/data").toString()))
                .resolve("mnist");
    if (!Files.isDirectory(directory)) {
      throw wrong("there is no folder " + directory + "; --folder DIR says where the files are");
    }
    Dataset data =
        IdxFile.read(directory.resolve(part + "-images-idx3-ubyte.gz"), limit)
            .labelled(IdxFile.read(directory.resolve(part + "-labels-idx1-ubyte.gz"), limit));
    return positive == null ? data : data.against(positive);
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

  static final class NetworkConverter implements ITypeConverter<DigitNetwork> {
    @Override
    public DigitNetwork convert(String label) {
      try {
        return Labels.parse(DigitNetwork.class, label);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  static final class NetworkNames extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    NetworkNames() {
      super(Labels.all(DigitNetwork.class));
    }
  }
}
