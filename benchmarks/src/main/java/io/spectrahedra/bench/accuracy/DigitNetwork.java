package io.spectrahedra.bench.accuracy;

import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.architecture.Patches;
import io.spectrahedra.neural.architecture.Pooling;

/** Convolutional networks on images of 28 x 28 pixels with patches of 5 x 5. */
enum DigitNetwork {
  /** All 24 x 24 patches are one cell. */
  GLOBAL("global", 1, 24),
  /** 12 x 12 patches, every second of them down and across, in 3 x 3 cells of 16. */
  POOL_16("4x4", 2, 4),
  /** 12 x 12 patches in 6 x 6 cells of 4. */
  POOL_4("2x2", 2, 2);

  private static final int SIDE = 28;
  private static final int FILTER = 5;

  private final String label;
  private final int stride;
  private final int window;

  DigitNetwork(String label, int stride, int window) {
    this.label = label;
    this.stride = stride;
    this.window = window;
  }

  Architecture architecture() {
    Patches patches = new Patches(SIDE, SIDE, 1, FILTER, FILTER, stride, 0);
    return Architecture.convolution(patches, Pooling.average(patches, window, window));
  }

  @Override
  public String toString() {
    return label;
  }
}
