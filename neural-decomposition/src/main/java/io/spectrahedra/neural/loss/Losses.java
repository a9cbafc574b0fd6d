package io.spectrahedra.neural.loss;

import io.spectrahedra.neural.data.InputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The losses by their names. */
public final class Losses {
  private static final Map<String, Supplier<Loss>> PLAIN =
      Map.of(
          "squared", SquaredLoss::new,
          "absolute", AbsoluteLoss::new,
          "cross-entropy", CrossEntropyLoss::new,
          "hinge", HingeLoss::new,
          "squared-hinge", SquaredHingeLoss::new,
          "logistic", LogisticLoss::new);

  private static final Map<String, DoubleFunction<Loss>> WITH_PARAMETER =
      Map.of("quantile", QuantileLoss::new, "huber", HuberLoss::new);

  private static final Pattern NAME = Pattern.compile("([a-z-]+)(?:\\((.+)\\))?");

  private Losses() {}

  /** All names, sorted. */
  public static List<String> names() {
    return java.util.stream.Stream.concat(PLAIN.keySet().stream(), WITH_PARAMETER.keySet().stream())
        .sorted()
        .toList();
  }

  /**
   * The loss of that {@link Loss#name}: "squared", "huber(0.5)".
   *
   * @throws InputException if there is none
   */
  public static Loss parse(String name) {
    Matcher parts = NAME.matcher(name);
    if (parts.matches()) {
      Supplier<Loss> plain = PLAIN.get(parts.group(1));
      if (plain != null && parts.group(2) == null) {
        return plain.get();
      }
      DoubleFunction<Loss> withParameter = WITH_PARAMETER.get(parts.group(1));
      if (withParameter != null && parts.group(2) != null) {
        return withParameter.apply(number(name, parts.group(2)));
      }
      if (withParameter != null) {
        throw new InputException(
            "loss " + name + " has a parameter: write it as in " + name + "(0.5)");
      }
    }
    throw new InputException(
        "there is no loss \"" + name + "\": the losses are " + String.join(", ", names()));
  }

  /** The loss of a name that may be that of a loss of one's own: nothing then. */
  public static Optional<Loss> find(String name) {
    Matcher parts = NAME.matcher(name);
    return parts.matches() && names().contains(parts.group(1))
        ? Optional.of(parse(name))
        : Optional.empty();
  }

  private static double number(String name, String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw new InputException("the parameter of loss " + name + " must be a number", e);
    }
  }
}
