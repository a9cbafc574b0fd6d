package io.spectrahedra.sdp.io;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.BlockMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Solutions as CSDP writes and reads them (.sol), in the signs of SDPA's file: a line with x₁ …
 * x_m, then the nonzero entries of the upper triangles,
 *
 * <pre>
 *   1 block i j value      of the slack Σ xᵢFᵢ − F₀, which is our S
 *   2 block i j value      of the dual variable Y, which is our X
 * </pre>
 *
 * <p>where x = −y. Every number is written with as many digits as it takes to read the same double.
 */
public final class SolutionFile {
  private static final int SLACK = 1;
  private static final int VARIABLE = 2;

  /** A primal-dual point in our convention [M1]. */
  public record Point(BlockMatrix x, double[] y, BlockMatrix s) {}

  private SolutionFile() {}

  /** Writes to a stream and leaves it open. */
  public static void write(OutputStream bytes, Point point) throws IOException {
    Writer out =
        new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.US_ASCII), 1 << 16);
    for (int i = 0; i < point.y().length; i++) {
      out.write((i > 0 ? " " : "") + (0 - point.y()[i]));
    }
    out.write("\n");
    write(out, SLACK, point.s());
    write(out, VARIABLE, point.x());
    out.flush();
  }

  private static void write(Writer out, int matrix, BlockMatrix point) throws IOException {
    for (int k = 0; k < point.blocks().size(); k++) {
      DenseMatrix block = point.block(k);
      boolean vector = block.cols != block.rows || block.cols == 1;
      String prefix = matrix + " " + (k + 1) + " ";
      for (int i = 0; i < block.rows; i++) {
        for (int j = i; j < (vector ? i + 1 : block.cols); j++) {
          double value = block.at(i, vector ? 0 : j);
          if (value != 0) {
            out.write(prefix + (i + 1) + " " + (j + 1) + " " + value + "\n");
          }
        }
      }
    }
  }

  /**
   * Reads a solution of the problem.
   *
   * @throws SdpaFormatException if the file is not in that form or of another problem
   * @throws UncheckedIOException if it cannot be read
   */
  public static Point read(Path file, SdpProblem problem) {
    try (InputStream bytes = Files.newInputStream(file)) {
      TokenScanner in = new TokenScanner(file, bytes);
      double[] y = readMultipliers(in, problem.rows().size());
      BlockMatrix x = BlockMatrix.zeros(problem.blocks());
      BlockMatrix s = BlockMatrix.zeros(problem.blocks());
      EntryScanner entry = new EntryScanner(in, problem.blocks(), SLACK, VARIABLE);
      while (entry.next()) {
        BlockMatrix target = entry.matrix() == SLACK ? s : x;
        set(target.block(entry.block()), problem.blocks().get(entry.block()), entry);
      }
      return new Point(x, y, s);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] readMultipliers(TokenScanner in, int m) throws IOException {
    double[] y = new double[m];
    for (int i = 0; i < m; i++) {
      if (!(i == 0 ? in.next() : in.nextInLine())) {
        throw in.error(
            "the first line must have the m = " + m + " numbers of x", "its end after " + i);
      }
      y[i] = 0 - in.number();
      if (!Double.isFinite(y[i])) {
        throw in.unexpected("a number of x must be a finite decimal number");
      }
    }
    if (m > 0 && in.nextInLine()) {
      throw in.unexpected("the first line must have no more than the m = " + m + " numbers of x");
    }
    return y;
  }

  private static void set(DenseMatrix target, Block block, EntryScanner entry) {
    if (block.cols() == 1) {
      target.set(
          entry.row(), 0, entry.row() == entry.col() ? entry.value() : target.at(entry.row(), 0));
    } else {
      target.set(entry.row(), entry.col(), entry.value());
      target.set(entry.col(), entry.row(), entry.value());
    }
  }
}
