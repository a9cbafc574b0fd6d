package io.spectrahedra.bench.report;

import java.util.Arrays;
import java.util.List;

/** Constants of an enumeration by the names that the user sees. */
public final class Labels {
  /**
   * Between the items of a list. Not at its end: "1,2," would be taken for "1,2", and "," for a
   * list of nothing, which an option that is not given has; so the last item is "2," or ",", and
   * refused.
   */
  public static final String COMMA = ",(?!$)";

  private Labels() {}

  /**
   * The constant of that name.
   *
   * @throws IllegalArgumentException if there is none of that name; its message lists those there
   *     are
   */
  public static <E extends Enum<E>> E parse(Class<E> type, String label) {
    for (E constant : type.getEnumConstants()) {
      if (constant.toString().equals(label)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "must be one of " + String.join(", ", all(type)) + ", was " + label);
  }

  /** The names of all of them, in their order. */
  public static List<String> all(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
  }
}
