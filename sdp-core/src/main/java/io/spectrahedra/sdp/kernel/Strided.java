package io.spectrahedra.sdp.kernel;

/**
 * Where the entries of a matrix lie: entry (i, j) at {@code data[offset + i·rowStride +
 * j·colStride]}.
 */
public record Strided(double[] data, int offset, int rowStride, int colStride) {

  public int index(int i, int j) {
    return offset + i * rowStride + j * colStride;
  }

  /** The transpose, over the same entries. */
  public Strided transposed() {
    return new Strided(data, offset, colStride, rowStride);
  }
}
