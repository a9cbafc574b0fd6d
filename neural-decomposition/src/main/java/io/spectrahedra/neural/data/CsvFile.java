package io.spectrahedra.neural.data;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The text of a file of cells, and which separator it uses. */
final class CsvFile {
  private static final char[] SEPARATORS = {',', ';', '\t', '|', ' '};

  private static final char BYTE_ORDER_MARK = '\ufeff';

  /** How many lines are looked at to tell the separator. */
  private static final int SAMPLE_LINES = 20;

  /** Ends the text of a file; no data have a control character of this kind. */
  private static final String END_MARK = "#\u0003";

  private CsvFile() {}

  /**
   * The text without a byte order mark; malformed text is an error, not a row of question marks.
   */
  static BufferedReader decode(InputStream bytes) throws IOException {
    BufferedReader text =
        new BufferedReader(
            new InputStreamReader(
                bytes,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
            1 << 16);
    text.mark(1);
    if (text.read() != BYTE_ORDER_MARK) {
      text.reset();
    }
    return text;
  }

  /** Whether there is no more text. */
  static boolean isAtEnd(BufferedReader text) throws IOException {
    text.mark(1);
    boolean atEnd = text.read() < 0;
    text.reset();
    return atEnd;
  }

  /** The text, and then a comment, which is passed over unless a quote that is open swallows it. */
  static Reader withEndMark(BufferedReader text) {
    return new Reader() {
      private final Reader mark = new StringReader("\n" + END_MARK);

      @Override
      public int read(char[] target, int from, int length) throws IOException {
        int count = text.read(target, from, length);
        return count >= 0 ? count : mark.read(target, from, length);
      }

      @Override
      public void close() throws IOException {
        text.close();
      }
    };
  }

  /**
   * Of text with an end mark.
   *
   * @throws InputException if the record has swallowed that mark
   */
  static void requireQuotesClosed(Path file, CsvRecord record) {
    int last = record.getFieldCount() - 1;
    if (record.getField(last).endsWith(END_MARK)) {
      long line = record.getStartingLineNumber();
      for (int j = 0; j < last; j++) {
        line += record.getField(j).lines().skip(1).count();
      }
      throw new InputException(
          file
              + ":"
              + line
              + ": a quote (\") is opened here and not closed to the end of the file");
    }
  }

  static CsvReader.CsvReaderBuilder format(char separator) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .commentStrategy(CommentStrategy.SKIP)
        .skipEmptyLines(true)
        .trimWhitespacesAroundQuotes(separator != ' ')
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
  }

  /** The separator that splits the first lines into equally many cells, more than one. */
  static char separator(DataFile data) throws IOException {
    String sample;
    try (BufferedReader lines = decode(data.open().stream())) {
      sample =
          lines
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .limit(SAMPLE_LINES)
              .collect(Collectors.joining("\n"));
    }
    char likely = SEPARATORS[0];
    int cells = 1;
    for (char separator : SEPARATORS) {
      int even = evenCells(sample, separator);
      if (even > 1) {
        return separator;
      }
      if (separator != ' '
          && -even > cells) { // splits, but unevenly: the error will say in which line
        likely = separator;
        cells = -even;
      }
    }
    return likely;
  }

  /** The number of cells of all lines if it is the same, minus that of the first line if not. */
  private static int evenCells(String sample, char separator) {
    int cells = 0;
    try (CsvReader<CsvRecord> records = format(separator).ofCsvRecord(sample)) {
      for (CsvRecord record : records) {
        if (cells == 0) {
          cells = record.getFieldCount();
        } else if (record.getFieldCount() != cells) {
          return -cells;
        }
      }
    } catch (CsvParseException | IOException e) {
      return 0; // a quote that does not end in the sample: the error is said when all is read
    }
    return cells;
  }
}
