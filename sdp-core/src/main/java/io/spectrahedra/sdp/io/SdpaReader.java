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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
  /** The order of the largest symmetric matrix that fits an array. */
  private static final int MAX_ORDER = 46_340;

  /** Longer vectors than this (0.8 GB) come from damaged files. */
  private static final int MAX_LENGTH = 100_000_000;

  /** What a packed file begins with. */
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};

  private final TokenScanner in;
  private final Consumer<String> remarks;
  private final List<Block> blocks = new ArrayList<>();
  private final SdpaEntries entries = new SdpaEntries();
  private double[] c = new double[16];
  private int m;
  private boolean mirrored; // whether a remark has been made on that

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
    PushbackInputStream in = new PushbackInputStream(bytes, GZIP.length);
    byte[] begin = in.readNBytes(GZIP.length);
    in.unread(begin);
    return file.toString().endsWith(".gz") || Arrays.equals(begin, GZIP)
        ? new GZIPInputStream(in, 1 << 16)
        : in;
  }

  private SdpProblem problem() throws IOException {
    m = headerNumber("the number of constraints m", 0);
    int count = headerNumber("the number of blocks", 1);
    readBlocks(count);
    readRightHandSides();
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

  private void readBlocks(int count) throws IOException {
    while (blocks.size() < count) {
      if (!in.next()) {
        throw in.error(
            "the sizes of " + count + " blocks must follow",
            "the end of the file after " + blocks.size());
      }
      blocks.add(block(in.integer()));
    }
    requireNoMoreNumbers(
        "there are " + count + " blocks: no more than " + count + " sizes must follow");
  }

  private Block block(long size) {
    if (size == Decimal.NO_INTEGER || size == 0) {
      throw in.unexpected("block size must be a nonzero integer");
    }
    if (size > MAX_ORDER) {
      throw in.unexpected("the size of a matrix block must be at most " + MAX_ORDER);
    }
    if (size < -MAX_LENGTH) {
      throw in.unexpected("the size of a diagonal block must be at least -" + MAX_LENGTH);
    }
    return size > 1 ? new Block.Psd((int) size) : new Block.NonNegative((int) Math.abs(size));
  }

  /** Goes to the next line; what is left of this one is text. */
  private void requireNoMoreNumbers(String expected) throws IOException {
    if (in.nextInLine() && !Double.isNaN(in.number())) {
      throw in.unexpected(expected);
    }
    in.nextLine();
  }

  private void readRightHandSides() throws IOException {
    int line = 0;
    int before = 0; // numbers of c in the lines before this one
    for (int i = 0; i < m; i++) {
      if (!in.next()) {
        throw in.error("c must have m = " + m + " numbers", "the end of the file after " + i);
      }
      if (in.line() > line) {
        line = in.line();
        before = i;
      }
      if (i == c.length) {
        c = Arrays.copyOf(c, 2 * i);
      }
      c[i] = in.number();
      if (!(Math.abs(c[i]) <= SdpProblem.LARGEST)) {
        throw in.unexpected("a number of c must be a decimal number of at most 1e100");
      }
    }
    if (m > 0) {
      String expected = "c must have no more than m = " + m + " numbers";
      requireNoMoreNumbers(
          before == 0
              ? expected
              : expected + ", and end with a line; the lines before this one have " + before);
    }
  }

  private void readEntries() throws IOException {
    EntryScanner entry = new EntryScanner(in, blocks, 0, m);
    while (entry.next()) {
      if (entry.value() != 0) {
        entries.add(entry.matrix(), entry.block(), entry.row(), entry.col(), entry.value());
      }
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
    public void visit(int matrix, int block, int[] i, int[] j, double[] value) {
      remarkOnMirrored(matrix, block, i, j, value);
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

  /** Once: writers of files who give both triangles hardly want the sum. */
  private void remarkOnMirrored(int matrix, int block, int[] i, int[] j, double[] value) {
    if (mirrored || IntStream.range(0, value.length).noneMatch(e -> i[e] > j[e])) {
      return;
    }
    Map<Long, Double> upper = new HashMap<>();
    for (int e = 0; e < value.length; e++) {
      if (i[e] < j[e]) {
        upper.put((long) i[e] << Integer.SIZE | j[e], value[e]);
      }
    }
    for (int e = 0; e < value.length && !mirrored; e++) {
      Double other = i[e] > j[e] ? upper.get((long) j[e] << Integer.SIZE | i[e]) : null;
      if (other != null && other == value[e]) {
        mirrored = true;
        remarks.accept(
            ("matrix %d, block %d: entries (%d, %d) and (%d, %d) are both there, with the same value;"
                    + " they are added")
                .formatted(matrix, block + 1, j[e] + 1, i[e] + 1, i[e] + 1, j[e] + 1));
      }
    }
  }

  private static ConstraintMatrix coefficient(Block block, int[] i, int[] j, double[] value) {
    return block.cols() == 1
        ? SparseVector.ofEntries(block.size(), i, value)
        : SparseSymmetric.ofEntries(block.size(), i, j, value);
  }
}
