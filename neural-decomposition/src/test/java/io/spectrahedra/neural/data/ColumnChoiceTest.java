package io.spectrahedra.neural.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("columns chosen as features, and columns ignored")
class ColumnChoiceTest {
  private static final String TABLE = "id,a,b,y,c\np,1,2,3,4\nq,5,6,7,8\n";
  private static final String BARE = "p,1.5,2,3,r\nq,5,6,7,s\n";

  @TempDir private Path folder;

  private Dataset read(String text, List<String> features, List<String> ignored, Target target)
      throws IOException {
    Path file = Files.writeString(folder.resolve("data.csv"), text);
    return CsvTable.read(file, new ColumnChoice(features, ignored, target), target).toDataset();
  }

  private static List<String> list(String names) {
    return names.isEmpty() ? List.of() : List.of(names.split(" "));
  }

  @Test
  void byNameAndNumber() throws IOException {
    Target y = Target.numbers("y");
    Dataset chosen = read(TABLE, List.of("c", "1"), List.of(), y);
    assertThat(chosen.features()).containsExactly("c", "a");
    assertThat(chosen.x().data()).containsExactly(4, 1, 8, 5);
    assertThat(chosen.y().data()).containsExactly(3, 7);
    Dataset rest = read(TABLE, List.of(), List.of("id", "2"), y);
    assertThat(rest.features()).containsExactly("a", "c");
    assertThat(rest.x().data()).containsExactly(1, 4, 5, 8);
    assertThat(rest.y().data()).containsExactly(3, 7);
    Dataset classes = read(TABLE, List.of("b"), List.of(), Target.classes("id"));
    assertThat(classes.classes()).containsExactly("p", "q");
    assertThat(classes.x().data()).containsExactly(2, 6);
  }

  /** Text in columns that are not read tells nothing of whether a line is the header. */
  @Test
  void withoutHeader() throws IOException {
    Dataset rest = read(BARE, List.of(), List.of("0", "x5"), Target.numbers("3"));
    assertThat(rest.features()).containsExactly("x2", "x3");
    assertThat(rest.x().data()).containsExactly(1.5, 2, 5, 6);
    assertThat(read(BARE, List.of(), List.of("4"), Target.classes("0")).x().data())
        .containsExactly(1.5, 2, 3, 5, 6, 7);
    assertThat(read(BARE, List.of("2", "x2"), List.of(), Target.classes("0")).x().data())
        .containsExactly(2, 1.5, 6, 5);
    assertThatThrownBy(() -> read(BARE, List.of(), List.of("0"), Target.numbers("3")))
        .hasMessageEndingWith(
            ":1: \"r\" in column 4 stands beside the number 1.5: neither a header nor a line of"
                + " numbers; --ignore 4 leaves the column out, --target 4 --classify predicts it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      value = {
        "z     | ''        | there is no column named \"z\": the columns are id, a, b, y, c",
        "''    | 5         | there is no column 5: columns are numbered 0 to 4",
        "a y   | ''        | the column \"y\" is the target, and cannot be a feature too",
        "a     | 3         | the column \"y\" is the target, and cannot be ignored",
        "a b   | b         | the column \"b\" is named both as a feature and as ignored",
        "a b 1 | ''        | the column \"a\" is named twice as a feature",
        "''    | id a b c  | no feature is left: every column is the target or ignored, of [id, a, b,"
            + " y, c]"
      })
  void wrongChoices(String features, String ignored, String message) {
    assertThatThrownBy(() -> read(TABLE, list(features), list(ignored), Target.numbers("y")))
        .isInstanceOf(InputException.class)
        .hasMessage(folder.resolve("data.csv") + ": " + message);
  }
}
