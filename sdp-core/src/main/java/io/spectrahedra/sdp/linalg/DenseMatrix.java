package io.spectrahedra.sdp.linalg;

import io.spectrahedra.sdp.kernel.Strided;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;

/**
 * A rows × cols matrix of doubles, or a view of a part or of the transpose of another one.
 *
 * <p>Entry (i, j) lies at {@code data[offset + i·rowStride + j·colStride]}. A matrix made by {@link
 * #zeros} is row-major without gaps, as EJML's {@link DMatrixRMaj}; {@link #view} and {@link
 * #transposed} share the entries with this matrix and cost nothing.
 */
public final class DenseMatrix {
  /** Arrays of a few more elements than this do not exist on every virtual machine. */
  private static final int MAX_ENTRIES = Integer.MAX_VALUE - 8;

  private static final int COPY = 16;

  public final int rows;
  public final int cols;
  private final double[] data;
  private final int offset;
  private final int rowStride;
  private final int colStride;

  private DenseMatrix(int rows, int cols, double[] data, int offset, int rowStride, int colStride) {
    this.rows = rows;
    this.cols = cols;
    this.data = data;
    this.offset = offset;
    this.rowStride = rowStride;
    this.colStride = colStride;
  }

  /**
   * A matrix of zeros.
   *
   * @throws IllegalArgumentException if a size is negative or the entries do not fit an array
   */
  public static DenseMatrix zeros(int rows, int cols) {
    return zeros("zeros", rows, cols);
  }

  private static DenseMatrix zeros(String routine, int rows, int cols) {
    return new DenseMatrix(rows, cols, new double[entries(routine, rows, cols)], 0, cols, 1);
  }

  /** I; errors as {@link #zeros}. */
  public static DenseMatrix identity(int order) {
    DenseMatrix identity = zeros("identity", order, order);
    for (int i = 0; i < order; i++) {
      identity.set(i, i, 1);
    }
    return identity;
  }

  /**
   * The matrix over {@code data}, row after row (not copied).
   *
   * @throws IllegalArgumentException if {@code data} has not rows · cols elements
   */
  public static DenseMatrix wrap(double[] data, int rows, int cols) {
    if (data.length != entries("wrap", rows, cols)) {
      throw new IllegalArgumentException(
          "wrap: a "
              + rows
              + " x "
              + cols
              + " matrix needs "
              + (long) rows * cols
              + " entries, got "
              + data.length);
    }
    return new DenseMatrix(rows, cols, data, 0, cols, 1);
  }

