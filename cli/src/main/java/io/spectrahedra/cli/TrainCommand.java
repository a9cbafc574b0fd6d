package io.spectrahedra.cli;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.data.CsvTable;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.io.AtomicFile;
import io.spectrahedra.neural.io.ModelFile;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.loss.SquaredLoss;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spectra train}. */
@Command(
    name = "train",
    description = {
      "Trains a network f(x) = sum alpha_j sigma(x'u_j), |u_j| = 1, of any width:",
      "the one that minimises the loss + beta * sum |alpha_j|, with the proof."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "DATA.csv",
      description = "Numbers, a line a sample; a header is optional.")
  private Path data = Path.of("");

  @Option(
      names = "--target",
      required = true,
      paramLabel = "NAME|INDEX",
      description = "Column to predict: its name, or its number counted from 0.")
  private String target = "";

  @Option(
      names = "--activation",
      paramLabel = "a,b,c",
      defaultValue = "0.09,0.5,0.47",
      converter = Arguments.ActivationConverter.class,
      description = "sigma(t) = at^2 + bt + c (default: ${DEFAULT-VALUE}, a fit of ReLU).")
  private QuadraticActivation activation = QuadraticActivation.RELU_FIT;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      defaultValue = "squared",
      converter = Arguments.LossConverter.class,
      description = {
        "squared, absolute, quantile(TAU), huber(DELTA), or for targets 1 and -1",
        "hinge, squared-hinge, logistic (default: ${DEFAULT-VALUE})."
      })
  private Loss loss = new SquaredLoss();

  @Option(
      names = "--beta",
      defaultValue = "0.1",
      description = "Weight of the penalty, positive (default: ${DEFAULT-VALUE}).")
  private double beta;

  @Option(
      names = "--standardise",
      defaultValue = "features",
      description = "Bring features to mean 0 and variance 1, or none (default: ${DEFAULT-VALUE}).")
  private Standardise standardise = Standardise.FEATURES;

  @Option(
      names = "--tolerance",
      defaultValue = "1e-8",
      description = "Relative gap to prove (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      converter = Arguments.DurationConverter.class,
      description = "Stop after this time, as 60s, 500ms, 5m or 1h, with the best network so far.")
  private Duration timeLimit = Duration.ZERO;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to use (default: one a processor); the result does not depend on it.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--model", paramLabel = "OUT.json", description = "Where to write the network.")
  private @Nullable Path model;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Option(names = "--quiet", description = "No line per iteration.")
  private boolean quiet;

  @Override
  public Integer call() {
    long start = System.nanoTime();
    TrainingOptions options =
        TrainingOptions.defaults()
            .withActivation(activation)
            .withLoss(loss)
            .withBeta(beta)
            .withStandardise(standardise)
            .withTolerance(tolerance)
            .withTimeLimit(timeLimit)
            .withThreads(threads);
    if (model != null) {
      AtomicFile.requireWritable(model, data);
    }
    Dataset dataset = CsvTable.read(data).toDataset(target);
    double read = (System.nanoTime() - start) * 1e-9;
    TrainedNetwork trained = train(dataset, options);
    if (model != null) {
      ModelFile.write(model, trained.model());
    }
    Map<String, Double> phases = new LinkedHashMap<>();
    phases.put("read", read);
    phases.putAll(trained.secondsByPhase());
    PrintWriter out = Console.out(spec);
    if (json) {
      out.println(toJson(dataset, trained, phases));
    } else {
      summarise(out, dataset, trained, phases);
    }
    out.flush();
    return trained.isProvenOptimal() ? 0 : Spectra.NOT_PROVEN;
  }

  private TrainedNetwork train(Dataset dataset, TrainingOptions options) {
    Cancellation cancellation = Interruption.install();
    if (json || quiet) {
      return PolynomialNetworks.train(dataset, options, Progress.Listener.NONE, cancellation);
    }
    ProgressPrinter progress = new ProgressPrinter(Console.err(spec));
    TrainedNetwork trained = PolynomialNetworks.train(dataset, options, progress, cancellation);
    progress.finish();
    return trained;
  }

  private String toJson(Dataset dataset, TrainedNetwork trained, Map<String, Double> phases) {
    return new Json()
        .put("status", trained.termination().name())
        .put("objective", trained.certificate().objective())
        .put("lowerBound", trained.certificate().lowerBound())
        .put("relativeGap", trained.certificate().relativeGap())
        .put("neurons", trained.model().network().neurons())
        .put("iterations", trained.iterations())
        .put("seconds", trained.seconds())
        .put("dimacsErrors", trained.errors().toList())
        .put("r2", trained.fit().r2())
        .put("rmse", trained.fit().rmse())
        .put("samples", dataset.samples())
        .put("features", dataset.features().size())
        .put("target", dataset.targets().get(0))
        .put("loss", loss.name())
        .put("beta", beta)
        .put("tolerance", tolerance)
        .put("droppedEigenvalues", trained.droppedEigenvalues())
        .put("secondsByPhase", phases)
        .put("model", model == null ? null : model.toString())
        .end();
  }

  private void summarise(
      PrintWriter out, Dataset dataset, TrainedNetwork trained, Map<String, Double> phases) {
    Console.line(
        out,
        "data",
        "%s: %s, %s (%s), target \"%s\"",
        data,
        Console.count(dataset.samples(), "sample"),
        Console.count(dataset.features().size(), "feature"),
        standardise == Standardise.FEATURES ? "standardised" : "as they are",
        dataset.targets().get(0));
    Console.line(
        out,
        "network",
        "%s, sigma(t) = %s, beta %s",
        Console.count(trained.model().network().neurons(), "neuron"),
        activation,
        beta);
    Console.certificate(
        out, trained.certificate(), loss.name(), tolerance, trained.termination().name());
    if (!trained.isProvenOptimal()) {
      Console.line(out, "", "%s", trained.termination().advice());
    }
    Console.line(out, "fit", "R2 %.6f, RMSE %.6g", trained.fit().r2(), trained.fit().rmse());
    Console.time(
        out, trained.seconds() + phases.getOrDefault("read", 0.0), trained.iterations(), phases);
    if (model != null) {
      Console.line(out, "model", "%s", model);
    }
  }
}
