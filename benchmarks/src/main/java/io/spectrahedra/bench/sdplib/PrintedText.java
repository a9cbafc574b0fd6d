package io.spectrahedra.bench.sdplib;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a solver has printed: numbers and words by the label in front of them. */
record PrintedText(String text) {
  private static final String NUMBER = "([-+]?(?:[0-9.]+(?:[eE][-+]?[0-9]+)?|inf|nan))";

  /** The last number after that label and {@code : } or {@code = }; NaN if there is none. */
  double number(String label) {
    double value = Double.NaN;
    Matcher matcher =
        Pattern.compile(Pattern.quote(label) + "\\s*[:=]?\\s*" + NUMBER).matcher(text);
    while (matcher.find()) {
      value = parse(matcher.group(1));
    }
    return value;
  }

  /** The largest absolute value of the numbers after that label; NaN if there are none. */
  double largest(String label) {
    Matcher matcher =
        Pattern.compile(Pattern.quote(label) + "\\s*[:=]?((?:\\s+" + NUMBER + ")+)").matcher(text);
    if (!matcher.find()) {
      return Double.NaN;
    }
    double largest = 0;
    for (String number : matcher.group(1).strip().split("\\s+", -1)) {
      largest = Math.max(largest, Math.abs(parse(number)));
    }
    return largest;
  }

  /** The last group 1 of that pattern. */
  Optional<String> last(String pattern) {
    Optional<String> found = Optional.empty();
    Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
    while (matcher.find()) {
      found = Optional.of(matcher.group(1).strip());
    }
    return found;
  }

  private static double parse(String number) {
    return switch (number.replaceFirst("^[-+]", "")) {
      case "inf" -> number.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> Double.parseDouble(number);
    };
  }
}
