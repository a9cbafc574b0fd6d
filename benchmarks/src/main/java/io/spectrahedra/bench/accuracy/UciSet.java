package io.spectrahedra.bench.accuracy;

import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.InputException;
import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A classification set in the form of Fernández-Delgado, Cernadas, Barro and Amorim (JMLR 15,
 * 2014): NAME_R.dat, tab separated under a header, a number of the line before and the class after
 * the features; and conxuntos_kfold.dat, whose lines are the samples of a training part and of the
 * test part that goes with it, in turn. Of a set with NAME_train_R.dat and NAME_test_R.dat it is
 * the former that has the folds; the features of the latter are not scaled as those are.
 */
record UciSet(String name, Dataset data, List<Fold> folds) {
  /** Places of the samples to train on, and of those to test on. */
  record Fold(int[] train, int[] test) {}

  private static final String FOLDS = "conxuntos_kfold.dat";

  /**
   * Reads a folder of that form.
   *
   * @throws InputException if it is not; the message names the file and line
   */
  static UciSet read(Path folder) throws IOException {
    String name = Objects.requireNonNull(folder.getFileName()).toString();
    Path whole = folder.resolve(name + "_R.dat");
    Path file = Files.exists(whole) ? whole : folder.resolve(name + "_train_R.dat");
    List<double[]> lines = lines(file);
    return new UciSet(name, dataset(lines), folds(folder.resolve(FOLDS), lines.size()));
  }

  /** Features and class of each sample. */
  private static List<double[]> lines(Path file) throws IOException {
    List<String> text = Files.readAllLines(file);
    List<double[]> lines = new ArrayList<>();
    int columns = text.isEmpty() ? 0 : text.get(0).split("\t").length;
    for (int i = 1; i < text.size(); i++) {
      String[] cells = text.get(i).split("\t");
      if (cells.length != columns || columns < 3) {
        throw new InputException(
            file + ":" + (i + 1) + ": " + cells.length + " cells, the header has " + columns);
      }
      lines.add(numbers(file, i + 1, cells, 1));
    }
    return lines;
  }

  private static double[] numbers(Path file, int line, String[] cells, int from) {
    try {
      return Arrays.stream(cells).skip(from).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException e) {
      throw new InputException(file + ":" + line + ": " + e.getMessage(), e);
    }
  }

  private static Dataset dataset(List<double[]> lines) {
    int d = lines.get(0).length - 1;
    DenseMatrix x = DenseMatrix.zeros(lines.size(), d);
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      double[] line = lines.get(i);
      x.view(i, 0, 1, d).setTo(DenseMatrix.wrap(Arrays.copyOf(line, d), 1, d));
      labels.add(Integer.toString((int) line[d]));
    }
    return Dataset.of(x, labels);
  }

  private static List<Fold> folds(Path file, int samples) throws IOException {
    List<String> text = Files.readAllLines(file);
    List<int[]> parts = new ArrayList<>();
    for (int i = 0; i < text.size(); i++) {
      double[] numbers = numbers(file, i + 1, text.get(i).strip().split("\\s+"), 0);
      int[] places = Arrays.stream(numbers).mapToInt(number -> (int) number).toArray();
      for (int place : places) {
        if (place < 0 || place >= samples) {
          throw new InputException(
              file + ":" + (i + 1) + ": there is no sample " + place + " of " + samples);
        }
      }
      parts.add(places);
    }
    if (parts.isEmpty() || parts.size() % 2 != 0) {
      throw new InputException(
          file + ": training and test parts come in pairs, got " + parts.size() + " lines");
    }
    return IntStream.range(0, parts.size() / 2)
        .mapToObj(k -> new Fold(parts.get(2 * k), parts.get(2 * k + 1)))
        .toList();
  }
}
