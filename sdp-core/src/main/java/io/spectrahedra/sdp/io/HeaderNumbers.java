package io.spectrahedra.sdp.io;

import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The sizes of the blocks and c: a known number of numbers, in one line or several, the last of
 * which has no more of them; what else it has is text.
 */
final class HeaderNumbers {
  /** Longer vectors than this (0.8 GB) come from damaged files. */
  private static final int MAX_LENGTH = 100_000_000;

  /** Numbers of an entry: matrix, block, row, column and value. */
  private static final int OF_AN_ENTRY = 5;

  private final TokenScanner in;
  private int line; // the one that is read
  private int before; // how many numbers of the list lines before this one have
  private int here; // how many this one has
  private final long[] first = new long[OF_AN_ENTRY - 1]; // those of this line, as integers

  HeaderNumbers(TokenScanner in) {
    this.in = in;
  }

  /** The blocks of {@code count} sizes, and on to the next line. */
  List<Block> blocks(int count) throws IOException {
    List<Block> blocks = new ArrayList<>();
    String expected = "the " + (count == 1 ? "size of 1 block" : "sizes of " + count + " blocks");
    while (blocks.size() < count) {
      if (!in.next()) {
        throw in.error(expected + " must follow", "the end of the file after " + blocks.size());
      }
      goOn();
      blocks.add(block(in.integer()));
    }
    endLine(expected + " must follow", count);
    return blocks;
  }

  private Block block(long size) {
    if (size == Decimal.NO_INTEGER || size == 0) {
      throw in.unexpected("block size must be a nonzero integer");
    }
    if (size > Block.MAX_ORDER) {
      throw in.unexpected("the size of a matrix block must be at most " + Block.MAX_ORDER);
    }
    if (size < -MAX_LENGTH) {
      throw in.unexpected("the size of a diagonal block must be at least -" + MAX_LENGTH);
    }
    return size > 1 ? new Block.Psd((int) size) : new Block.NonNegative((int) Math.abs(size));
  }

  /**
   * The m numbers of c, and on to the next line. Where m is too large, c takes in what are entries:
   * a line after the first that could be one is remarked on, once, unless the first could be too.
   */
  double[] c(int m, List<Block> blocks, Consumer<String> remarks) throws IOException {
    double[] c = new double[16];
    boolean wanted = true;
    for (int i = 0; i < m; i++) {
      if (!in.next()) {
        throw in.error("c must have m = " + m + " numbers", "the end of the file after " + i);
      }
      if (in.line() > line) {
        wanted = wanted && !remarkOnEntry(m, blocks, remarks);
      }
      goOn();
      c = i == c.length ? Arrays.copyOf(c, 2 * i) : c;
      c[i] = in.number();
      if (!(Math.abs(c[i]) <= SdpProblem.LARGEST)) {
        throw in.unexpected("a number of c must be a decimal number of at most 1e100");
      }
    }
    if (m > 0) {
      endLine("c must have m = " + m + (m == 1 ? " number" : " numbers"), m);
      if (wanted) {
        remarkOnEntry(m, blocks, remarks);
      }
    }
    return c;
  }

  /** Counts the current token, in its line. */
  private void goOn() {
    if (in.line() > line) {
      line = in.line();
      before += here;
      here = 0;
    }
    if (here < first.length) {
      first[here] = in.integer();
    }
    here++;
  }

  /** Whether the line, now read, could be an entry: then c is done with remarks. */
  private boolean remarkOnEntry(int m, List<Block> blocks, Consumer<String> remarks) {
    if (here != OF_AN_ENTRY || !isPlace(m, blocks)) {
      return false;
    }
    if (before > 0) {
      remarks.accept(
          "%s: c of m = %d numbers goes on in this line, which looks like an entry; is m too large?"
              .formatted(in.place(line), m));
    }
    return true;
  }

  private boolean isPlace(int m, List<Block> blocks) {
    if (first[0] < 0 || first[0] > m || first[1] < 1 || first[1] > blocks.size()) {
      return false;
    }
    Block block = blocks.get((int) first[1] - 1);
    return isIndex(first[2], block)
        && isIndex(first[3], block)
        && (first[2] == first[3] || block.cols() > 1);
  }

  private static boolean isIndex(long index, Block block) {
    return index >= 1 && index <= block.size();
  }

  /** Goes to the next line, unless this one has more numbers than it may. */
  private void endLine(String expected, int count) throws IOException {
    int found = here;
    while (in.nextInLine() && !Double.isNaN(in.number())) {
      found++;
    }
    if (found > here) {
      throw before == 0
          ? in.error(expected + ", and then a new line", Integer.toString(found))
          : in.error(
              expected
                  + ", and then a new line: those before this one have "
                  + before
                  + ", so this one must have "
                  + (count - before),
              Integer.toString(found));
    }
    in.nextLine();
  }
}
