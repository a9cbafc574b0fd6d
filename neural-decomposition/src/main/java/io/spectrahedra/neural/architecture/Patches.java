package io.spectrahedra.neural.architecture;

import io.spectrahedra.neural.data.InputException;
import java.util.Arrays;

/**
 * The K patches of a sample that is an image, a signal, or, as one patch of all features, neither.
 *
 * <p>Feature ((row · width) + column) · channels + channel of a sample is that channel of that
 * pixel. The windows go over the image by rows; inside a patch the order is the same. Around the
 * image lie {@code padding} zeros, in the directions in which the filter is longer than 1.
 *
 * @param height of the image; 1 for a signal
 * @param width of the image, or length of the signal
 * @param channels numbers a pixel
 * @param filterHeight of a patch
 * @param filterWidth of a patch
 * @param stride from one patch to the next, in both directions
 * @param padding zeros on each side
 */
public record Patches(
    int height,
    int width,
    int channels,
    int filterHeight,
    int filterWidth,
    int stride,
    int padding) {
  /** Enough for any image, and little enough that no size overflows. */
  private static final int MAX_FEATURES = 1 << 24;

  /**
   * @throws InputException if a size is not positive or too large, padding is negative or makes
   *     patches of nothing but zeros, or the filter does not fit
   */
  public Patches {
    require(height >= 1 && width >= 1 && channels >= 1, "image shape", height, width, channels);
    require(filterHeight >= 1 && filterWidth >= 1, "filter", filterHeight, filterWidth);
    require(stride >= 1, "stride", stride);
    if (padding < 0) {
      throw new InputException("padding must not be negative, was " + padding);
    }
    if (padding(filterHeight, padding) >= filterHeight
        || padding(filterWidth, padding) >= filterWidth) {
      throw new InputException(
          String.format(
              "padding must be less than the filter, was %d for a filter of %d x %d",
              padding, filterHeight, filterWidth));
    }
    double padded =
        (height + 2.0 * padding(filterHeight, padding))
            * (width + 2.0 * padding(filterWidth, padding))
            * channels;
    if (padded > MAX_FEATURES) {
      throw new InputException(
          String.format(
              "an image of %d x %d x %d with padding %d is too large: at most %d numbers",
              height, width, channels, padding, MAX_FEATURES));
    }
    if (filterHeight > height + 2 * padding(filterHeight, padding)
        || filterWidth > width + 2 * padding(filterWidth, padding)) {
      throw new InputException(
          String.format(
              "a filter of %d x %d does not fit an image of %d x %d with padding %d",
              filterHeight, filterWidth, height, width, padding));
    }
  }

  private static void require(boolean condition, String what, Integer... values) {
    if (!condition) {
      throw new InputException(
          what
              + " must be positive, was "
              + String.join(" x ", Arrays.stream(values).map(String::valueOf).toList()));
    }
  }

  private static int padding(int filter, int padding) {
    return filter > 1 ? padding : 0;
  }

  /** One patch of all d features: a fully connected network. */
  public static Patches whole(int d) {
    return new Patches(1, 1, d, 1, 1, 1, 0);
  }

  /** Windows of a signal. */
  public static Patches ofSignal(int length, int channels, int filter, int stride, int padding) {
    return new Patches(1, length, channels, 1, filter, stride, padding);
  }

  /** Number of features of a sample. */
  public int features() {
    return height * width * channels;
  }

  /** Entries of a patch. */
  public int length() {
    return filterHeight * filterWidth * channels;
  }

  /** Whether the only patch is the sample as it is. */
  boolean isWhole() {
    return filterHeight == height && filterWidth == width && padding == 0;
  }

  /** Windows one above the other. */
  public int rows() {
    return (height + 2 * padding(filterHeight, padding) - filterHeight) / stride + 1;
  }

  /** Windows side by side. */
  public int columns() {
    return (width + 2 * padding(filterWidth, padding) - filterWidth) / stride + 1;
  }

  /** K. */
  public int count() {
    return rows() * columns();
  }

  /** target[offset..] ← patch k of the sample at sample[from..], a row of the window at a time. */
  void write(double[] sample, int from, int k, double[] target, int offset) {
    int top = k / columns() * stride - padding(filterHeight, padding);
    int left = k % columns() * stride - padding(filterWidth, padding);
    int first = Math.max(left, 0); // padding is less than the filter: some pixels are inside
    int end = Math.min(left + filterWidth, width);
    Arrays.fill(target, offset, offset + length(), 0);
    for (int row = Math.max(top, 0); row < Math.min(top + filterHeight, height); row++) {
      System.arraycopy(
          sample,
          from + (row * width + first) * channels,
          target,
          offset + ((row - top) * filterWidth + first - left) * channels,
          (end - first) * channels);
    }
  }
}
