package io.spectrahedra.cli;

import io.spectrahedra.neural.data.Folds;
import io.spectrahedra.neural.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Folds as text: a line a fold, the samples that it holds out, separated by blanks or commas. No
 * sample is in two of them.
 */
final class FoldsFile {
  private static final Pattern BLANKS = Pattern.compile("[\\s,]+");

  private FoldsFile() {}

  /**
   * Reads folds of n samples; blank lines are passed over.
   *
   * @throws InputException if the file cannot be read or does not hold folds of n samples, or holds
   *     out a sample twice
   */
  static Folds read(Path file, int samples) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new InputException("there is no file " + file, e);
    } catch (IOException e) {
      throw new InputException("cannot read " + file + ": " + e.getMessage(), e);
    }
    List<int[]> heldOut = new ArrayList<>();
    Map<Integer, Integer> lineOf = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty()) {
        int[] fold = parse(line, file + ":" + (i + 1));
        for (int sample : fold) {
          Integer before = lineOf.put(sample, i + 1);
          if (before != null) {
            throw new InputException(
                file
                    + ":"
                    + (i + 1)
                    + ": sample "
                    + sample
                    + " is held out by line "
                    + before
                    + " too");
          }
        }
        heldOut.add(fold);
      }
    }
    try {
      return new Folds(samples, heldOut);
    } catch (InputException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  private static int[] parse(String line, String place) {
    return BLANKS
        .splitAsStream(line)
        .mapToInt(
            word -> {
              try {
                return Integer.parseInt(word);
              } catch (NumberFormatException e) {
                throw new InputException(
                    place + ": a number of a sample was expected, found \"" + word + "\"", e);
              }
            })
        .toArray();
  }
}
