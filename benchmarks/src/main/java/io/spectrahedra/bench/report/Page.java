package io.spectrahedra.bench.report;

import java.util.List;
import java.util.Map;

/**
 * Facts and tables, laid out for a terminal or for a document.
 *
 * @param facts by their names
 * @param tables each with its head as the first row
 */
public record Page(Map<String, String> facts, List<List<List<String>>> tables) {

  /** For a terminal. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    facts.forEach((name, value) -> text.append(String.format("%-10s%s\n", name, value)));
    tables.forEach(table -> appendText(table, text));
    return text.toString();
  }

  private static void appendText(List<List<String>> table, StringBuilder text) {
    text.append('\n');
    int columns = table.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : table) {
      for (int j = 0; j < columns; j++) {
        widths[j] = Math.max(widths[j], row.get(j).length());
      }
    }
    for (List<String> row : table) {
      StringBuilder line = new StringBuilder();
      for (int j = 0; j < columns; j++) {
        String format = j == 0 ? "%-" + widths[j] + "s" : "  %" + widths[j] + "s";
        line.append(String.format(format, row.get(j)));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
  }

  /** For a document. */
  public String toMarkdown() {
    StringBuilder text = new StringBuilder();
    facts.forEach((name, value) -> text.append("* " + name + ": " + value + "\n"));
    for (List<List<String>> table : tables) {
      text.append('\n');
      text.append(markdownRow(table.get(0)));
      text.append("| --- ").append("| ---: ".repeat(table.get(0).size() - 1)).append("|\n");
      table.subList(1, table.size()).forEach(row -> text.append(markdownRow(row)));
    }
    return text.toString();
  }

  private static String markdownRow(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
