package io.spectrahedra.sdp.problem;

/**
 * One factor of the cone K = K₁ × … × K_p that the primal variable lives in.
 *
 * <p>To add a cone: add a record here, a {@code Cone} next to {@code PsdCone}, and a line in {@code
 * Cone.of}.
 */
public sealed interface Block {
  /** The order of the largest symmetric matrix that fits an array. */
  int MAX_ORDER = 46_340;

  /** Order n of the matrix (Psd) or length of the vector (all others); at least 1. */
  int size();

  /** Columns of the variable: n for a symmetric matrix, 1 for a vector. */
  default int cols() {
    return 1;
  }

  /** Free dimensions of the variable: n(n+1)/2 or n. */
  default long dimension() {
    return size();
  }

  /** Barrier parameter ν: n for Psd and NonNegative, 1 for SecondOrder, 0 for Free. */
  int degree();

  /** Symmetric positive semidefinite matrices of order {@code size}. */
  record Psd(int size) implements Block {
    public Psd {
      requirePositive(size);
    }

    @Override
    public int cols() {
      return size;
    }

    @Override
    public long dimension() {
      return (long) size * (size + 1) / 2;
    }

    @Override
    public int degree() {
      return size;
    }
  }

  /** Vectors of length {@code size} with entries ≥ 0. */
  record NonNegative(int size) implements Block {
    public NonNegative {
      requirePositive(size);
    }

    @Override
    public int degree() {
      return size;
    }
  }

  /** Vectors (t, u) with ‖u‖₂ ≤ t, t first [M30]. */
  record SecondOrder(int size) implements Block {
    public SecondOrder {
      requirePositive(size);
    }

    @Override
    public int degree() {
      return 1;
    }
  }

  /** All vectors of length {@code size}; in the dual, only 0 [M31]. */
  record Free(int size) implements Block {
    public Free {
      requirePositive(size);
    }

    @Override
    public int degree() {
      return 0;
    }
  }

  /** Refuses the block of that name if no array can hold its matrix. */
  static void requireFits(String name, Block block) {
    if (block.cols() > MAX_ORDER) {
      throw new IllegalArgumentException(
          "block \"%s\": the order of a matrix must be at most %d, was %d"
              .formatted(name, MAX_ORDER, block.cols()));
    }
  }

  private static void requirePositive(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("block size must be at least 1, was " + size);
    }
  }
}
