package io.spectrahedra.neural.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("reading columns of numbers, and what is said of those that are none")
class CsvTableTest {
  @TempDir private Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("data.csv"), text);
  }

  private CsvTable read(String text) throws IOException {
    return CsvTable.read(write(text));
  }

  private void assertRefused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InputException.class)
        .hasMessage(folder.resolve("data.csv") + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|", " "})
  void everySeparatorIsDetected(String separator) throws IOException {
    CsvTable table = read("a,b,c\n1,2.5,-3e2\n4,.5,6.\n".replace(",", separator));
    assertThat(table.columns()).containsExactly("a", "b", "c");
    assertThat(table.values().data()).containsExactly(1, 2.5, -300, 4, 0.5, 6);
  }

  @Test
  void theHeaderIsOptional() throws IOException {
    CsvTable table = read("1,2\n3,4");
    assertThat(table.hasHeader()).isFalse();
    assertThat(table.columns()).containsExactly("x1", "x2");
    assertThat(table.values().rows).isEqualTo(2);
    assertThat(read("0,1,label\n3,4,5\n").columns()).containsExactly("0", "1", "label");
  }

  @Test
  void quotesCommentsBlankLinesSpacesMarksAndLineEnds() throws IOException {
    CsvTable table =
        read(
            "\ufeff# a comment\r\n\r\n\"first, quoted\" , second\r\n 1 , \"2\"\r\n   \r\n# more\r\n3,4");
    assertThat(table.columns()).containsExactly("first, quoted", "second");
    assertThat(table.values().data()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void packedFilesAreUnpacked() throws IOException {
    Path file = folder.resolve("data.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(CsvTable.read(file).values().data()).containsExactly(1, 2);
  }

  @Test
  void theDigestIsThatOfTheFile() throws IOException {
    assertThat(read("a,b\n1,2\n").sha256())
        .isEqualTo("492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470");
  }

  @Test
  void onlyTheChosenColumnsNeedBeNumbers() throws IOException {
    Path file = write("name,a,b\nx,1,2\ny,3,4\n");
    CsvTable table = CsvTable.read(file, (path, names, header) -> new int[] {2, 1}, Target.NONE);
    assertThat(table.columns()).containsExactly("b", "a");
    assertThat(table.values().data()).containsExactly(2, 1, 4, 3);
  }

  @Test
  void manyRowsAreRead() throws IOException {
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 0; i < 3000; i++) {
      text.append(i).append(',').append(-i).append('\n');
    }
    CsvTable table = read(text.toString());
    assertThat(table.values().rows).isEqualTo(3000);
    assertThat(table.values().at(2999, 1)).isEqualTo(-2999);
  }

  @Test
  void filesThatCannotBeRead() throws IOException {
    Path missing = folder.resolve("missing.csv");
    assertThatThrownBy(() -> CsvTable.read(missing))
        .isInstanceOf(InputException.class)
        .hasMessage("there is no file " + missing);
    assertThatThrownBy(() -> CsvTable.read(folder))
        .isInstanceOf(InputException.class)
        .hasMessage(folder + " is a folder, not a file");
    Path binary = folder.resolve("data.csv");
    Files.write(binary, new byte[] {'a', ',', 'b', '\n', (byte) 0xff, (byte) 0xfe, '\n'});
    assertThatThrownBy(() -> CsvTable.read(binary))
        .isInstanceOf(InputException.class)
        .hasMessage(binary + " cannot be read: it is not UTF-8 text");
    Path notPacked = Files.writeString(folder.resolve("data.gz"), "a,b\n1,2\n");
    assertThatThrownBy(() -> CsvTable.read(notPacked))
        .isInstanceOf(InputException.class)
        .hasMessage(notPacked + " cannot be read: Not in GZIP format");
  }

  @Test
  void filesWithoutData() {
    assertRefused("", ": the file is empty");
    assertRefused("\n  \n# nothing\n", ": there are no data, only blank lines and comments");
    assertRefused("a,b\n", ": there is a header but no data below it");
  }

  @ParameterizedTest
  @CsvSource({"abc,abc", "NaN,NaN", "inf,inf", "-Infinity,-Infinity", "1d,1d", "0x1p3,0x1p3"})
  void cellsThatAreNoFiniteNumbers(String cell, String shown) {
    assertRefused(
        "a,b\n1,2\n\n3," + cell + "\n",
        ":4: column 1 (\"b\") must be a finite number, was \"" + shown + "\"");
  }

  @Test
  void emptyCellsAndRaggedRows() {
    assertRefused("a,b\n1,\n", ":2: column 1 (\"b\") must be a finite number, was empty");
    assertRefused("a,b\n1,2\n1,2,3\n", ":3: 3 cells, where the first line has 2");
    assertRefused("a,b,c\n1,2,3\n1\n", ":3: 1 cells, where the first line has 3");
    assertRefused(
        "1.5,x,2\n3,4,5\n",
        ":1: \"x\" in column 1 stands beside the number 1.5: neither a header nor a line of numbers;"
            + " --ignore 1 leaves the column out, --target 1 --classify predicts it");
    assertRefused("a,a\n1,2\n", ": two columns are named \"a\"");
  }

  /** Also one that takes no number away, for the rest of the file is swallowed by it. */
  @Test
  void quotesThatAreNotClosed() throws IOException {
    String message = ": a quote (\") is opened here and not closed to the end of the file";
    assertRefused("a,\"b\n1,2\n3,4\n", ":1" + message);
    assertRefused("a,b\n1,2\n\n3,\"4\n5,6\n", ":4" + message);
    assertRefused("a,\"b\nc\",\"d\n1,2,3\n", ":2" + message);
    assertRefused("a,b\n1,\"2", ":2" + message);
    Path file = write("a,b,name\n1,2,\"x\n3,4,y\n");
    assertThatThrownBy(
            () -> CsvTable.read(file, (path, names, header) -> new int[] {0, 1}, Target.NONE))
        .hasMessage(file + ":2" + message);
    Path large = write("a,name\n1,x\n2,\"y\n" + "3,a name that is rather long\n".repeat(600_000));
    assertThatThrownBy(() -> CsvTable.read(large, (path, names, header) -> new int[1], Target.NONE))
        .hasMessageStartingWith(large + ": ")
        .hasMessageContainingAll("quotation", "line 3");
  }

  @Test
  void targetsByNameAndNumber() throws IOException {
    CsvTable table = read("a,b,2\n1,2,3\n4,5,6\n");
    Dataset byName = table.toDataset("b");
    assertThat(byName.features()).isEqualTo(List.of("a", "2"));
    assertThat(byName.y().data()).containsExactly(2, 5);
    assertThat(byName.x().data()).containsExactly(1, 3, 4, 6);
    assertThat(table.toDataset("0").targets()).containsExactly("a");
    assertThat(table.toDataset("2").targets())
        .as("a name goes before a number")
        .containsExactly("2");
  }

  @Test
  void targetsThatAreNotThere() throws IOException {
    Path file = write("a,b\n1,2\n");
    assertThatThrownBy(() -> CsvTable.read(file).toDataset("c"))
        .hasMessage(file + ": there is no column named \"c\": the columns are a, b");
    assertThatThrownBy(() -> CsvTable.read(file).toDataset("2"))
        .hasMessage(file + ": there is no column 2: columns are numbered 0 to 1");
    Path bare = write("1,2\n3,4\n");
    assertThatThrownBy(() -> CsvTable.read(bare).toDataset("y"))
        .hasMessage(
            bare
                + ": there is no column named \"y\": the file has no header, its columns are"
                + " x1 to x2, numbered 0 to 1");
    assertThat(CsvTable.read(bare).toDataset("x2").y().data()).containsExactly(2, 4);
    Path single = write("y\n1\n2\n");
    assertThatThrownBy(() -> CsvTable.read(single).toDataset("y"))
        .hasMessage(
            single
                + ": the target \"y\" is the only column: there is no feature to predict it from");
  }

  @Test
  void severalTargets() throws IOException {
    Path file = write("a,b,c\n1,2,3\n4,5,6\n");
    Dataset data = CsvTable.read(file, Target.numbers("c", "0")).toDataset();
    assertThat(data.targets()).containsExactly("c", "a");
    assertThat(data.features()).containsExactly("b");
    assertThat(data.y().data()).containsExactly(3, 1, 6, 4);
    assertThat(data.x().data()).containsExactly(2, 5);
    assertThatThrownBy(() -> CsvTable.read(file, Target.numbers("c", "2")))
        .hasMessage(file + ": a target is named twice: c, 2");
    assertThatThrownBy(() -> CsvTable.read(file, Target.numbers("a", "b", "c")).toDataset())
        .hasMessage(
            file
                + ": the targets \"a\", \"b\", \"c\" are the only columns: there is no feature to"
                + " predict them from");
  }

  @Test
  void classesAreSortedByTheirNames() throws IOException {
    Dataset texts = classes("x,kind\n1,pear\n2,apple\n3,pear\n", "kind");
    assertThat(texts.classes()).containsExactly("apple", "pear");
    assertThat(texts.y().data()).containsExactly(1, 0, 1);
    assertThat(texts.features()).containsExactly("x");
    assertThat(texts.targets()).containsExactly("kind");
    Dataset numbers = classes("10,1\n9,2\n-1,3\n10,4\n", "0");
    assertThat(numbers.classes()).containsExactly("-1", "9", "10");
    assertThat(numbers.y().data()).containsExactly(2, 1, 0, 2);
    assertThat(numbers.x().data()).containsExactly(1, 2, 3, 4);
    assertThat(classes("10,1\n9,2\nx,3\n", "0").classes()).containsExactly("10", "9", "x");
  }

  private Dataset classes(String text, String column) throws IOException {
    return CsvTable.read(write(text), Target.classes(column)).toDataset();
  }

  /** Text in the column of classes tells nothing of whether a line is the header. */
  @Test
  void headersAboveClasses() throws IOException {
    assertThat(classes("1.5,a\n2,b\n", "1").features()).containsExactly("x1");
    assertThat(classes("5,3,a\n2,1,b\n", "2").samples()).isEqualTo(2);
    assertThat(classes("u,v\n1.5,a\n2,b\n", "1").features()).containsExactly("u");
    assertThat(classes("a,1.5\nb,2\n", "x1").classes()).containsExactly("a", "b");
    assertThat(classes("0,1,label\n3,4,a\n3,5,b\n", "2").features()).containsExactly("0", "1");
    assertThat(classes("0,7,label\n3,4,a\n3,5,b\n", "label").features()).containsExactly("0", "7");
    assertThatThrownBy(() -> classes("1.5,a\n2,b\n", "a"))
        .hasMessageEndingWith(
            ":1: \"a\" in column 1 stands beside the number 1.5: neither a header nor a line of"
                + " numbers; --ignore 1 leaves the column out, --target 1 --classify predicts it");
  }

  @Test
  void classesThatAreNone() throws IOException {
    Path file = write("x,kind\n1,a\n2,\n");
    assertThatThrownBy(() -> CsvTable.read(file, Target.classes("kind")))
        .hasMessage(file + ":3: column 1 (\"kind\") must be the name of a class, was empty");
    assertThatThrownBy(() -> classes("x,kind\n1,a\n2,NaN\n", "kind"))
        .hasMessageEndingWith(":3: column 1 (\"kind\") must be the name of a class, was \"NaN\"");
    assertThatThrownBy(() -> classes("x,kind\ny,a\n", "kind"))
        .hasMessageEndingWith(":2: column 0 (\"x\") must be a finite number, was \"y\"");
    assertThatThrownBy(() -> classes("kind\na\n", "kind"))
        .hasMessageContaining("the target \"kind\" is the only column");
    assertThatThrownBy(() -> new Target(List.of("a", "b"), true))
        .hasMessage("classes are one column, got a, b");
    assertThatThrownBy(() -> new Target(List.of(), true))
        .hasMessage("classes are one column, got none");
  }

  /** Where text is to be predicted as a number, the way to predict classes is said. */
  @Test
  void textToPredict() throws IOException {
    String hint = "; if these are classes, train them as classes (--classify)";
    Path file = write("x,kind\n1,a\n");
    assertThatThrownBy(() -> CsvTable.read(file, Target.numbers("kind")))
        .hasMessage(file + ":2: column 1 (\"kind\") must be a finite number, was \"a\"" + hint);
    Path bare = write("1.5,a\n2,b\n");
    assertThatThrownBy(() -> CsvTable.read(bare, Target.numbers("1")))
        .hasMessageEndingWith("neither a header nor a line of numbers" + hint);
    Path missing = write("x,kind\n1,\n");
    assertThatThrownBy(() -> CsvTable.read(missing, Target.numbers("kind")))
        .hasMessage(missing + ":2: column 1 (\"kind\") must be a finite number, was empty");
  }
}
