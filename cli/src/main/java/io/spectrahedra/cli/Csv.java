package io.spectrahedra.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** A table as text. */
final class Csv {
  private Csv() {}

  /** A header and a line a row; what is not finite is an empty cell. */
  static String of(List<String> header, List<List<Object>> rows) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      csv.writeRecord(header);
      for (List<Object> row : rows) {
        csv.writeRecord(row.stream().map(Csv::cell).toList());
      }
    } catch (IOException e) { // of a text in memory
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static String cell(Object value) {
    return value instanceof Double number && !Double.isFinite(number) ? "" : value.toString();
  }
}
