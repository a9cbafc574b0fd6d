package io.spectrahedra.cli;

import io.spectrahedra.neural.activation.QuadraticActivation;
import io.spectrahedra.neural.architecture.NeuronNorm;
import io.spectrahedra.neural.data.DataFile;
import io.spectrahedra.neural.data.InputException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** What the options' texts mean. */
final class Arguments {
  private Arguments() {}

  /**
   * Refuses options that are given though nothing would come of them.
   *
   * @param spec of the running command
   * @param where they have no effect, and what to do instead; ends the message
   * @throws InputException naming the first of them with its value
   */
  static void refuse(@Nullable CommandSpec spec, String where, String... options) {
    ParseResult given = Objects.requireNonNull(spec).commandLine().getParseResult();
    for (String option : options) {
      if (given.hasMatchedOption(option)) {
        String value = String.join(",", given.matchedOption(option).originalStringValues());
        throw new InputException(option + " " + value + " has no effect " + where);
      }
    }
  }

  /** "one", "at-most-one". */
  static final class NormConverter implements ITypeConverter<NeuronNorm> {
    @Override
    public NeuronNorm convert(String text) {
      return switch (text) {
        case "one" -> NeuronNorm.ONE;
        case "at-most-one" -> NeuronNorm.AT_MOST_ONE;
        default ->
            throw new TypeConversionException(
                "the norm of neurons is one or at-most-one, was \"" + text + "\"");
      };
    }
  }

  /**
   * What neurons say.
   *
   * @param activation of those with one vector, or whose best networks are the same function
   * @param bilinear whether they have two, (x'u)(x'v)
   */
  record Neurons(QuadraticActivation activation, boolean bilinear) {}

  /** "0.09,0.5,0.47", "relu", "silu[-3,3]", "bilinear". */
  static final class ActivationConverter implements ITypeConverter<Neurons> {
    @Override
    public Neurons convert(String text) {
      try {
        return text.strip().equals("bilinear")
            ? new Neurons(QuadraticActivation.QUADRATIC, true)
            : new Neurons(QuadraticActivation.parse(text), false);
      } catch (InputException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /**
   * Refuses one file for two results.
   *
   * @param files null where a result is not wanted
   * @throws InputException if two are the same
   */
  static void requireDistinct(@Nullable Path... files) {
    Set<Path> seen = new HashSet<>();
    for (Path file : files) {
      if (file != null && !seen.add(file.toAbsolutePath().normalize())) {
        throw new InputException(file + " is given for two results: each takes a file of its own");
      }
    }
  }

  /** The name of a file or a pipe; "-" is standard input. */
  static final class DataConverter implements ITypeConverter<DataFile> {
    @Override
    public DataFile convert(String text) {
      return text.equals("-")
          ? DataFile.of("standard input", System.in)
          : DataFile.of(Path.of(text));
    }
  }

  /** "60s", "500ms", "2m", "1.5h"; a number alone is seconds. */
  static final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("([0-9]*\\.?[0-9]+)(ms|s|m|h|)");

    @Override
    public Duration convert(String text) {
      Matcher matcher = FORM.matcher(text.strip());
      if (!matcher.matches() || new BigDecimal(matcher.group(1)).signum() == 0) {
        throw new TypeConversionException(
            "a time is a positive number and ms, s, m or h, as in 60s, was \"" + text + "\"");
      }
      double millis =
          switch (matcher.group(2)) {
            case "ms" -> 1;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 1000;
          };
      return Duration.ofNanos((long) (Double.parseDouble(matcher.group(1)) * millis * 1e6));
    }
  }
}
