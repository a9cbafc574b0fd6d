package io.spectrahedra.cli;

import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.io.AtomicFile;
import io.spectrahedra.neural.train.PathOptions;
import io.spectrahedra.neural.train.RegularisationPath;
import io.spectrahedra.neural.train.SeriesListener;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.sdp.solver.Cancellation;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spectra path}. */
@Command(
    name = "path",
    description = {
      "Trains the best network for each of a number of betas.",
      "From the smallest beta that gives the network without neurons downwards,",
      "each with its proof."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PathCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private PathArguments arguments = new PathArguments();

  @Override
  public Integer call() {
    PathOptions options = arguments.options();
    Dataset dataset = arguments.dataset().withoutEmptyClasses();
    long start = System.nanoTime();
    RegularisationPath path = train(dataset, options);
    double seconds = (System.nanoTime() - start) * 1e-9;
    arguments.write(() -> toCsv(path), () -> toPng(path));
    PrintWriter out = Console.out(spec);
    if (arguments.isJson()) {
      out.println(toJson(dataset, options, path, seconds));
    } else {
      summarise(out, dataset, options, path, seconds);
    }
    out.flush();
    return path.isProvenOptimal() ? 0 : Spectra.NOT_PROVEN;
  }

  private RegularisationPath train(Dataset dataset, PathOptions options) {
    Cancellation cancellation = Interruption.install();
    if (arguments.isSilent()) {
      return RegularisationPath.of(dataset, options, SeriesListener.NONE, cancellation);
    }
    try (SeriesProgress progress = new SeriesProgress("path", Console.err(spec))) {
      return RegularisationPath.of(dataset, options, progress, cancellation);
    }
  }

  private static double beta(TrainedNetwork network) {
    return network.model().provenance().beta();
  }

  private static int iterations(RegularisationPath path) {
    return path.networks().stream().mapToInt(TrainedNetwork::iterations).sum();
  }

  private static String toCsv(RegularisationPath path) {
    return Csv.of(
        List.of(
            "beta",
            "neurons",
            "objective",
            "lowerBound",
            "relativeGap",
            "norm",
            "r2",
            "rmse",
            "accuracy",
            "iterations",
            "seconds",
            "status"),
        path.networks().stream()
            .map(
                network ->
                    List.<Object>of(
                        beta(network),
                        network.model().network().neurons(),
                        network.certificate().objective(),
                        network.certificate().lowerBound(),
                        network.certificate().relativeGap(),
                        network.model().network().norm(),
                        network.fit().r2(),
                        network.fit().rmse(),
                        network.fit().accuracy(),
                        network.iterations(),
                        network.seconds(),
                        network.termination().name()))
            .toList());
  }

  private static AtomicFile.Content toPng(RegularisationPath path) {
    double[] betas = column(path, PathCommand::beta);
    Chart chart = new Chart("Regularisation path", "neurons");
    if (betas.length > 0) {
      boolean classes = !Double.isNaN(path.networks().get(0).fit().accuracy());
      chart
          .line("neurons", betas, column(path, network -> network.model().network().neurons()))
          .rightLine(
              (classes ? "accuracy" : "R2") + " on the training data",
              betas,
              column(path, net -> classes ? net.fit().accuracy() : net.fit().r2()));
    }
    return chart.png();
  }

  private static double[] column(
      RegularisationPath path, ToDoubleFunction<TrainedNetwork> ofNetwork) {
    return path.networks().stream().mapToDouble(ofNetwork).toArray();
  }

  private static String toJson(
      Dataset dataset, PathOptions options, RegularisationPath path, double seconds) {
    return new Json()
        .put("status", path.termination().name())
        .put("largestBeta", path.largestBeta())
        .putEach(
            "points",
            path.networks(),
            (json, network) ->
                json.put("beta", beta(network))
                    .put("status", network.termination().name())
                    .put("neurons", network.model().network().neurons())
                    .put("objective", network.certificate().objective())
                    .put("lowerBound", network.certificate().lowerBound())
                    .put("relativeGap", network.certificate().relativeGap())
                    .put("norm", network.model().network().norm())
                    .put("r2", network.fit().r2())
                    .put("rmse", network.fit().rmse())
                    .put("accuracy", network.fit().accuracy())
                    .put("iterations", network.iterations())
                    .put("seconds", network.seconds()))
        .put("iterations", iterations(path))
        .put("seconds", seconds)
        .put("samples", dataset.samples())
        .put("features", dataset.features().size())
        .put("targets", dataset.targets())
        .put("loss", options.training().loss().name())
        .put("tolerance", options.training().tolerance())
        .end();
  }

  private void summarise(
      PrintWriter out,
      Dataset dataset,
      PathOptions options,
      RegularisationPath path,
      double seconds) {
    Console.data(out, arguments.training().data(), dataset, options.training());
    Console.line(
        out, "beta max", "%.6g: from there on the best network has no neurons", path.largestBeta());
    out.println();
    Console.row(
        out,
        "%11s %8s %17s %8s %30s %11s %8s",
        "beta",
        "neurons",
        "objective",
        "gap",
        "fit",
        "iterations",
        "seconds");
    for (TrainedNetwork network : path.networks()) {
      Console.row(
          out,
          "%11.5g %8d %17.10g %8.1e %30s %11d %8.2f",
          beta(network),
          network.model().network().neurons(),
          network.certificate().objective(),
          network.certificate().relativeGap(),
          network.fit(),
          network.iterations(),
          network.seconds());
    }
    out.println();
    Console.proof(out, path.termination(), options.training().tolerance(), path.advice());
    Console.line(out, "time", "%.2f s, %s", seconds, Console.count(iterations(path), "iteration"));
  }
}
