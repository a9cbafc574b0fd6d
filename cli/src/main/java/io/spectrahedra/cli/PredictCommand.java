package io.spectrahedra.cli;

import io.spectrahedra.neural.data.CsvTable;
import io.spectrahedra.neural.io.AtomicFile;
import io.spectrahedra.neural.io.ModelFile;
import io.spectrahedra.neural.network.Model;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spectra predict}. */
@Command(
    name = "predict",
    description = {
      "Predicts with a trained network, a line a sample.",
      "Columns are found by the names of the model's features, or by place in a file without them."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PredictCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MODEL.json", description = "What train has written.")
  private Path model = Path.of("");

  @Parameters(index = "1", paramLabel = "DATA.csv", description = "The features of each sample.")
  private Path data = Path.of("");

  @Option(
      names = "--output",
      paramLabel = "PRED.csv",
      description = "Write a column named as the target to this file.")
  private @Nullable Path output;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Override
  public Integer call() {
    if (output != null) {
      AtomicFile.requireWritable(output, model, data);
    }
    Model trained = ModelFile.read(model);
    CsvTable table = CsvTable.read(data, Columns.featuresOf(trained));
    double[] predictions = trained.outputs(table.values()).transposed().copy().row(0);
    if (output != null) {
      AtomicFile.write(output, toCsv(trained.targets().get(0), predictions));
    }
    PrintWriter out = Console.out(spec);
    if (json) {
      out.println(
          new Json()
              .put("target", trained.targets().get(0))
              .put("samples", predictions.length)
              .put("predictions", Arrays.stream(predictions).boxed().toList())
              .end());
    } else if (output != null) {
      Console.line(
          out,
          "predictions",
          "%d of \"%s\", %s",
          predictions.length,
          trained.targets().get(0),
          output);
    } else {
      out.print(toCsv(trained.targets().get(0), predictions));
    }
    out.flush();
    return 0;
  }

  private static String toCsv(String target, double[] predictions) {
    return Csv.of(
        List.of(target),
        Arrays.stream(predictions).mapToObj(each -> List.<Object>of(each)).toList());
  }
}
