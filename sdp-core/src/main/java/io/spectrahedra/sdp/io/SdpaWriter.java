package io.spectrahedra.sdp.io;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.ConicForm;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SdpProblem.Row;
import io.spectrahedra.sdp.problem.SdpProblem.Term;
import io.spectrahedra.sdp.problem.SparseSymmetric;
import io.spectrahedra.sdp.problem.SparseVector;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * Writes problems in SDPA's sparse format, the reverse of {@link SdpaReader}: what it reads again
 * is the same problem, number for number, for every number is written with as many digits as that
 * takes and no more. Names of blocks and rows are lost; a matrix block of order 1 comes back as a
 * nonnegative block, and dense and low-rank coefficients as sparse ones.
 *
 * <p>The format has no constant in the objective. It is written as a comment, the first line, for
 * the reader of an answer to add; programs, {@link SdpaReader} among them, solve without it:
 *
 * <pre>
 *   * the optimal value is 12.5 - max &lt;F0, Y&gt;
 * </pre>
 *
 * <p>Elastic rows and second-order cones are for {@link ConicForm}: {@code SdpaWriter.write(file,
 * ConicForm.of(problem).problem())}. Beyond the problem, memory is taken for one matrix of a block.
 */
public final class SdpaWriter {
  private final Writer out;

  private SdpaWriter(Writer out) {
    this.out = out;
  }

  /**
   * Writes a file, packed if its name ends in .gz.
   *
   * @throws IllegalArgumentException if the problem has an elastic row or a cone that the format
   *     has no word for; nothing is written then
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void write(Path file, SdpProblem problem) {
    requireExpressible(problem);
    try (OutputStream bytes = Files.newOutputStream(file)) {
      if (file.toString().endsWith(".gz")) {
        try (OutputStream packed = new GZIPOutputStream(bytes, 1 << 16)) {
          write(packed, problem);
        }
      } else {
        write(bytes, problem);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes to a stream and leaves it open. */
  public static void write(OutputStream bytes, SdpProblem problem) throws IOException {
    requireExpressible(problem);
    Writer text =
        new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.US_ASCII), 1 << 16);
    new SdpaWriter(text).write(problem);
    text.flush();
  }

  private static void requireExpressible(SdpProblem problem) {
    for (int k = 0; k < problem.blocks().size(); k++) {
      Block block = problem.blocks().get(k);
      if (!(block instanceof Block.Psd) && !(block instanceof Block.NonNegative)) {
        throw new IllegalArgumentException(
            "block \"" + problem.blockNames().get(k) + "\": SDPA's format has no " + block);
      }
    }
    for (Row row : problem.rows()) {
      if (!row.penalty().isHard()) {
        throw new IllegalArgumentException(
            "row \""
                + row.name()
                + "\" is elastic: SDPA's format has hard rows only, as ConicForm makes them");
      }
    }
  }

  private void write(SdpProblem problem) throws IOException {
    List<Row> rows = problem.rows();
    List<Block> blocks = problem.blocks();
    if (problem.constant() != 0) {
      String constant = ShortestDecimal.of(problem.constant());
      out.write("* the optimal value is " + constant + " - max <F0, Y>\n");
    }
    out.write(rows.size() + "\n" + blocks.size() + "\n");
    for (int k = 0; k < blocks.size(); k++) {
      boolean diagonal = blocks.get(k) instanceof Block.NonNegative;
      out.write((k > 0 ? " " : "") + (diagonal ? "-" : "") + blocks.get(k).size());
    }
    out.write("\n");
    for (int i = 0; i < rows.size(); i++) {
      out.write((i > 0 ? " " : "") + ShortestDecimal.of(rows.get(i).rhs()));
    }
    out.write("\n");
    writeMatrix(0, -1, problem.objective(), blocks);
    for (int i = 0; i < rows.size(); i++) {
      writeMatrix(i + 1, 1, rows.get(i).terms(), blocks);
    }
  }

  /** The entries of the matrix that the terms add up to, block after block. */
  private void writeMatrix(int matrix, double sign, List<Term> terms, List<Block> blocks)
      throws IOException {
    TreeMap<Integer, List<Term>> byBlock = new TreeMap<>();
    for (Term term : terms) {
      byBlock.computeIfAbsent(term.block(), unused -> new ArrayList<>()).add(term);
    }
    for (var entry : byBlock.entrySet()) {
      String prefix = matrix + " " + (entry.getKey() + 1) + " ";
      List<Term> ofBlock = entry.getValue();
      double scale = sign * ofBlock.get(0).scale();
      ConstraintMatrix only = ofBlock.get(0).matrix();
      if (ofBlock.size() == 1 && only instanceof SparseSymmetric sparse) {
        writeSparse(prefix, scale, sparse);
      } else if (ofBlock.size() == 1 && only instanceof SparseVector vector) {
        writeVector(prefix, scale, vector);
      } else {
        writeSum(prefix, sign, ofBlock, blocks.get(entry.getKey()));
      }
    }
  }

  private void writeSparse(String prefix, double scale, SparseSymmetric a) throws IOException {
    for (int e = 0; e < a.entries(); e++) {
      writeEntry(prefix, a.col(e), a.row(e), scale * a.value(e));
    }
  }

  private void writeVector(String prefix, double scale, SparseVector a) throws IOException {
    for (int e = 0; e < a.entries(); e++) {
      writeEntry(prefix, a.index(e), a.index(e), scale * a.value(e));
    }
  }

  private void writeSum(String prefix, double sign, List<Term> terms, Block block)
      throws IOException {
    DenseMatrix sum = DenseMatrix.zeros(block.size(), block.cols());
    for (Term term : terms) {
      term.matrix().addTo(sign * term.scale(), sum);
    }
    for (int j = 0; j < block.size(); j++) {
      for (int i = block.cols() == 1 ? j : 0; i <= j; i++) {
        writeEntry(prefix, i, j, sum.at(j, block.cols() == 1 ? 0 : i));
      }
    }
  }

  private void writeEntry(String prefix, int i, int j, double value) throws IOException {
    if (value != 0) {
      out.write(prefix);
      out.write(Integer.toString(i + 1));
      out.write(' ');
      out.write(Integer.toString(j + 1));
      out.write(' ');
      out.write(ShortestDecimal.of(value));
      out.write('\n');
    }
  }
}
