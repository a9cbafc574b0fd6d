package io.spectrahedra.neural.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Collects the numbers of one file, line by line, and the places of classes in the order in which
 * they are first met.
 */
final class CsvParser {
  private static final Pattern SPECIAL = Pattern.compile("(?i)[-+]?(nan|inf|infinity)");

  private final Path file;
  private final CsvTable.Selection selection;
  private final Target target;
  private final Map<String, Integer> labels = new LinkedHashMap<>();
  private List<String> names = List.of();
  private boolean hasHeader;
  private int[] chosen = {};
  private int[] targets = {};
  private int label = -1;
  private int width = -1;
  private double[] numbers = new double[1024];
  private int count;

  CsvParser(Path file, CsvTable.Selection selection, Target target) {
    this.file = file;
    this.selection = selection;
    this.target = target;
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
      String cell = record.getField(column).strip();
      numbers[count++] = column == label ? label(cell, line) : number(cell, line, column);
    }
  }

  private void begin(CsvRecord record) {
    List<String> cells = record.getFields().stream().map(String::strip).toList();
    width = cells.size();
    hasHeader = isHeader(cells, record.getStartingLineNumber());
    names = hasHeader ? cells : IntStream.rangeClosed(1, width).mapToObj(j -> "x" + j).toList();
    requireDistinct(cells);
    chosen = selection.choose(file, names, hasHeader);
    targets =
        target.columns().stream()
            .mapToInt(column -> CsvTable.place(file, names, hasHeader, column))
            .toArray();
    if (Arrays.stream(targets).distinct().count() < targets.length) {
      throw new InputException(
          file + ": a target is named twice: " + String.join(", ", target.columns()));
    }
    label = target.isClassification() ? targets[0] : -1;
  }

  private boolean isHeader(List<String> cells, long line) {
    int[] telling = telling();
    if (Arrays.stream(telling).noneMatch(j -> looksNumeric(cells.get(j)))) {
      return true;
    }
    if (Arrays.stream(telling).allMatch(j -> looksNumeric(cells.get(j)))) {
      boolean isNumbering =
          Arrays.stream(telling).allMatch(j -> cells.get(j).equals(Integer.toString(j)));
      return isNumbering && cells.stream().anyMatch(cell -> !looksNumeric(cell));
    }
    return isHeaderWithNumbers(cells, telling, line);
  }

  /** The columns that hold text only if the line is a header. */
  private int[] telling() {
    int[] numbers = IntStream.range(0, width).filter(j -> !isLabel(j)).toArray();
    int[] telling = Arrays.stream(numbers).filter(selection::isTelling).toArray();
    return telling.length > 0 ? telling : numbers;
  }

  /** A column of classes, given by its place, may hold text above data and in data. */
  private boolean isLabel(int column) {
    return target.isClassification()
        && (target.columns().contains(Integer.toString(column))
            || target.columns().contains("x" + (column + 1)));
  }

  /** Columns may be named 0, 1, 2, …; any other number beside text is a slip in the data. */
  private boolean isHeaderWithNumbers(List<String> cells, int[] telling, long line) {
    for (int j : telling) {
      if (looksNumeric(cells.get(j)) && !cells.get(j).matches("\\d+")) {
        int text =
            Arrays.stream(telling).filter(k -> !looksNumeric(cells.get(k))).findFirst().orElse(0);
        String number = cells.get(j);
        throw new InputException(
            file
                + ":"
                + line
                + ": \""
                + cells.get(text)
                + "\" in column "
                + text
                + " stands beside the number "
                + number
                + ": neither a header nor a line of numbers"
                + (target.columns().contains(Integer.toString(text))
                    ? hint(true)
                    : "; --ignore "
                        + text
                        + " leaves the column out, --target "
                        + text
                        + " --classify predicts it"));
      }
    }
    return true;
  }

  private static String hint(boolean isTarget) {
    return isTarget ? "; if these are classes, train them as classes (--classify)" : "";
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
  static OptionalDouble parse(String cell) {
    char last = cell.isEmpty() ? ' ' : cell.charAt(cell.length() - 1);
    boolean endsInDigit = last == '.' || (last >= '0' && last <= '9');
    if (!endsInDigit) {
      return SPECIAL.matcher(cell).matches()
          ? OptionalDouble.of(Double.NaN)
          : OptionalDouble.empty();
    }
    if (cell.indexOf('x') >= 0 || cell.indexOf('X') >= 0) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(Double.parseDouble(cell));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private double number(String cell, long line, int column) {
    OptionalDouble parsed = parse(cell);
    double value = parsed.orElse(Double.NaN);
    if (!Double.isFinite(value)) {
      boolean isText = parsed.isEmpty() && !cell.isEmpty();
      boolean isTarget = Arrays.stream(targets).anyMatch(j -> j == column);
      throw wrongCell(cell, line, column, "a finite number", hint(isText && isTarget));
    }
    return value;
  }

  private double label(String cell, long line) {
    if (cell.isEmpty() || SPECIAL.matcher(cell).matches()) {
      throw wrongCell(cell, line, label, "the name of a class", "");
    }
    return labels.computeIfAbsent(cell, unused -> labels.size());
  }

  private InputException wrongCell(String cell, long line, int column, String what, String hint) {
    return new InputException(
        file
            + ":"
            + line
            + ": column "
            + column
            + " (\""
            + names.get(column)
            + "\") must be "
            + what
            + ", was "
            + (cell.isEmpty() ? "empty" : "\"" + cell + "\"")
            + hint);
  }

  private void grow() {
    long wanted = Math.max(numbers.length + (long) numbers.length / 2, count + chosen.length);
    if (wanted > Integer.MAX_VALUE - 8) {
      wanted = Integer.MAX_VALUE - 8;
      if (wanted - count < chosen.length) {
        throw new InputException(file + ": more than " + wanted + " numbers do not fit one array");
      }
    }
    numbers = Arrays.copyOf(numbers, (int) wanted);
  }

  CsvTable toTable(String sha256) {
    if (width < 0) {
      throw new InputException(file + ": there are no data, only blank lines and comments");
    }
    if (count == 0) {
      throw new InputException(file + ": there is a header but no data below it");
    }
    DenseMatrix values =
        DenseMatrix.wrap(
            count == numbers.length ? numbers : Arrays.copyOf(numbers, count),
            count / chosen.length,
            chosen.length);
    List<String> classes = Dataset.sorted(labels.keySet());
    if (label >= 0) {
      sortPlaces(values, classes);
    }
    return new CsvTable(
        file, chosenNames(chosen), hasHeader, values, chosenNames(targets), classes, sha256);
  }

  private List<String> chosenNames(int[] places) {
    return Arrays.stream(places).mapToObj(names::get).toList();
  }

  /** From places in the order of the file to places among the sorted classes. */
  private void sortPlaces(DenseMatrix values, List<String> classes) {
    int[] sorted = labels.keySet().stream().mapToInt(classes::indexOf).toArray();
    int column = IntStream.range(0, chosen.length).filter(j -> chosen[j] == label).sum();
    for (int i = 0; i < values.rows; i++) {
      values.set(i, column, sorted[(int) values.at(i, column)]);
    }
  }
}
