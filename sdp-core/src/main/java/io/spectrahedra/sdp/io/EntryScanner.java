package io.spectrahedra.sdp.io;

import io.spectrahedra.sdp.problem.Block;
import io.spectrahedra.sdp.problem.SdpProblem;
import java.io.IOException;
import java.util.List;

/** Lines "matrix block i j value", of which SDPA's problems and CSDP's solutions consist. */
final class EntryScanner {
  /** The norm of any number of entries up to this is less than {@link SdpProblem#LARGEST}. */
  private static final double MAX_ENTRY = 1e90;

  private final TokenScanner in;
  private final List<Block> blocks;
  private final int leastMatrix;
  private final int mostMatrix;
  private int matrix;
  private int block;
  private int row;
  private int col;
  private double value;

  EntryScanner(TokenScanner in, List<Block> blocks, int leastMatrix, int mostMatrix) {
    this.in = in;
    this.blocks = blocks;
    this.leastMatrix = leastMatrix;
    this.mostMatrix = mostMatrix;
  }

  /**
   * Reads the next entry; false at the end of the file.
   *
   * @throws SdpaFormatException if it is not one, or has no place in the block it names
   */
  boolean next() throws IOException {
    if (!in.next()) {
      return false;
    }
    matrix = index("matrix number", leastMatrix, mostMatrix);
    follow("a block number");
    int number = index("block number", 1, blocks.size());
    block = number - 1;
    int size = blocks.get(block).size();
    follow("a row index");
    row = index("row index", 1, size) - 1;
    follow("a column index");
    col = index("column index", 1, size) - 1;
    boolean misplaced = row != col && blocks.get(block).cols() == 1;
    String column = misplaced ? in.shown() : "";
    follow("a value");
    value = in.number();
    if (!(Math.abs(value) <= MAX_ENTRY)) {
      throw in.unexpected("the value of an entry must be a decimal number of at most 1e90");
    }
    if (misplaced && value != 0) {
      throw in.error(
          "block " + number + " is diagonal: the column index must be the row index " + (row + 1),
          column);
    }
    return true;
  }

  private void follow(String what) throws IOException {
    if (!in.nextInLine()) {
      throw in.error(
          "an entry is a line \"matrix block i j value\": " + what + " must follow",
          "the end of the line");
    }
  }

  private int index(String what, int least, int most) {
    long number = in.integer();
    if (number < least || number > most) {
      throw in.unexpected(what + " must be an integer from " + least + " to " + most);
    }
    return (int) number;
  }

  int matrix() {
    return matrix;
  }

  /** Counted from 0, as are row and column. */
  int block() {
    return block;
  }

  int row() {
    return row;
  }

  int col() {
    return col;
  }

  /** Zero if row and column of a vector block differ. */
  double value() {
    return value;
  }
}
