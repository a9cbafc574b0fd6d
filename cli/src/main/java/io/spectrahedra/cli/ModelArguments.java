package io.spectrahedra.cli;

import io.spectrahedra.neural.data.DataFile;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.IdxFile;
import io.spectrahedra.neural.io.ModelFile;
import io.spectrahedra.neural.network.Model;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A model, and data whose targets are known. */
final class ModelArguments {
  @Parameters(index = "0", paramLabel = "MODEL.json", description = "A model file.")
  private Path model = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "DATA.csv",
      converter = Arguments.DataConverter.class,
      description = "Samples with their targets; - is standard input.")
  private DataFile data = DataFile.of(Path.of(""));

  @Option(
      names = "--target",
      split = ",",
      paramLabel = "NAME|INDEX",
      description =
          "Column to predict: its name, or its number counted from 0 (default: the model's).")
  private List<String> target = List.of();

  @Mixin private LabelArguments labels = new LabelArguments();

  Model model() {
    return ModelFile.read(model);
  }

  /** The data, with the features and targets of the model. */
  Dataset dataset(Model trained) {
    if (IdxFile.isIdx(data)) {
      LabelArguments.requireNoTarget(data, target);
    }
    List<String> columns = target.isEmpty() ? trained.targets() : target;
    return labels.dataset(data, () -> Columns.dataset(trained, data, columns));
  }

  /** Both, in a line each. */
  void summarise(PrintWriter out, Model trained, Dataset dataset, String remark) {
    Console.line(
        out,
        "data",
        "%s: %s, %s%s",
        data,
        Console.count(dataset.samples(), "sample"),
        Console.targets(dataset.targets(), trained.classes()),
        remark);
    Console.line(
        out, "network", "%s, %s", Console.count(trained.network().neurons(), "neuron"), model);
  }
}
