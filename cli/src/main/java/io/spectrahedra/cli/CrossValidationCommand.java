package io.spectrahedra.cli;

import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.Folds;
import io.spectrahedra.neural.io.AtomicFile;
import io.spectrahedra.neural.io.ModelFile;
import io.spectrahedra.neural.train.CrossValidation;
import io.spectrahedra.neural.train.CrossValidation.Fold;
import io.spectrahedra.neural.train.CrossValidation.Point;
import io.spectrahedra.neural.train.PathOptions;
import io.spectrahedra.neural.train.Score;
import io.spectrahedra.neural.train.SeriesListener;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.Termination;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spectra cv}. */
@Command(
    name = "cv",
    description = {
      "Chooses beta by cross-validation, and trains with it.",
      "Networks trained on a part of the samples predict the others; that with the",
      "best beta is then trained on all of them."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CrossValidationCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private PathArguments arguments = new PathArguments();

  @Option(
      names = "--folds",
      paramLabel = "K",
      defaultValue = "5",
      description = "How many; stratified if there are classes (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "By which samples are shuffled (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--folds-file",
      paramLabel = "FILE",
      description = {
        "In place of --folds and --seed: a line a fold,",
        "the samples that it holds out, counted from 0."
      })
  private @Nullable Path foldsFile;

  @Option(
      names = "--score",
      paramLabel = "accuracy|loss|rmse",
      description = {
        "By what to compare: loss is the mean loss of a sample held out (default:",
        "accuracy of classes; of numbers rmse with squared loss, otherwise loss)."
      })
  private @Nullable Score score;

  @Option(
      names = "--one-standard-error",
      description = {
        "Train on all samples with the largest beta that is",
        "as good as the best one but for one standard error."
      })
  private boolean oneStandardError;

  @Option(names = "--model", paramLabel = "OUT.json", description = "Where to write the network.")
  private @Nullable Path model;

  @Override
  public Integer call() {
    if (foldsFile != null) {
      Arguments.refuse(spec, "beside --folds-file: give the one or the other", "--folds", "--seed");
    }
    PathOptions options = arguments.options();
    arguments.requireOther(model);
    if (model != null) {
      AtomicFile.requireWritable(model, arguments.training().data());
    }
    Dataset read = arguments.dataset();
    Folds folds =
        foldsFile == null
            ? CrossValidation.folds(read, options.training(), count, seed)
            : FoldsFile.read(foldsFile, read.samples());
    Dataset dataset = read.withoutEmptyClasses();
    Cancellation cancellation = Interruption.install();
    long start = System.nanoTime();
    CrossValidation validation = validate(dataset, folds, options, cancellation);
    double validated = (System.nanoTime() - start) * 1e-9;
    Optional<TrainedNetwork> chosen =
        (oneStandardError ? validation.oneStandardError() : validation.best())
            .filter(unused -> !cancellation.isCancelled())
            .map(
                point ->
                    arguments
                        .training()
                        .train(
                            dataset,
                            options.training().withBeta(point.beta()),
                            Progress.Listener.NONE,
                            cancellation));
    double trained = (System.nanoTime() - start) * 1e-9 - validated;
    if (!validation.points().isEmpty()) {
      arguments.write(() -> toCsv(validation), () -> toPng(validation));
    }
    if (model != null && chosen.isPresent()) {
      ModelFile.write(model, chosen.get().model());
    }
    Report report = new Report(dataset, folds, options, validation, chosen, validated, trained);
    PrintWriter out = Console.out(spec);
    if (arguments.isJson()) {
      out.println(toJson(report));
    } else {
      summarise(out, report);
    }
    out.flush();
    return report.termination() == Termination.OPTIMAL ? 0 : Spectra.NOT_PROVEN;
  }

  /** What there is to say; seconds of the folds and of the training on all samples. */
  private record Report(
      Dataset dataset,
      Folds folds,
      PathOptions options,
      CrossValidation validation,
      Optional<TrainedNetwork> chosen,
      double validated,
      double trained) {

    double seconds() {
      return validated + trained;
    }

    Termination termination() {
      return validation.isProvenOptimal()
          ? chosen.map(TrainedNetwork::termination).orElse(Termination.CANCELLED)
          : validation.termination();
    }

    /** What may help where something is not proven. */
    String advice() {
      return validation.isProvenOptimal()
          ? chosen.map(TrainedNetwork::advice).orElse(termination().advice())
          : validation.advice();
    }

    String score() {
      return validation.score().toString();
    }

    /** What is measured, "loss" with the name of it. */
    String measured() {
      return validation.score() == Score.LOSS
          ? "mean " + options.training().loss().name() + " loss"
          : score();
    }
  }

  private CrossValidation validate(
      Dataset dataset, Folds folds, PathOptions options, Cancellation cancellation) {
    Score by = score == null ? Score.of(dataset, options.training().loss()) : score;
    if (arguments.isSilent()) {
      return CrossValidation.of(dataset, folds, options, by, SeriesListener.NONE, cancellation);
    }
    try (SeriesProgress progress = new SeriesProgress("cv", Console.err(spec))) {
      return CrossValidation.of(dataset, folds, options, by, progress, cancellation);
    }
  }

  private static String toCsv(CrossValidation validation) {
    List<String> header = new ArrayList<>(List.of("beta", "mean", "standardError"));
    validation.folds().forEach(fold -> header.add("fold" + fold.number()));
    List<List<Object>> rows = new ArrayList<>();
    for (int j = 0; j < validation.points().size(); j++) {
      Point point = validation.points().get(j);
      List<Object> row = new ArrayList<>();
      row.add(point.beta());
      row.add(point.mean());
      row.add(point.standardError());
      for (Fold fold : validation.folds()) {
        row.add(fold.scores()[j]);
      }
      rows.add(row);
    }
    return Csv.of(header, rows);
  }

  private static AtomicFile.Content toPng(CrossValidation validation) {
    Chart chart = new Chart("Cross-validation", validation.score() + " on the samples held out");
    if (!validation.points().isEmpty()) {
      chart.line(
          "mean and standard error",
          column(validation, Point::beta),
          column(validation, Point::mean),
          column(validation, Point::standardError));
      validation.best().ifPresent(best -> chart.point("best", best.beta(), best.mean()));
      validation
          .oneStandardError()
          .ifPresent(
              simplest -> chart.point("one standard error", simplest.beta(), simplest.mean()));
    }
    return chart.png();
  }

  private static double[] column(CrossValidation validation, ToDoubleFunction<Point> ofPoint) {
    return validation.points().stream().mapToDouble(ofPoint).toArray();
  }

  private String toJson(Report report) {
    CrossValidation validation = report.validation;
    Json json =
        new Json()
            .put("status", report.termination().name())
            .put("score", report.score())
            .put("folds", report.folds.count())
            .put("foldsEnded", validation.folds().size())
            .putEach(
                "points", validation.points(), (object, point) -> put(object, point, validation));
    json.put("bestBeta", beta(validation.best()))
        .put("oneStandardErrorBeta", beta(validation.oneStandardError()));
    report.chosen.ifPresentOrElse(
        network ->
            json.put("beta", network.model().provenance().beta())
                .put("neurons", network.model().network().neurons())
                .put("objective", network.certificate().objective())
                .put("lowerBound", network.certificate().lowerBound())
                .put("relativeGap", network.certificate().relativeGap())
                .put("r2", network.fit().r2())
                .put("rmse", network.fit().rmse())
                .put("accuracy", network.fit().accuracy()),
        () ->
            json.putNull(
                "beta",
                "neurons",
                "objective",
                "lowerBound",
                "relativeGap",
                "r2",
                "rmse",
                "accuracy"));
    return json.put("samples", report.dataset.samples())
        .put("features", report.dataset.features().size())
        .put("targets", report.dataset.targets())
        .put("loss", report.options.training().loss().name())
        .put("tolerance", report.options.training().tolerance())
        .put("seconds", report.seconds())
        .put("model", model == null || report.chosen.isEmpty() ? null : model.toString())
        .end();
  }

  /** NaN if none could be chosen. */
  private static double beta(Optional<Point> chosen) {
    return chosen.map(Point::beta).orElse(Double.NaN);
  }

  private static void put(Json json, Point point, CrossValidation validation) {
    int j = validation.points().indexOf(point);
    json.put("beta", point.beta())
        .put("mean", point.mean())
        .put("standardError", point.standardError())
        .put("scores", validation.folds().stream().map(fold -> fold.scores()[j]).toList());
  }

  private void summarise(PrintWriter out, Report report) {
    CrossValidation validation = report.validation;
    Console.data(out, arguments.training().data(), report.dataset, report.options.training());
    Console.line(
        out,
        "folds",
        "%d, of which %d have ended; %s on the samples held out",
        report.folds.count(),
        validation.folds().size(),
        report.measured());
    if (validation.points().isEmpty()) {
      Console.line(
          out,
          "result",
          "none: fewer than two folds have ended (%s), so no beta could be chosen;"
              + " nothing is written",
          report.termination());
      time(out, report);
      return;
    }
    out.println();
    Console.row(out, "%11s %12s %15s", "beta", report.score(), "standard error");
    for (Point point : validation.points()) {
      Console.row(out, "%11.5g %12.6g %15.2g", point.beta(), point.mean(), point.standardError());
    }
    out.println();
    validation.best().ifPresent(point -> line(out, "best", point));
    double smallest = validation.points().stream().mapToDouble(Point::beta).min().orElse(0);
    if (validation.best().filter(point -> point.beta() == smallest).isPresent()) {
      Console.line(
          out, "", "the smallest that was tried: a smaller one may be better (--ratio, --betas)");
    }
    validation.oneStandardError().ifPresent(point -> line(out, "within 1 SE", point));
    report.chosen.ifPresent(
        network -> {
          Console.line(
              out,
              "network",
              "%s, trained on all samples with beta %.6g: %s",
              Console.count(network.model().network().neurons(), "neuron"),
              network.model().provenance().beta(),
              network.fit());
          if (model != null) {
            Console.line(out, "model", "%s", model);
          }
        });
    Console.proof(
        out, report.termination(), report.options.training().tolerance(), report.advice());
    time(out, report);
  }

  private static void time(PrintWriter out, Report report) {
    Console.line(
        out,
        "time",
        "%.2f s (folds %.2f, training %.2f)",
        report.seconds(),
        report.validated,
        report.trained);
  }

  private static void line(PrintWriter out, String label, Point point) {
    Console.line(
        out, label, "beta %.6g: %.6g +- %.2g", point.beta(), point.mean(), point.standardError());
  }
}
