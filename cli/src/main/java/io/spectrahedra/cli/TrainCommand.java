package io.spectrahedra.cli;

import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.io.AtomicFile;
import io.spectrahedra.neural.io.ModelFile;
import io.spectrahedra.neural.network.CubicRegularisation;
import io.spectrahedra.neural.network.Network;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spectra train}. */
@Command(
    name = "train",
    description = {
      "Trains a network to a proven optimum.",
      "f(x) = sum alpha_j sigma(x'u_j), |u_j| = 1, of any width: the one that",
      "minimises the loss + beta * sum |alpha_j|, with the proof."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private TrainingArguments training = new TrainingArguments();

  @Mixin private BetaArgument beta = new BetaArgument();

  @Mixin private QuantisedArguments quantised = new QuantisedArguments();

  @Option(names = "--model", paramLabel = "OUT.json", description = "Where to write the network.")
  private @Nullable Path model;

  @Option(
      names = "--cubic",
      paramLabel = "OUT.csv",
      description = {
        "Where to write the neurons under the equivalent penalty",
        "sum |alpha_j|^3 + |u_j|^3, of activations at^2: a line each with",
        "output, cell (of the pooling), alpha, u of the features as standardised."
      })
  private @Nullable Path cubic;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Option(names = "--quiet", description = "No line per iteration.")
  private boolean quiet;

  @Override
  public Integer call() {
    long start = System.nanoTime();
    TrainingOptions options =
        quantised.apply(training.options().withBeta(beta.value()), training.isBilinear());
    Arguments.requireDistinct(model, cubic);
    if (model != null) {
      AtomicFile.requireWritable(model, training.data());
    }
    if (cubic != null) {
      AtomicFile.requireWritable(cubic, training.data());
      if (training.isBilinear()) {
        throw new InputException("--cubic is for --activation quadratic, not bilinear");
      }
      CubicRegularisation.requireApplicable(options.activation());
    }
    Dataset dataset = training.dataset().withoutEmptyClasses();
    double read = (System.nanoTime() - start) * 1e-9;
    Console.remarkOnClasses(spec, dataset);
    TrainedNetwork trained = train(dataset, options);
    if (model != null) {
      ModelFile.write(model, trained.model());
    }
    if (cubic != null) {
      AtomicFile.write(cubic, toCsv(CubicRegularisation.of(trained.model().network()).network()));
    }
    Map<String, Double> phases = new LinkedHashMap<>();
    phases.put("read", read);
    phases.putAll(trained.secondsByPhase());
    PrintWriter out = Console.out(spec);
    if (json) {
      out.println(toJson(dataset, options, trained, phases));
    } else {
      summarise(out, dataset, options, trained, phases);
    }
    out.flush();
    return trained.isProvenOptimal() ? 0 : Spectra.NOT_PROVEN;
  }

  /** A line a neuron: what it serves, its weight, then its direction. */
  private static String toCsv(Network network) {
    StringBuilder text = new StringBuilder("output,cell,alpha");
    for (int i = 1; i <= network.hidden().cols; i++) {
      text.append(",u").append(i);
    }
    text.append('\n');
    for (int j = 0; j < network.neurons(); j++) {
      int place = network.places()[j];
      text.append(place % network.outputs()).append(',').append(place / network.outputs());
      text.append(',').append(network.weights()[j]);
      for (double entry : network.hidden().row(j)) {
        text.append(',').append(entry);
      }
      text.append('\n');
    }
    return text.toString();
  }

  private TrainedNetwork train(Dataset dataset, TrainingOptions options) {
    Cancellation cancellation = Interruption.install();
    if (json || quiet) {
      return training.train(dataset, options, Progress.Listener.NONE, cancellation);
    }
    ProgressPrinter progress = new ProgressPrinter(Console.err(spec));
    TrainedNetwork trained = training.train(dataset, options, progress, cancellation);
    progress.finish();
    return trained;
  }

  private String toJson(
      Dataset dataset,
      TrainingOptions options,
      TrainedNetwork trained,
      Map<String, Double> phases) {
    Json result = new Json();
    result
        .put("status", trained.termination().name())
        .put("objective", trained.certificate().objective())
        .put("lowerBound", trained.certificate().lowerBound())
        .put("relativeGap", trained.certificate().relativeGap())
        .put("relativeRounding", trained.certificate().relativeRounding())
        .put("neurons", trained.model().network().neurons())
        .put("iterations", trained.iterations())
        .put("seconds", trained.seconds())
        .put("dimacsErrors", trained.errors().toList())
        .put("r2", trained.fit().r2())
        .put("rmse", trained.fit().rmse())
        .put("accuracy", trained.fit().accuracy());
    if (dataset.isClassification()) {
      result.put("classes", dataset.classes());
    } else {
      result.putNull("classes");
    }
    return result
        .put("samples", dataset.samples())
        .put("features", dataset.features().size())
        .put("target", dataset.targets().get(0))
        .put("targets", dataset.targets())
        .put("loss", options.loss().name())
        .put("beta", options.beta())
        .put("tolerance", options.tolerance())
        .put("droppedEigenvalues", trained.droppedEigenvalues())
        .put("secondsByPhase", phases)
        .put("model", model == null ? null : model.toString())
        .put("cubic", cubic == null ? null : cubic.toString())
        .put("cubicPenalty", cubic == null ? Double.NaN : cubicPenalty(options, trained))
        .put("bilinear", trained.model().network().isBilinear())
        .put("quantised", options.norm() == NeuronNorm.SIGNS)
        .end();
  }

  private void summarise(
      PrintWriter out,
      Dataset dataset,
      TrainingOptions options,
      TrainedNetwork trained,
      Map<String, Double> phases) {
    Console.data(out, training.data(), dataset, options);
    Console.line(
        out,
        "network",
        "%s, %s, beta %s",
        Console.count(trained.model().network().neurons(), "neuron"),
        trained.model().network().says(),
        options.beta());
    if (trained.isProvenOptimal() && trained.model().network().neurons() == 0) {
      boolean classes = dataset.isClassification();
      Console.line(
          out,
          "",
          "no neuron is worth that much: take a smaller beta"
              + (classes ? "" : ", unless all targets are 0"));
    }
    Console.certificate(
        out,
        trained.certificate(),
        options.loss().name(),
        options.tolerance(),
        trained.termination().name());
    if (!trained.isProvenOptimal()) {
      Console.line(out, "", "%s", trained.advice());
    }
    Console.line(out, "fit", "%s", trained.fit());
    Console.time(
        out, trained.seconds() + phases.getOrDefault("read", 0.0), trained.iterations(), phases);
    if (model != null) {
      Console.line(out, "model", "%s", model);
    }
    if (cubic != null) {
      Console.line(out, "cubic", "%s, penalty %.6g", cubic, cubicPenalty(options, trained));
    }
  }

  private static double cubicPenalty(TrainingOptions options, TrainedNetwork trained) {
    return options.beta() * CubicRegularisation.of(trained.model().network()).penalty();
  }
}
