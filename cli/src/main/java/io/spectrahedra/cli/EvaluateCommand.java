package io.spectrahedra.cli;

import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.metrics.ClassificationMetrics;
import io.spectrahedra.neural.metrics.Metrics;
import io.spectrahedra.neural.metrics.RegressionMetrics;
import io.spectrahedra.neural.network.Model;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spectra evaluate}. */
@Command(
    name = "evaluate",
    description = "Says how well a network predicts data whose targets are known.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private ModelArguments arguments = new ModelArguments();

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Override
  public Integer call() {
    Model trained = arguments.model();
    Dataset dataset = arguments.dataset(trained);
    Metrics metrics = trained.evaluate(dataset);
    PrintWriter out = Console.out(spec);
    if (json) {
      out.println(toJson(dataset, metrics));
    } else {
      arguments.summarise(out, trained, dataset, "");
      Console.line(out, "metrics", "%s", metrics);
      if (metrics instanceof RegressionMetrics numbers && numbers.byTarget().size() > 1) {
        for (int k = 0; k < numbers.byTarget().size(); k++) {
          Console.line(out, "", "%s: %s", dataset.targets().get(k), numbers.byTarget().get(k));
        }
      }
    }
    out.flush();
    return 0;
  }

  private static String toJson(Dataset dataset, Metrics metrics) {
    Json result = new Json().put("samples", dataset.samples()).put("targets", dataset.targets());
    if (metrics instanceof ClassificationMetrics classes) {
      result
          .put("accuracy", classes.accuracy())
          .put("balancedAccuracy", classes.balancedAccuracy())
          .put("logLoss", classes.logLoss())
          .put("classes", classes.confusion().classes())
          .put(
              "confusion",
              Arrays.stream(classes.confusion().counts())
                  .map(row -> Arrays.stream(row).boxed().toList())
                  .toList())
          .putNull("r2", "rmse", "mae", "byTarget");
    } else if (metrics instanceof RegressionMetrics numbers) {
      result
          .putNull("accuracy", "balancedAccuracy", "logLoss", "classes", "confusion")
          .put("r2", numbers.r2())
          .put("rmse", numbers.rmse())
          .put("mae", numbers.mae())
          .putEach(
              "byTarget",
              IntStream.range(0, numbers.byTarget().size()).boxed().toList(),
              (json, k) ->
                  json.put("target", dataset.targets().get(k))
                      .put("r2", numbers.byTarget().get(k).r2())
                      .put("rmse", numbers.byTarget().get(k).rmse())
                      .put("mae", numbers.byTarget().get(k).mae()));
    }
    return result.end();
  }
}
