package io.spectrahedra.neural.data;

import io.spectrahedra.sdp.linalg.DenseMatrix;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Samples with numbers to predict, or a class, for each.
 *
 * @param features names of the columns of {@code x}
 * @param targets names of the columns of {@code y}
 * @param x n × d, a row a sample, row-major (not copied)
 * @param y n × C: numbers; or n × 1: places in {@code classes} (not copied)
 * @param classes names of the classes; empty if numbers are to be predicted
 * @param sha256 of the file the data came from, in hexadecimal; empty if there was none
 */
public record Dataset(
    List<String> features,
    List<String> targets,
    DenseMatrix x,
    DenseMatrix y,
    List<String> classes,
    String sha256) {
  /** Squares of features are coefficients, which have a limit of their own. */
  private static final double LARGEST = 1e40;

  /** Before the name of a class: all others. */
  private static final String NOT = "not ";

  /**
   * Checks sizes and entries.
   *
   * @throws InputException if there is no sample or no feature, sizes differ, two features, targets
   *     or classes have one name, or an entry is not finite or too large; the message names the
   *     place
   */
  public Dataset {
    features = List.copyOf(features);
    targets = List.copyOf(targets);
    classes = List.copyOf(classes);
    if (x.rows < 1 || x.cols < 1) {
      throw new InputException(
          "training needs at least one sample and one feature, got " + x.rows + " x " + x.cols);
    }
    if (y.rows != x.rows) {
      throw new InputException(x.rows + " samples need as many targets, got " + y.rows);
    }
    if (features.size() != x.cols) {
      throw new InputException(x.cols + " features need as many names, got " + features.size());
    }
    if (targets.size() != y.cols || targets.isEmpty()) {
      throw new InputException(y.cols + " targets need as many names, got " + targets.size());
    }
    requireDistinct("features", features);
    requireDistinct("targets", targets);
    requireDistinct("classes", classes);
    for (int i = 0; i < x.rows; i++) {
      for (int k = 0; k < y.cols; k++) {
        requireInRange("target", targets.size() > 1 ? targets.get(k) : "", i, y.at(i, k));
      }
      for (int j = 0; j < x.cols; j++) {
        requireInRange("feature", features.get(j), i, x.at(i, j));
      }
    }
    requireClasses(y, classes);
  }

  /** A model finds its columns and classes by their names. */
  private static void requireDistinct(String what, List<String> names) {
    Map<String, Integer> places = new HashMap<>();
    for (int k = 0; k < names.size(); k++) {
      Integer before = places.put(names.get(k), k);
      if (before != null) {
        throw new InputException(
            "the names of "
                + what
                + " must differ: those of places "
                + before
                + " and "
                + k
                + " are both \""
                + names.get(k)
                + '"');
      }
    }
  }

  private static void requireInRange(String what, String name, int i, double entry) {
    if (!(Math.abs(entry) <= LARGEST)) {
      String quoted = name.isEmpty() ? what : what + " \"" + name + "\"";
      throw new InputException(
          quoted + " of sample " + i + " must be finite and at most 1e40 in size, was " + entry);
    }
  }

  private static void requireClasses(DenseMatrix y, List<String> classes) {
    if (classes.isEmpty()) {
      return;
    }
    if (y.cols != 1) {
      throw new InputException("classes are one column, got " + y.cols);
    }
    for (int i = 0; i < y.rows; i++) {
      double place = y.at(i, 0);
      if (place != Math.rint(place) || place < 0 || place >= classes.size()) {
        throw new InputException(
            "class of sample "
                + i
                + " must be one of 0 to "
                + (classes.size() - 1)
                + ", was "
                + place);
      }
    }
  }

  /** Data from memory; the features are named x1, x2, … and the target y. */
  public static Dataset of(DenseMatrix x, double[] y) {
    return new Dataset(
        names("x", x.cols), List.of("y"), x, DenseMatrix.wrap(y, y.length, 1), List.of(), "");
  }

  /**
   * Data from memory (copied); the features are named x1, x2, … and the target y.
   *
   * @throws InputException if rows differ in length, or as the constructor
   */
  public static Dataset of(double[][] x, double[] y) {
    return of(Rows.matrix("x", x), y.clone());
  }

  /**
   * Data from memory (copied) with several targets; the features are named x1, x2, … and the
   * targets y1, y2, …; errors as {@link #of(double[][], double[])}.
   */
  public static Dataset of(double[][] x, double[][] y) {
    return of(Rows.matrix("x", x), Rows.matrix("y", y));
  }

  /**
   * Data from memory (copied) with a class for each sample, as {@link #of(DenseMatrix, List)};
   * errors as there and of {@link #of(double[][], double[])}.
   */
  public static Dataset of(double[][] x, List<String> labels) {
    return of(Rows.matrix("x", x), labels);
  }

  /** Data from memory with several targets; they are named y1, y2, … */
  public static Dataset of(DenseMatrix x, DenseMatrix y) {
    return new Dataset(names("x", x.cols), names("y", y.cols), x, y, List.of(), "");
  }

  /**
   * Data from memory with a class for each sample; the classes are sorted by their names, as
   * numbers if all are.
   *
   * @throws InputException if a class is null or blank, or as the constructor
   */
  public static Dataset of(DenseMatrix x, List<String> labels) {
    for (int i = 0; i < labels.size(); i++) {
      if (labels.get(i) == null) {
        throw new InputException("the class of sample " + i + " must be a text, was null");
      }
      if (labels.get(i).isBlank()) {
        throw new InputException("the class of sample " + i + " has no name");
      }
    }
    List<String> classes = sorted(labels);
    double[] y = labels.stream().mapToDouble(classes::indexOf).toArray();
    return new Dataset(
        names("x", x.cols), List.of("y"), x, DenseMatrix.wrap(y, y.length, 1), classes, "");
  }

  /** The distinct names, sorted: as numbers if all are, otherwise as texts. */
  static List<String> sorted(Collection<String> labels) {
    Comparator<String> order = Comparator.naturalOrder();
    if (labels.stream().allMatch(label -> CsvParser.parse(label).isPresent())) {
      order =
          Comparator.<String>comparingDouble(label -> CsvParser.parse(label).orElseThrow())
              .thenComparing(order);
    }
    return labels.stream().distinct().sorted(order).toList();
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(j -> prefix + j).toList();
  }

  /** Number of samples. */
  public int samples() {
    return x.rows;
  }

  /** As in "150 samples, 4 features, target species: 3 classes (setosa, versicolor, virginica)". */
  @Override
  public String toString() {
    return samples()
        + (samples() == 1 ? " sample, " : " samples, ")
        + features.size()
        + (features.size() == 1 ? " feature, target " : " features, target ")
        + String.join(", ", targets)
        + (isClassification()
            ? ": " + classes.size() + " classes (" + String.join(", ", classes) + ")"
            : "");
  }

  /** True if classes are to be predicted and not numbers. */
  public boolean isClassification() {
    return !classes.isEmpty();
  }

  /**
   * The same samples with these classes, in this order: those of a model, say, of which some may
   * have no sample here. If they are one class against all others, as {@link #against} makes them,
   * and these data have classes of their own, then these are taken so.
   *
   * @throws InputException if a sample has another class, these are no classes, or both are one
   *     class against all others, but not the same one
   */
  public Dataset withClasses(List<String> others) {
    if (others.equals(classes)) {
      return this;
    }
    if (!isClassification()) {
      throw new InputException(
          "the target \"" + targets.get(0) + "\" must be classes, was read as numbers");
    }
    boolean oneAgainstOthers = areOneAgainstOthers(others);
    if (oneAgainstOthers && areOneAgainstOthers(classes)) {
      throw new InputException(
          "the samples are " + pair(classes) + ", but the model's classes are " + pair(others));
    }
    if (oneAgainstOthers && !classes.contains(others.get(0))) {
      return against(others.get(1), classes.indexOf(others.get(1)));
    }
    return renumbered(others);
  }

  private Dataset renumbered(List<String> others) {
    DenseMatrix places = DenseMatrix.zeros(y.rows, 1);
    for (int i = 0; i < y.rows; i++) {
      String name = classes.get((int) y.at(i, 0));
      int place = others.indexOf(name);
      if (place < 0) {
        throw new InputException(
            "class \""
                + name
                + "\" of sample "
                + i
                + " is not one of those that are known: "
                + String.join(", ", others));
      }
      places.set(i, 0, place);
    }
    return new Dataset(features, targets, x, places, others, sha256);
  }

  private static boolean areOneAgainstOthers(List<String> names) {
    return names.size() == 2 && names.get(0).equals(NOT + names.get(1));
  }

  private static String pair(List<String> two) {
    return '"' + two.get(1) + "\" and \"" + two.get(0) + '"';
  }

  /**
   * The same samples (not copied) in two classes: those of one class, the second, and all others.
   *
   * @throws InputException if there is no such class
   */
  public Dataset against(String positive) {
    int place = classes.indexOf(positive);
    if (place < 0) {
      throw new InputException(
          isClassification()
              ? "there is no class \""
                  + positive
                  + "\": the classes are "
                  + String.join(", ", classes)
              : "there is no class \""
                  + positive
                  + "\": the target is a number; if these are classes, train them as classes (--classify)");
    }
    return against(positive, place);
  }

  /** The place is none, −1, where no sample has the class. */
  private Dataset against(String positive, int place) {
    DenseMatrix labels = DenseMatrix.zeros(y.rows, 1);
    for (int i = 0; i < y.rows; i++) {
      labels.set(i, 0, y.at(i, 0) == place ? 1 : 0);
    }
    return new Dataset(features, targets, x, labels, List.of(NOT + positive, positive), sha256);
  }

  /**
   * Checks that all targets are 1 or −1.
   *
   * @param taker what takes no others, for the message: "hinge loss"
   * @throws InputException naming the first target that is not, and its sample
   */
  public void requireSigns(String taker) {
    for (int i = 0; i < samples(); i++) {
      for (int k = 0; k < targets.size(); k++) {
        if (Math.abs(y.at(i, k)) != 1) {
          throw new InputException(
              taker
                  + " takes targets 1 and -1: target \""
                  + targets.get(k)
                  + "\" of sample "
                  + i
                  + " is "
                  + y.at(i, k)
                  + "; if these are classes, train them as classes (--classify)");
        }
      }
    }
  }

  /** The same samples without the classes that none of them has. */
  public Dataset withoutEmptyClasses() {
    List<String> found =
        IntStream.range(0, classes.size())
            .filter(place -> IntStream.range(0, y.rows).anyMatch(i -> y.at(i, 0) == place))
            .mapToObj(classes::get)
            .toList();
    return found.equals(classes) ? this : renumbered(found);
  }

  /** The first samples, at most so many, with the classes of all. */
  public Dataset first(int limit) {
    return limit >= samples() ? this : rows(IntStream.range(0, limit).toArray());
  }

  /** The samples chosen, in that order (copied). */
  public Dataset rows(int[] chosen) {
    DenseMatrix someX = DenseMatrix.zeros(chosen.length, x.cols);
    DenseMatrix someY = DenseMatrix.zeros(chosen.length, y.cols);
    for (int i = 0; i < chosen.length; i++) {
      someX.view(i, 0, 1, x.cols).setTo(x.view(chosen[i], 0, 1, x.cols));
      someY.view(i, 0, 1, y.cols).setTo(y.view(chosen[i], 0, 1, y.cols));
    }
    return new Dataset(features, targets, someX, someY, classes, sha256);
  }
}
