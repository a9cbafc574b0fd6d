package io.spectrahedra.cli;

import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.loss.Loss;
import io.spectrahedra.neural.loss.Losses;
import io.spectrahedra.neural.network.Model;
import io.spectrahedra.neural.train.NetworkCertification;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Termination;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spectra certify}. */
@Command(
    name = "certify",
    description = {
      "Says how far a network is from the best one on these data.",
      "With proof, whoever trained it: from the data and its weights alone."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CertifyCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private ModelArguments arguments = new ModelArguments();

  @Option(
      names = "--tolerance",
      description = "Relative gap that counts as optimal (default: that of the training).")
  private @Nullable Double tolerance;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      converter = Arguments.DurationConverter.class,
      description = "Stop after this time, as 60s, 500ms, 5m or 1h, with the best bound so far.")
  private Duration timeLimit = Duration.ZERO;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to use (default: one a processor); the result does not depend on it.")
  private int threads = Workers.ofProcessors();

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Option(names = "--quiet", description = "No line per iteration.")
  private boolean quiet;

  @Override
  public Integer call() {
    Model trained = arguments.model();
    double tolerance = tolerance(trained);
    TrainingOptions options =
        TrainingOptions.defaults()
            .withTolerance(tolerance)
            .withTimeLimit(timeLimit)
            .withThreads(threads);
    Dataset dataset = arguments.dataset(trained);
    NetworkCertification certification = certify(trained, dataset, options);
    boolean proven = certification.certificate().proves(tolerance);
    PrintWriter out = Console.out(spec);
    if (json) {
      out.println(toJson(certification, trained, dataset));
    } else {
      summarise(out, certification, trained, dataset);
    }
    out.flush();
    return proven ? 0 : Spectra.NOT_PROVEN;
  }

  private double tolerance(Model trained) {
    return tolerance == null ? trained.provenance().tolerance() : tolerance;
  }

  private NetworkCertification certify(Model trained, Dataset dataset, TrainingOptions options) {
    Cancellation cancellation = Interruption.install();
    Loss loss = Losses.parse(trained.provenance().loss());
    if (json || quiet) {
      return NetworkCertification.of(
          trained, loss, dataset, options, Progress.Listener.NONE, cancellation);
    }
    ProgressPrinter progress = new ProgressPrinter(Console.err(spec));
    NetworkCertification certification =
        NetworkCertification.of(trained, loss, dataset, options, progress, cancellation);
    progress.finish();
    return certification;
  }

  /** OPTIMAL, SUBOPTIMAL if a better network has been found, or why neither could be shown. */
  private static String status(NetworkCertification certification, double tolerance) {
    if (certification.certificate().proves(tolerance)) {
      return Termination.OPTIMAL.name();
    }
    TrainedNetwork best = certification.best();
    return best.isProvenOptimal() ? "SUBOPTIMAL" : best.termination().name();
  }

  private String toJson(NetworkCertification certification, Model trained, Dataset dataset) {
    TrainedNetwork best = certification.best();
    return new Json()
        .put("status", status(certification, tolerance(trained)))
        .put("objective", certification.certificate().objective())
        .put("lowerBound", certification.certificate().lowerBound())
        .put("relativeGap", certification.certificate().relativeGap())
        .put("relativeRounding", certification.certificate().relativeRounding())
        .put("neurons", trained.network().neurons())
        .put("iterations", best.iterations())
        .put("seconds", best.seconds())
        .put("dimacsErrors", best.errors().toList())
        .put("bestObjective", best.certificate().objective())
        .put("beta", trained.provenance().beta())
        .put("tolerance", tolerance(trained))
        .put("samples", dataset.samples())
        .put("samplesOfTraining", trained.provenance().samples())
        .end();
  }

  private void summarise(
      PrintWriter out, NetworkCertification certification, Model trained, Dataset dataset) {
    double tolerance = tolerance(trained);
    String status = status(certification, tolerance);
    boolean same = trained.provenance().dataSha256().equals(dataset.sha256());
    arguments.summarise(
        out, trained, dataset, same ? "" : " (not the file the model was trained on)");
    Console.certificate(
        out, certification.certificate(), trained.provenance().loss(), tolerance, status);
    if (status.equals("SUBOPTIMAL")) {
      Console.line(
          out,
          "best",
          "%-18.10g the best network found for these data",
          certification.best().certificate().objective());
    }
    if (trained.provenance().samples() != dataset.samples()) {
      Console.line(
          out,
          "note",
          "the model was trained on %s, these are %d (--limit N reads the first N)",
          Console.count(trained.provenance().samples(), "sample"),
          dataset.samples());
    }
  }
}
