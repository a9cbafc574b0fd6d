package io.spectrahedra.neural.architecture;

import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.List;

/**
 * What a network looks like but for its neurons: with the patches xₗ of a sample and the cells g of
 * the pooling,
 *
 * <pre>  f(x) = Σ over g, j of α_gj Σₗ P_gl σ(xₗᵀu_gj)      [M19].</pre>
 *
 * <p>A fully connected network has one patch, the sample, and one cell.
 *
 * @param patches of a sample
 * @param pooling of what the neurons say of the patches
 * @param bias whether a 1 is appended to every patch, whose weight is then part of ‖u‖
 * @param norm of the neurons
 */
public record Architecture(Patches patches, Pooling pooling, boolean bias, NeuronNorm norm) {
  /** Patches of a batch: enough for level-3 products, little enough for the cache. */
  private static final int BATCH = 512;

  /** Works on the patches that some samples have in a cell. */
  @FunctionalInterface
  public interface BatchTask {
    /**
     * Works on the patches of samples {@code first}.., sample after sample: as many rows a sample
     * as the cell has patches.
     */
    void accept(int first, DenseMatrix patches);
  }

  /**
   * @throws InputException if the pooling names a patch that there is not
   */
  public Architecture {
    for (Pooling.Cell cell : pooling.cells()) {
      for (int patch : cell.patches()) {
        if (patch < 0 || patch >= patches.count()) {
          throw new InputException(
              "pooling names patch " + patch + " of " + patches.count() + " patches");
        }
      }
    }
  }

  /** A fully connected network on d features, unit neurons, no bias. */
  public static Architecture dense(int d) {
    return new Architecture(Patches.whole(d), Pooling.none(1), false, NeuronNorm.ONE);
  }

  /** A convolutional network with unit neurons, no bias. */
  public static Architecture convolution(Patches patches, Pooling pooling) {
    return new Architecture(patches, pooling, false, NeuronNorm.ONE);
  }

  public Architecture withBias(boolean value) {
    return new Architecture(patches, pooling, value, norm);
  }

  public Architecture withNorm(NeuronNorm value) {
    return new Architecture(patches, pooling, bias, value);
  }

  /** Number of features of a sample. */
  public int features() {
    return patches.features();
  }

  /** Length of the direction u of a neuron: that of a patch, and 1 for the bias. */
  public int inputs() {
    return patches.length() + (bias ? 1 : 0);
  }

  /**
   * What neurons see if that is not just the sample, as in "36 patches of 3 x 3 pooled in 9 cells,
   * bias"; otherwise empty.
   */
  public String parts() {
    boolean pooled = cells().stream().anyMatch(cell -> cell.size() > 1);
    if (patches.isWhole() && !pooled) {
      return bias ? "bias" : "";
    }
    return patches.count()
        + (patches.count() == 1 ? " patch of " : " patches of ")
        + (patches.height() == 1 ? "" : patches.filterHeight() + " x ")
        + patches.filterWidth()
        + (pooled ? " pooled in " + cells().size() : "")
        + (pooled ? cells().size() == 1 ? " cell" : " cells" : "")
        + (bias ? ", bias" : "");
  }

  public List<Pooling.Cell> cells() {
    return pooling.cells();
  }

  /** Samples of a batch at most. */
  public int batch(Pooling.Cell cell) {
    return Math.max(1, BATCH / cell.size());
  }

  /** Runs the task on the patches of one cell for a chunk of samples, a batch at a time. */
  public void forEachBatch(Pooling.Cell cell, DenseMatrix rows, BatchTask task) {
    int height = batch(cell);
    for (int first = 0; first < rows.rows; first += height) {
      int count = Math.min(height, rows.rows - first);
      task.accept(first, patches(cell, rows.view(first, 0, count, rows.cols)));
    }
  }

  /**
   * The patches of one cell for a chunk of samples, sample after sample.
   *
   * @param rows h × features, a row a sample
   * @return (h · size of the cell) × inputs; {@code rows} itself if that is the same
   */
  public DenseMatrix patches(Pooling.Cell cell, DenseMatrix rows) {
    if (!bias && patches.isWhole() && cell.size() == 1) {
      return rows;
    }
    DenseMatrix result = DenseMatrix.zeros(rows.rows * cell.size(), inputs());
    double[] data = result.data();
    for (int i = 0; i < rows.rows; i++) {
      for (int l = 0; l < cell.size(); l++) {
        int to = result.index(i * cell.size() + l, 0);
        patches.write(rows.data(), rows.index(i, 0), cell.patches()[l], data, to);
        if (bias) {
          data[to + patches.length()] = 1;
        }
      }
    }
    return result;
  }
}
