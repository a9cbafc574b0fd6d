package io.spectrahedra.cli;

import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.io.AtomicFile;
import io.spectrahedra.neural.lift.Lift;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.sdp.io.SdpaWriter;
import io.spectrahedra.sdp.problem.ConicForm;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spectra lift}. */
@Command(
    name = "lift",
    description = {
      "Writes the semidefinite program of a training, for other solvers.",
      "In SDPA's sparse format: the objective of the best network is the constant in the",
      "first line minus max <F0, Y>. Losses with a logarithm (logistic, cross-entropy) have no",
      "such program. Of the options below --max-neurons, --tolerance and --time-limit, which say",
      "how to train, are refused."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class LiftCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private TrainingArguments training = new TrainingArguments();

  @Mixin private BetaArgument beta = new BetaArgument();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "OUT.dat-s",
      description = {
        "Where to write it, packed if the name ends in .gz. Of several outputs each is a",
        "program of its own: OUT-1.dat-s, OUT-2.dat-s, ..."
      })
  private Path output = Path.of("");

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Override
  public Integer call() {
    Arguments.refuse(
        spec,
        "in lift, which writes a program and trains nothing: leave it out",
        "--max-neurons",
        "--tolerance",
        "--time-limit");
    TrainingOptions options = training.options().withBeta(beta.value());
    AtomicFile.requireWritable(output, training.data());
    Dataset dataset = training.dataset().withoutEmptyClasses();
    List<Lift> lifts = PolynomialNetworks.lift(dataset, options);
    List<SdpProblem> programs = new ArrayList<>();
    for (Lift lift : lifts) {
      programs.add(conic(lift, options));
    }
    PrintWriter out = Console.out(spec);
    Map<String, Double> constants = new LinkedHashMap<>();
    for (int k = 0; k < programs.size(); k++) {
      Path file = programs.size() == 1 ? output : numbered(k + 1);
      SdpProblem program = programs.get(k);
      AtomicFile.write(file, bytes -> write(bytes, program));
      constants.put(file.toString(), program.constant());
      if (!json) {
        Console.line(
            out,
            "program",
            "%s, %s, constant %s: %s",
            Console.count(program.rows().size(), "row"),
            Console.count(program.blocks().size(), "block"),
            program.constant(),
            file);
      }
    }
    if (json) {
      out.println(
          new Json()
              .put("constants", constants)
              .put("loss", options.loss().name())
              .put("beta", options.beta())
              .end());
    }
    out.flush();
    return 0;
  }

  private static SdpProblem conic(Lift lift, TrainingOptions options) {
    try {
      return ConicForm.of(lift.program()).problem();
    } catch (IllegalArgumentException e) {
      throw new InputException(
          options.loss().name()
              + " loss has no exact form as a semidefinite program in SDPA's format: squared,"
              + " absolute, quantile, huber, hinge and squared-hinge loss have one",
          e);
    }
  }

  private void write(OutputStream bytes, SdpProblem program) throws IOException {
    if (output.toString().endsWith(".gz")) {
      GZIPOutputStream packed = new GZIPOutputStream(bytes); // closing it would close the file
      SdpaWriter.write(packed, program);
      packed.finish();
    } else {
      SdpaWriter.write(bytes, program);
    }
  }

  /** OUT-k.dat-s. */
  private Path numbered(int k) {
    String name = String.valueOf(output.getFileName());
    int dot = name.indexOf('.', 1);
    String numbered =
        dot < 0 ? name + "-" + k : name.substring(0, dot) + "-" + k + name.substring(dot);
    return output.resolveSibling(numbered);
  }
}