  /** A copy of a matrix given row by row, all rows of one length. */
  public static DenseMatrix of(double[][] rows) {
    int cols = rows.length == 0 ? 0 : rows[0].length;
    DenseMatrix matrix = zeros(rows.length, cols);
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != cols) {
        throw new IllegalArgumentException(
            "of: row " + i + " has " + rows[i].length + " entries, row 0 has " + cols);
      }
      System.arraycopy(rows[i], 0, matrix.data, i * cols, cols);
    }
    return matrix;
  }

  /** The EJML matrix as it is, sharing its entries (not copied). */
  public static DenseMatrix of(DMatrixRMaj ejml) {
    return new DenseMatrix(ejml.numRows, ejml.numCols, ejml.data, 0, ejml.numCols, 1);
  }

  private static int entries(String routine, int rows, int cols) {
    if (rows < 0 || cols < 0) {
      throw new IllegalArgumentException(
          routine + ": a matrix cannot have " + rows + " rows and " + cols + " columns");
    }
    long entries = (long) rows * cols;
    if (entries > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          routine
              + ": a "
              + rows
              + " x "
              + cols
              + " matrix has "
              + entries
              + " entries, at most "
              + MAX_ENTRIES
              + " fit one array");
    }
    return (int) entries;
  }

  /** Entry (i, j); neither here nor below is it checked that it lies inside of a view. */
  public double at(int i, int j) {
    return data[index(i, j)];
  }

  public void set(int i, int j, double value) {
    data[index(i, j)] = value;
  }

  /** Entry (i, j) ← entry (i, j) + value. */
  public void add(int i, int j, double value) {
    data[index(i, j)] += value;
  }

  /** The array that holds the entries, and those of every matrix this one is a view of. */
  public double[] data() {
    return data;
  }

  /** Where entry (i, j) lies in {@link #data()}. */
  public int index(int i, int j) {
    return offset + i * rowStride + j * colStride;
  }

  public int rowStride() {
    return rowStride;
  }

  public int colStride() {
    return colStride;
  }

  /** Where the entries from (i, j) on lie; (i, j) may be one past the end. */
  Strided part(int i, int j) {
    return new Strided(data, index(i, j), rowStride, colStride);
  }

  /** The transpose, sharing the entries. */
  public DenseMatrix transposed() {
    return new DenseMatrix(cols, rows, data, offset, colStride, rowStride);
  }

  /** The part of {@code height} × {@code width} entries from (row, col), sharing the entries. */
  public DenseMatrix view(int row, int col, int height, int width) {
    if (row < 0
        || col < 0
        || height < 0
        || width < 0
        || height > rows - row
        || width > cols - col) {
      throw new IndexOutOfBoundsException(
          "view: "
              + height
              + " x "
              + width
              + " from ("
              + row
              + ", "
              + col
              + ") does not lie in "
              + rows
              + " x "
              + cols);
    }
    // an empty part may start one past the end, where no index is asked for
    int start = height == 0 || width == 0 ? offset : index(row, col);
    return new DenseMatrix(height, width, data, start, rowStride, colStride);
  }

  /** A row-major copy without gaps. */
  public DenseMatrix copy() {
    if (colStride == 1 && (rowStride == cols || rows == 1)) {
      double[] entries = Arrays.copyOfRange(data, offset, offset + rows * cols);
      return wrap(entries, rows, cols);
    }
    DenseMatrix copy = zeros(rows, cols);
    copy.setTo(this);
    return copy;
  }

  /** This ← other, entry by entry. */
  public void setTo(DenseMatrix other) {
    requireSameShape("setTo", other);
    if (cols == 0) {
      return; // however many rows
    }
    if (colStride == 1 && other.colStride == 1) {
      for (int i = 0; i < rows; i++) {
        System.arraycopy(other.data, other.index(i, 0), data, index(i, 0), cols);
      }
    } else { // in squares of a few cache lines each way: one of the two goes across its rows
      for (int i = 0; i < rows; i += COPY) {
        for (int j = 0; j < cols; j += COPY) {
          copyPart(other, i, j, Math.min(rows, i + COPY), Math.min(cols, j + COPY));
        }
      }
    }
  }

  private void copyPart(DenseMatrix other, int row, int col, int rowEnd, int colEnd) {
    for (int i = row; i < rowEnd; i++) {
      int to = index(i, col);
      int from = other.index(i, col);
      for (int j = col; j < colEnd; j++) {
        data[to] = other.data[from];
        to += colStride;
        from += other.colStride;
      }
    }
  }

  /** This ← value in every entry. */
  public void fill(double value) {
    for (int i = 0; i < rows; i++) {
      if (colStride == 1) {
        int start = index(i, 0);
        Arrays.fill(data, start, start + cols, value);
      } else {
        for (int j = 0; j < cols; j++) {
          set(i, j, value);
        }
      }
    }
  }

  /** This ← this + alpha · other. */
  public void addScaled(double alpha, DenseMatrix other) {
    requireSameShape("addScaled", other);
    Entrywise.add(alpha, other, this);
  }

  /** This ← alpha · this. */
  public void scale(double alpha) {
    Entrywise.scale(alpha, this);
  }

  /** ⟨this, other⟩ = Σᵢⱼ thisᵢⱼ otherᵢⱼ, summed row by row. */
  public double dot(DenseMatrix other) {
    requireSameShape("dot", other);
    return Entrywise.dot(this, other);
  }

  /** ‖this‖ in the Frobenius norm, without overflow or underflow on the way. */
  public double frobeniusNorm() {
    return Entrywise.frobeniusNorm(this);
  }

  /** The largest absolute value of an entry; NaN if an entry is NaN, 0 if there is none. */
  public double maxAbs() {
    return Entrywise.maxAbs(this);
  }

  /** Σᵢ thisᵢᵢ of a square matrix. */
  public double trace() {
    requireSquare("trace");
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += at(i, i);
    }
    return sum;
  }

  /** Copies the lower triangle of a square matrix onto its upper triangle. */
  public void mirrorLower() {
    requireSquare("mirrorLower");
    Mirror.lower(this);
  }

  /** This ← (this + thisᵀ)/2 for a square matrix. */
  public void symmetrise() {
    requireSquare("symmetrise");
    Mirror.mean(this);
  }

  /** This ← this + alpha · (other + otherᵀ)/2, for square matrices. */
  public void addSymmetricPart(Workers workers, double alpha, DenseMatrix other) {
    requireSquare("addSymmetricPart");
    requireSameShape("addSymmetricPart", other);
    Mirror.addMean(workers, alpha, other, this);
  }

  /** A copy of row i. */
  public double[] row(int i) {
    if (i < 0 || i >= rows) {
      throw new IndexOutOfBoundsException("row: " + i + " does not lie in " + rows + " x " + cols);
    }
    double[] row = new double[cols];
    for (int j = 0; j < cols; j++) {
      row[j] = at(i, j);
    }
    return row;
  }

  /** A copy as EJML's matrix. */
  public DMatrixRMaj toEjml() {
    DenseMatrix copy = copy();
    return DMatrixRMaj.wrap(rows, cols, copy.data);
  }

  void requireSquare(String routine) {
    if (rows != cols) {
      throw new IllegalArgumentException(
          routine + " needs a square matrix, got " + rows + " x " + cols);
    }
  }

  private void requireSameShape(String routine, DenseMatrix other) {
    if (rows != other.rows || cols != other.cols) {
      throw new IllegalArgumentException(
          "%s: other of %d x %d does not fit this of %d x %d"
              .formatted(routine, other.rows, other.cols, rows, cols));
    }
  }

  @Override
  public String toString() {
    if ((long) rows * cols > 100) {
      return rows + " x " + cols + " matrix";
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      text.append(Arrays.toString(row(i))).append('\n');
    }
    return text.toString();
  }
}
