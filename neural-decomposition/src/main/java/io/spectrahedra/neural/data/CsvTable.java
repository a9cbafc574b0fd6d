package io.spectrahedra.neural.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Columns of numbers read from a text file.
 *
 * <p>The separator is a comma, semicolon, tab, bar or space, whichever splits the first lines
 * evenly. A first line without a number is the header. Cells may be quoted; blank lines and lines
 * that begin with # are passed over; a file name ending in .gz is unpacked on the way.
 *
 * @param columns names of the columns read: from the header, or x1, x2, … by their place in the
 *     file
 * @param hasHeader whether the file named them
 * @param values a row a line, a column a column read; row-major, all finite
 * @param sha256 of the file, in hexadecimal
 */
public record CsvTable(
    Path file, List<String> columns, boolean hasHeader, DenseMatrix values, String sha256) {

  /** Chooses which columns are read, and in which order. */
  @FunctionalInterface
  public interface Selection {
    /** All columns in the order of the file. */
    Selection ALL = (file, names, hasHeader) -> IntStream.range(0, names.size()).toArray();

    /**
     * The places of the chosen columns.
     *
     * @throws InputException if the file has not what is needed
     */
    int[] choose(Path file, List<String> names, boolean hasHeader);
  }

  /** Reads all columns; errors as {@link #read(Path, Selection)}. */
  public static CsvTable read(Path file) {
    return read(file, Selection.ALL);
  }

  /**
   * Reads the columns chosen; text in the others is no error.
   *
   * @throws InputException if the file cannot be read, holds no data, or a line has another number
   *     of cells than the first or a cell that is not a finite number; the message names the place
   */
  public static CsvTable read(Path file, Selection selection) {
    DataFile source = DataFile.open(file);
    try (InputStream bytes = source.stream();
        CsvReader<CsvRecord> records =
            CsvFile.format(CsvFile.separator(file)).ofCsvRecord(CsvFile.decode(bytes))) {
      Parser parser = new Parser(file, selection);
      for (CsvRecord record : records) {
        parser.accept(record);
      }
      return parser.toTable(source.finishDigest(bytes));
    } catch (CsvParseException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw DataFile.unreadable(file, e.getCause() == null ? new IOException(e) : e.getCause());
    } catch (IOException e) {
      throw DataFile.unreadable(file, e);
    }
  }

  /**
   * The place of a column among those of a file: by its name, or by its number counted from 0.
   *
   * @throws InputException if there is no such column
   */
  public static int place(Path file, List<String> names, boolean hasHeader, String nameOrIndex) {
    int place = hasHeader ? names.indexOf(nameOrIndex) : -1;
    if (place >= 0) {
      return place;
    }
    String range = "0 to " + (names.size() - 1);
    try {
      int index = Integer.parseInt(nameOrIndex.strip());
      if (index >= 0 && index < names.size()) {
        return index;
      }
      throw new InputException(
          file + ": there is no column " + index + ": columns are numbered " + range);
    } catch (NumberFormatException e) {
      String known =
          hasHeader
              ? "the columns are " + String.join(", ", names)
              : "the file has no header, its columns are numbered " + range;
      throw new InputException(
          file + ": there is no column named \"" + nameOrIndex + "\": " + known, e);
    }
  }

  /**
   * The table as training data.
   *
   * @param target name or number of the column to predict; all others are features
   * @throws InputException if there is no such column, or no other
   */
  public Dataset toDataset(String target) {
    int place = place(file, columns, hasHeader, target);
    if (columns.size() == 1) {
      throw new InputException(
          file
              + ": the target \""
              + columns.get(0)
              + "\" is the only column: there is no feature to predict it from");
    }
    List<String> features = new ArrayList<>(columns);
    features.remove(place);
    DenseMatrix x = DenseMatrix.zeros(values.rows, columns.size() - 1);
    double[] y = new double[values.rows];
    for (int i = 0; i < values.rows; i++) {
      for (int j = 0; j < columns.size(); j++) {
        if (j == place) {
          y[i] = values.at(i, j);
        } else {
          x.set(i, j < place ? j : j - 1, values.at(i, j));
        }
      }
    }
    return new Dataset(
        features,
        List.of(columns.get(place)),
        x,
        DenseMatrix.wrap(y, y.length, 1),
        List.of(),
        sha256);
  }

  /** Collects the numbers of one file. */
  private static final class Parser {
    private static final Pattern SPECIAL = Pattern.compile("(?i)[-+]?(nan|inf|infinity)");

    private final Path file;
    private final Selection selection;
    private List<String> names = List.of();
    private boolean hasHeader;
    private int[] chosen = {};
    private int width = -1;
    private double[] numbers = new double[1024];
    private int count;

    Parser(Path file, Selection selection) {
      this.file = file;
      this.selection = selection;
    }

    void accept(CsvRecord record) {
      if (record.getFieldCount() == 1 && record.getField(0).isBlank()) {
        return;
      }
      if (width < 0) {
        begin(record);
        if (hasHeader) {
          return;
        }
      }
      long line = record.getStartingLineNumber();
      if (record.getFieldCount() != width) {
        throw new InputException(
            file
                + ":"
                + line
                + ": "
                + record.getFieldCount()
                + " cells, where the first line has "
                + width);
      }
      if (numbers.length - count < chosen.length) {
        grow();
      }
      for (int column : chosen) {
        numbers[count++] = number(record.getField(column).strip(), line, column);
      }
    }

    private void begin(CsvRecord record) {
      List<String> cells = record.getFields().stream().map(String::strip).toList();
      width = cells.size();
      hasHeader = cells.stream().noneMatch(Parser::looksNumeric);
      if (!hasHeader && !cells.stream().allMatch(Parser::looksNumeric)) {
        hasHeader = isHeaderWithNumbers(cells, record.getStartingLineNumber());
      }
      names = hasHeader ? cells : IntStream.rangeClosed(1, width).mapToObj(j -> "x" + j).toList();
      requireDistinct(cells);
      chosen = selection.choose(file, names, hasHeader);
    }

    /** Columns may be named 0, 1, 2, …; any other number beside text is a slip in the data. */
    private boolean isHeaderWithNumbers(List<String> cells, long line) {
      for (int j = 0; j < cells.size(); j++) {
        if (looksNumeric(cells.get(j)) && !cells.get(j).matches("\\d+")) {
          String text = cells.stream().filter(cell -> !looksNumeric(cell)).findFirst().orElse("");
          throw new InputException(
              file
                  + ":"
                  + line
                  + ": \""
                  + text
                  + "\" stands beside the number "
                  + cells.get(j)
                  + ": neither a header nor a line of numbers");
        }
      }
      return true;
    }

    private void requireDistinct(List<String> cells) {
      if (hasHeader) {
        Set<String> seen = new HashSet<>();
        for (String name : cells) {
          if (!seen.add(name)) {
            throw new InputException(file + ": two columns are named \"" + name + "\"");
          }
        }
      }
    }

    /** Also NaN and infinity, which are numbers that are then refused. */
    private static boolean looksNumeric(String cell) {
      return parse(cell).isPresent();
    }

    /** The number a cell holds: what it is in data, so not Java's "1d" or "0x1p3". */
    private static OptionalDouble parse(String cell) {
      if (SPECIAL.matcher(cell).matches()) {
        return OptionalDouble.of(Double.NaN);
      }
      char last = cell.isEmpty() ? ' ' : cell.charAt(cell.length() - 1);
      boolean endsInDigit = last == '.' || (last >= '0' && last <= '9');
      if (!endsInDigit || cell.indexOf('x') >= 0 || cell.indexOf('X') >= 0) {
        return OptionalDouble.empty();
      }
      try {
        return OptionalDouble.of(Double.parseDouble(cell));
      } catch (NumberFormatException e) {
        return OptionalDouble.empty();
      }
    }

    private double number(String cell, long line, int column) {
      double value = parse(cell).orElse(Double.NaN);
      if (!Double.isFinite(value)) {
        throw new InputException(
            file
                + ":"
                + line
                + ": column "
                + column
                + " (\""
                + names.get(column)
                + "\") must be a finite number, was "
                + (cell.isEmpty() ? "empty" : "\"" + cell + "\""));
      }
      return value;
    }

    private void grow() {
      long wanted = Math.max(numbers.length + (long) numbers.length / 2, count + chosen.length);
      if (wanted > Integer.MAX_VALUE - 8) {
        wanted = Integer.MAX_VALUE - 8;
        if (wanted - count < chosen.length) {
          throw new InputException(
              file + ": more than " + wanted + " numbers do not fit one array");
        }
      }
      numbers = Arrays.copyOf(numbers, (int) wanted);
    }

    CsvTable toTable(String sha256) {
      if (width < 0) {
        throw new InputException(file + ": the file is empty");
      }
      if (count == 0) {
        throw new InputException(file + ": there is a header but no data below it");
      }
      DenseMatrix values =
          DenseMatrix.wrap(
              count == numbers.length ? numbers : Arrays.copyOf(numbers, count),
              count / chosen.length,
              chosen.length);
      return new CsvTable(
          file, Arrays.stream(chosen).mapToObj(names::get).toList(), hasHeader, values, sha256);
    }
  }
}
