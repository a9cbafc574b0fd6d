package io.spectrahedra.sdp.io;

import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.ConstraintMatrix;
import io.spectrahedra.sdp.problem.RowBuilder;
import io.spectrahedra.sdp.problem.SdpProblem;
import io.spectrahedra.sdp.problem.SparseSymmetric;
import io.spectrahedra.sdp.problem.SparseVector;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads problems in SDPA's sparse format (.dat-s, also packed as .dat-s.gz), in which SDPLIB and
 * the DIMACS challenge are written:
 *
 * <pre>
 *   m                                min  cᵀx               max  ⟨F₀, Y⟩
 *   number of blocks                 s.t. Σ xᵢFᵢ − F₀ ≽ 0   s.t. ⟨Fᵢ, Y⟩ = cᵢ,  Y ≽ 0
 *   their sizes
 *   c₁ … c_m
 *   matrix block i j value           for every entry of F₀, …, F_m; indices count from 1
 * </pre>
 *
 * <p>In our convention [M1] that is X = Y, Aᵢ = Fᵢ, b = c, C = −F₀ and y = −x: our primal is SDPA's
 * dual, and both optimal values have the other sign.
 *
 * <p>A negative block size means a diagonal block; it becomes a nonnegative block, and so does a
 * block of size 1. Blocks are named "1", "2", … and so are rows. Read as well are comment lines
 * anywhere (they begin with {@code "} or {@code *}); commas and brackets between numbers; text
 * behind the two numbers of the first lines, the block sizes or c; sizes and c over several lines;
 * integers written as 10.0; entries of either triangle in any order; explicit zeros. Entries of one
 * place are added, also across the triangles, as CSDP does in F₁, …, F_m (it refuses them in F₀;
 * SDPA's own check takes equal ones for one and refuses others). A row all of whose coefficients
 * are zero is kept. A line may hold several entries, but an entry does not go over lines.
 */
public final class SdpaReader {
  /** What a packed file begins with. */
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};

  private final TokenScanner in;
  private final Consumer<String> remarks;
  private final DoubledEntries doubled = new DoubledEntries();
  private final SdpaEntries entries = new SdpaEntries();
  private List<Block> blocks = List.of();
  private double[] c = {};
  private int m;

  private SdpaReader(TokenScanner in, Consumer<String> remarks) {
    this.in = in;
    this.remarks = remarks;
  }

  /**
   * Reads a problem; O(bytes), without an object for any number.
   *
   * @throws SdpaFormatException if the file is not in that format
   * @throws UncheckedIOException if it cannot be read
   */
  public static SdpProblem read(Path file) {
    return read(file, remark -> {});
  }

  /** The same; what looks like a mistake and is none goes to {@code remarks}, a sentence each. */
  public static SdpProblem read(Path file, Consumer<String> remarks) {
    try (InputStream bytes = Files.newInputStream(file)) {
      return read(file, bytes, remarks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SdpProblem read(Path file, InputStream bytes, Consumer<String> remarks)
      throws IOException {
    TokenScanner in = null;
    try {
      in = new TokenScanner(file, plain(file, bytes));
      return new SdpaReader(in, remarks).problem();
    } catch (EOFException | ZipException e) {
      String reason = e.getMessage() == null ? "the end of the file" : "\"" + e.getMessage() + "\"";
      throw new SdpaFormatException(
          file, in == null ? 1 : in.line(), "the file must be packed by gzip and whole", reason);
    }
  }

  /** Unpacked, if the file is named .gz or begins as packed files do. */
  private static InputStream plain(Path file, InputStream bytes) throws IOException {
    PushbackInputStream in =
        new PushbackInputStream(bytes, GZIP.length) {
          /** Whether another packed part follows: of a pipe nobody can say without trying. */
          @Override
          public int available() {
            return 1;
          }
        };
    byte[] begin = in.readNBytes(GZIP.length);
    in.unread(begin);
    return file.toString().endsWith(".gz") || Arrays.equals(begin, GZIP)
        ? new GZIPInputStream(in, 1 << 16)
        : in;
  }

  private SdpProblem problem() throws IOException {
    m = headerNumber("the number of constraints m", 0);
    int count = headerNumber("the number of blocks", 1);
    blocks = new HeaderNumbers(in).blocks(count);
    c = new HeaderNumbers(in).c(m, blocks, remarks);
    readEntries();
    return build();
  }

  /** The first number of a line, whose rest is a comment. */
  private int headerNumber(String what, int least) throws IOException {
    String expected = what + " must be an integer from " + least + " to " + Integer.MAX_VALUE;
    if (!in.next()) {
      throw in.error(expected, "the end of the file");
    }
    in.cutAtEqualsSign();
    long number = in.integer();
    if (number < least || number > Integer.MAX_VALUE) {
      throw in.unexpected(expected);
    }
    in.nextLine();
    return (int) number;
  }

  private void readEntries() throws IOException {
    EntryScanner entry = new EntryScanner(in, blocks, 0, m);
    boolean none = true;
    while (entry.next()) {
      none = false;
      if (entry.value() != 0) {
        entries.add(
            entry.matrix(), entry.block(), entry.row(), entry.col(), entry.value(), in.line());
      }
    }
    if (none) {
      remarks.accept(in.place(in.line()) + ": the file ends without any entries of F_0, ..., F_m");
    }
  }

  private SdpProblem build() {
    SdpProblem.Builder problem = SdpProblem.builder().allowZeroRows();
    for (int k = 0; k < blocks.size(); k++) {
      problem.block(name(k), blocks.get(k));
    }
    Rows rows = new Rows(problem);
    entries.visit(m + 1, blocks.size(), rows);
    rows.endRowsBefore(m);
    doubled.remark(in).ifPresent(remarks);
    return problem.build();
  }

  private static String name(int index) {
    return Integer.toString(index + 1);
  }

  /** Turns entries into the terms of the objective and of the rows, which it ends in order. */
  private final class Rows implements SdpaEntries.Visitor {
    private final SdpProblem.Builder problem;
    private @Nullable RowBuilder row; // the one in the making
    private int current; // its number

    Rows(SdpProblem.Builder problem) {
      this.problem = problem;
    }

    private RowBuilder row() {
      row = row == null ? problem.row(name(current)) : row;
      return row;
    }

    @Override
    public void visit(int matrix, int block, int[] i, int[] j, double[] value, int[] line) {
      doubled.visit(matrix, block, i, j, line);
      ConstraintMatrix coefficient = coefficient(blocks.get(block), i, j, value);
      if (matrix == 0) {
        problem.minimise(name(block), -1, coefficient);
      } else {
        endRowsBefore(matrix - 1);
        row().term(name(block), coefficient);
      }
    }

    void endRowsBefore(int next) {
      for (; current < next; current++) {
        row().equalTo(c[current]);
        row = null;
      }
    }
  }

  private static ConstraintMatrix coefficient(Block block, int[] i, int[] j, double[] value) {
    return block.cols() == 1
        ? SparseVector.ofEntries(block.size(), i, value)
        : SparseSymmetric.ofEntries(block.size(), i, j, value);
  }
}
