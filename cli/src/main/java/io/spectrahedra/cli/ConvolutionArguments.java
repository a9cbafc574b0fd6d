package io.spectrahedra.cli;

import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.architecture.Layout;
import io.spectrahedra.neural.architecture.Patches;
import io.spectrahedra.neural.architecture.Pooling;
import io.spectrahedra.neural.data.InputException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which parts of a sample the neurons see: all of it, or windows of an image or a signal. */
final class ConvolutionArguments {
  @Option(
      names = "--image",
      paramLabel = "HxWxC",
      description = {
        "Samples are images of H rows of W pixels of C numbers, in this order, as in 28x28x1;",
        "each neuron sees the patches of one cell of the pooling."
      })
  private @Nullable String image;

  @Option(
      names = "--signal",
      paramLabel = "LxC",
      description = "Samples are signals of L times C numbers each, as in 500x1.")
  private @Nullable String signal;

  @Option(
      names = "--filter",
      paramLabel = "HxW",
      description = "Size of a patch, as in 5x5; of a signal, its length.")
  private @Nullable String filter;

  @Option(
      names = "--stride",
      paramLabel = "N",
      description = "From one patch to the next, down and across (default: 1).")
  private @Nullable Integer stride;

  @Option(
      names = "--padding",
      paramLabel = "N",
      description = "Zeros around an image or signal (default: 0).")
  private @Nullable Integer padding;

  @Option(
      names = "--pool",
      paramLabel = "none|global|P|HxW",
      description = {
        "Average over all patches, P that follow each other, or windows of H x W patches",
        "(default: none, weights for each place of a patch)."
      })
  private @Nullable String pool;

  /** True if samples are images or signals. */
  boolean isConvolution() {
    return image != null || signal != null;
  }

  /** What the options say; for samples of another shape, an error that names both. */
  Layout layout() {
    if (!isConvolution()) {
      requireNone();
      return Layout.DENSE;
    }
    Patches patches = patches();
    Supplier<Pooling> pooling = pooling(patches);
    return d -> {
      if (d != patches.features()) { // said first: pooling that does not fit may come of it
        throw new InputException(
            (image != null ? "--image " + image : "--signal " + signal)
                + " is "
                + patches.features()
                + " features, the data have "
                + d);
      }
      return Architecture.convolution(patches, pooling.get());
    };
  }

  private void requireNone() {
    if (filter != null || stride != null || padding != null || pool != null) {
      throw new InputException(
          "--filter, --stride, --padding and --pool need --image HxWxC or --signal LxC");
    }
  }

  private Patches patches() {
    if (image != null && signal != null) {
      throw new InputException("samples are images or signals: give --image or --signal, not both");
    }
    if (filter == null) {
      throw new InputException("--filter must say how large the patches are, as in --filter 5x5");
    }
    int step = stride == null ? 1 : stride;
    int zeros = padding == null ? 0 : padding;
    if (image != null) {
      int[] shape = sizes("--image", image, 3, "HxWxC, as in 28x28x1");
      int[] size = sizes("--filter", filter, 2, "HxW, as in 5x5");
      return new Patches(shape[0], shape[1], shape[2], size[0], size[1], step, zeros);
    }
    int[] shape = sizes("--signal", String.valueOf(signal), 2, "LxC, as in 500x1");
    int[] size = sizes("--filter", filter, 1, "a length for a signal, as in 9");
    return Patches.ofSignal(shape[0], shape[1], size[0], step, zeros);
  }

  /** Reads the option at once, and fits it to the patches later. */
  private Supplier<Pooling> pooling(Patches patches) {
    int count = patches.count();
    if (pool == null || pool.equals("none")) {
      return () -> Pooling.none(count);
    }
    if (pool.equals("global")) {
      return () -> Pooling.global(count);
    }
    String form = "none, global, P or HxW, as in 4 or 2x2";
    int[] window = sizes("--pool", pool, pool.contains("x") ? 2 : 1, form);
    return window.length == 1
        ? () -> Pooling.average(count, window[0])
        : () -> Pooling.average(patches, window[0], window[1]);
  }

  /** "5x5" as numbers. */
  private static int[] sizes(String option, String text, int count, String form) {
    String[] parts = text.strip().split("x", -1);
    try {
      if (parts.length == count) {
        return Arrays.stream(parts).mapToInt(Integer::parseInt).toArray();
      }
    } catch (NumberFormatException e) {
      throw new InputException(option + " must be " + form + ", was \"" + text + "\"", e);
    }
    throw new InputException(option + " must be " + form + ", was \"" + text + "\"");
  }
}
