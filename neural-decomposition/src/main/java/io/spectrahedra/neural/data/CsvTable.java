package io.spectrahedra.neural.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Columns of numbers, and one of classes if wanted, read from a text file.
 *
 * <p>The separator is a comma, semicolon, tab, bar or space, whichever splits the first lines
 * evenly. A first line without a number is the header. Cells may be quoted; blank lines and lines
 * that begin with # are passed over; what is packed by gzip is unpacked on the way.
 *
 * @param columns names of the columns read: from the header, or x1, x2, … by their place in the
 *     file
 * @param hasHeader whether the file named them
 * @param values a row a line, a column a column read; row-major, all finite
 * @param targets names of the columns that are to be predicted, if it was read for that
 * @param classes names of the classes if such are to be predicted: the values of that column are
 *     places in this list
 * @param sha256 of the file, in hexadecimal
 */
public record CsvTable(
    Path file,
    List<String> columns,
    boolean hasHeader,
    DenseMatrix values,
    List<String> targets,
    List<String> classes,
    String sha256) {

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

    /**
     * Whether the first cell of a column tells a header from numbers: not where text may stand in
     * the data too, because the column is not read.
     *
     * @param column counted from 0
     */
    default boolean isTelling(int column) {
      return true;
    }
  }

  /** Reads all columns as numbers; errors as {@link #read(Path, Selection, Target)}. */
  public static CsvTable read(Path file) {
    return read(file, Target.NONE);
  }

  /** Reads all columns; errors as {@link #read(Path, Selection, Target)}. */
  public static CsvTable read(Path file, Target target) {
    return read(file, Selection.ALL, target);
  }

  /**
   * Reads the columns chosen, the target among them; text in the others is no error.
   *
   * @throws InputException if the file cannot be read, holds no data, lacks a column of the target,
   *     or a line has another number of cells than the first, a quote that is not closed, a cell
   *     that is not a finite number or a class without a name; the message names the place
   */
  public static CsvTable read(Path file, Selection selection, Target target) {
    return read(DataFile.of(file), selection, target);
  }

  /** Reads the columns chosen; errors as {@link #read(Path, Selection, Target)}. */
  public static CsvTable read(DataFile data, Selection selection, Target target) {
    Path file = data.path();
    DataFile.Reading source = data.open();
    try (InputStream bytes = source.stream();
        BufferedReader text = CsvFile.decode(bytes)) {
      if (CsvFile.isAtEnd(text)) {
        throw new InputException(file + ": the file is empty");
      }
      char separator = CsvFile.separator(data);
      CsvParser parser = new CsvParser(file, selection, target);
      try (CsvReader<CsvRecord> records =
          CsvFile.format(separator).ofCsvRecord(CsvFile.withEndMark(text))) {
        for (CsvRecord record : records) {
          CsvFile.requireQuotesClosed(file, record);
          parser.accept(record);
        }
        return parser.toTable(source.finishDigest(bytes));
      }
    } catch (CsvParseException e) { // says at which line
      throw new InputException(file + ": " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw DataFile.unreadable(file, e.getCause() == null ? new IOException(e) : e.getCause());
    } catch (IOException e) {
      throw DataFile.unreadable(file, e);
    }
  }

  /**
   * The place of a column among those of a file: by its name, which without a header is x1, x2, …,
   * or by its number counted from 0.
   *
   * @throws InputException if there is no such column
   */
  public static int place(Path file, List<String> names, boolean hasHeader, String nameOrIndex) {
    int place = names.indexOf(nameOrIndex);
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
              : "the file has no header, its columns are x1 to x"
                  + names.size()
                  + ", numbered "
                  + range;
      throw new InputException(
          file + ": there is no column named \"" + nameOrIndex + "\": " + known, e);
    }
  }

  /**
   * The table as training data, for the target that it was read for: all other columns are
   * features.
   *
   * @throws InputException if there are no others
   */
  public Dataset toDataset() {
    int[] predicted = targets.stream().mapToInt(columns::indexOf).toArray();
    int[] others =
        IntStream.range(0, columns.size()).filter(j -> !targets.contains(columns.get(j))).toArray();
    if (others.length == 0) {
      boolean single = targets.size() == 1;
      throw new InputException(
          file
              + (single ? ": the target \"" : ": the targets \"")
              + String.join("\", \"", targets)
              + (single ? "\" is the only column" : "\" are the only columns")
              + ": there is no feature to predict "
              + (single ? "it" : "them")
              + " from");
    }
    List<String> features = Arrays.stream(others).mapToObj(columns::get).toList();
    return new Dataset(features, targets, part(others), part(predicted), classes, sha256);
  }

  /**
   * The table as training data; see {@link #toDataset()}.
   *
   * @param target name or number of the column of numbers to predict
   * @throws InputException if there is no such column, or no other
   */
  public Dataset toDataset(String target) {
    String name = columns.get(place(file, columns, hasHeader, target));
    return new CsvTable(file, columns, hasHeader, values, List.of(name), List.of(), sha256)
        .toDataset();
  }

  private DenseMatrix part(int[] places) {
    DenseMatrix part = DenseMatrix.zeros(values.rows, places.length);
    for (int i = 0; i < values.rows; i++) {
      for (int j = 0; j < places.length; j++) {
        part.set(i, j, values.at(i, places[j]));
      }
    }
    return part;
  }
}
