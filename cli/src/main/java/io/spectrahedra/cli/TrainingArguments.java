package io.spectrahedra.cli;

import io.spectrahedra.cli.Arguments.Neurons;
import io.spectrahedra.neural.BilinearNetworks;
import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.data.CsvTable;
import io.spectrahedra.neural.data.DataFile;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.IdxFile;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.neural.data.Target;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.linalg.Workers;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The data and the options that every command has that trains. */
final class TrainingArguments {
  @Parameters(
      paramLabel = "DATA.csv",
      converter = Arguments.DataConverter.class,
      description = {
        "A line a sample, a header is optional; or an idx file of images.",
        "- is standard input."
      })
  private DataFile data = DataFile.of(Path.of(""));

  @Option(
      names = "--target",
      split = ",",
      paramLabel = "NAME|INDEX",
      description = {
        "Column to predict: its name, or its number counted from 0.",
        "Several columns of numbers, separated by commas, are outputs of one network."
      })
  private List<String> target = List.of();

  @Option(
      names = "--classify",
      description = "The target is a column of classes: texts, or numbers taken as names.")
  private boolean classify;

  @Mixin private FeatureArguments features = new FeatureArguments();

  @Mixin private LabelArguments labels = new LabelArguments();

  @Mixin private ConvolutionArguments convolution = new ConvolutionArguments();

  @Option(
      names = "--activation",
      paramLabel = "a,b,c|NAME",
      defaultValue = "0.09,0.5,0.47",
      converter = Arguments.ActivationConverter.class,
      description = {
        "sigma(t) = at^2 + bt + c (default: ${DEFAULT-VALUE}, a fit of ReLU); quadratic, or",
        "the fit of relu, silu, gelu, softplus or abs on [-5,5], or as in silu[-3,3];",
        "or bilinear, (x'u)(x'v), whose best networks are those of quadratic: v = u."
      })
  private Neurons neurons = new Neurons(QuadraticActivation.RELU_FIT, false);

  @Mixin private LossArguments loss = new LossArguments();

  @Option(
      names = "--norm",
      paramLabel = "one|at-most-one",
      defaultValue = "one",
      converter = Arguments.NormConverter.class,
      description = "Length of the neurons (default: ${DEFAULT-VALUE}).")
  private NeuronNorm norm = NeuronNorm.ONE;

  @Option(names = "--bias", description = "Neurons have a bias, which is a part of their length.")
  private boolean bias;

  @Option(
      names = "--max-neurons",
      paramLabel = "M",
      description = {
        "The best network found of at most so many neurons;",
        "the gap says what that costs at most."
      })
  private int maxNeurons = Integer.MAX_VALUE;

  @Option(names = "--weight-decay", arity = "0..1", fallbackValue = "", hidden = true)
  private @Nullable String weightDecay;

  @Option(
      names = "--standardise",
      description = {
        "What is brought to mean 0 and variance 1: features, channels of images, or none",
        "(default: channels of images and signals, otherwise features)."
      })
  private @Nullable Standardise standardise;

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
  private int threads = Workers.ofProcessors();

  /** What is read. */
  Path data() {
    return data.path();
  }

  /** True if neurons have two vectors. */
  boolean isBilinear() {
    return neurons.bilinear();
  }

  /** Reads it; the classes may be more than the samples kept have. */
  Dataset dataset() {
    if (IdxFile.isIdx(data)) {
      features.requireNone(data.toString());
      LabelArguments.requireNoTarget(data, target);
    }
    return labels.dataset(
        data, () -> CsvTable.read(data, features.selection(target()), target()).toDataset());
  }

  private Target target() {
    if (target.isEmpty()) {
      throw new InputException("Missing required option: '--target=NAME|INDEX'");
    }
    return new Target(target, classify);
  }

  private Standardise standardise() {
    if (standardise != null) {
      return standardise;
    }
    return convolution.isConvolution() ? Standardise.CHANNELS : Standardise.FEATURES;
  }

  /** Trains on these data, neurons of the kind asked for. */
  TrainedNetwork train(
      Dataset dataset,
      TrainingOptions options,
      Progress.Listener listener,
      Cancellation cancellation) {
    return neurons.bilinear()
        ? BilinearNetworks.train(dataset, options, listener, cancellation)
        : PolynomialNetworks.train(dataset, options, listener, cancellation);
  }

  /** The options given, the others, and beta, as they are by default. */
  TrainingOptions options() {
    if (weightDecay != null) {
      throw new InputException(
          "training with weight decay on all weights is NP-hard, so there is no proof to be had."
              + " Use --beta, the penalty beta * sum |alpha_j| over neurons of norm one, which is"
              + " what training makes of scale-free weights; for --activation quadratic it is"
              + " equivalent to the penalty sum |alpha_j|^3 + |u_j|^3 on all weights (--cubic)");
    }
    return TrainingOptions.defaults()
        .withActivation(neurons.activation())
        .withLoss(loss.loss())
        .withLayout(convolution.layout())
        .withNorm(norm)
        .withBias(bias)
        .withMaxNeurons(maxNeurons)
        .withStandardise(standardise())
        .withTolerance(tolerance)
        .withTimeLimit(timeLimit)
        .withThreads(threads);
  }
}
