package io.spectrahedra.cli;

import io.spectrahedra.neural.data.DataFile;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.io.AtomicFile;
import io.spectrahedra.neural.io.ModelFile;
import io.spectrahedra.neural.network.Model;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
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

  @Parameters(
      index = "1",
      paramLabel = "DATA.csv",
      converter = Arguments.DataConverter.class,
      description = "The features of each sample; - is standard input.")
  private DataFile data = DataFile.of(Path.of(""));

  @Option(
      names = "--probabilities",
      description =
          "Of classes, or 1 and -1, also the probability of each, in columns named p(class).")
  private boolean probabilities;

  @Option(
      names = "--output",
      paramLabel = "PRED.csv",
      description = "Write columns named as the targets to this file.")
  private @Nullable Path output;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Override
  public Integer call() {
    if (output != null) {
      AtomicFile.requireWritable(output, model, data.path());
    }
    Model trained = ModelFile.read(model);
    DenseMatrix x = Columns.features(trained, data);
    DenseMatrix outputs = trained.outputs(x);
    requireFinite(outputs);
    List<? extends List<?>> predictions =
        trained.isClassification()
            ? Arrays.stream(trained.decisions(outputs))
                .mapToObj(place -> List.of(trained.classes().get(place)))
                .toList()
            : rows(outputs);
    List<List<Double>> shares = probabilities ? rows(trained.predictProba(x)) : List.of();
    if (output != null) {
      AtomicFile.write(output, toCsv(trained, predictions, shares));
    }
    PrintWriter out = Console.out(spec);
    if (json) {
      out.println(toJson(trained, predictions, shares));
    } else if (output != null) {
      Console.line(
          out,
          "predictions",
          "%d of \"%s\", %s",
          predictions.size(),
          String.join("\", \"", trained.targets()),
          output);
    } else {
      out.print(toCsv(trained, predictions, shares));
    }
    out.flush();
    return 0;
  }

  private void requireFinite(DenseMatrix outputs) {
    for (int i = 0; i < outputs.rows; i++) {
      for (double output : outputs.row(i)) {
        if (!Double.isFinite(output)) {
          throw new InputException(
              data
                  + ": the prediction of sample "
                  + i
                  + " is not finite, "
                  + output
                  + ": its features are too large");
        }
      }
    }
  }

  private static List<List<Double>> rows(DenseMatrix a) {
    return IntStream.range(0, a.rows)
        .mapToObj(i -> Arrays.stream(a.row(i)).boxed().toList())
        .toList();
  }

  private static String toJson(
      Model trained, List<? extends List<?>> predictions, List<List<Double>> shares) {
    boolean single = trained.targets().size() == 1;
    Json result =
        new Json()
            .put("target", trained.targets().get(0))
            .put("targets", trained.targets())
            .put("samples", predictions.size())
            .put(
                "predictions",
                single ? predictions.stream().map(row -> row.get(0)).toList() : predictions);
    if (trained.isClassification() || !shares.isEmpty()) {
      result.put("classes", trained.probableClasses());
    } else {
      result.putNull("classes");
    }
    if (shares.isEmpty()) {
      result.putNull("probabilities");
    } else {
      result.put("probabilities", shares);
    }
    return result.end();
  }

  private static String toCsv(
      Model trained, List<? extends List<?>> predictions, List<List<Double>> shares) {
    List<String> header = new ArrayList<>(trained.targets());
    if (!shares.isEmpty()) {
      trained.probableClasses().forEach(name -> header.add("p(" + name + ")"));
    }
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < predictions.size(); i++) {
      List<Object> row = new ArrayList<>(predictions.get(i));
      row.addAll(shares.isEmpty() ? List.of() : shares.get(i));
      rows.add(row);
    }
    return Csv.of(header, rows);
  }
}
