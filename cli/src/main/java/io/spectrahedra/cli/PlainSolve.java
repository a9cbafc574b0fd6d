package io.spectrahedra.cli;

import io.spectrahedra.sdp.linalg.Workers;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/**
 * The usual command lines of {@code spectra solve}, understood without setting up {@link
 * SolveCommand}, which takes longer than solving a small problem. What is not a matter of course
 * here (help, errors, anything unusual) is left to that class.
 */
final class PlainSolve {
  private @Nullable Path file;
  private double tolerance = 1e-8;
  private int maxIterations = 100;
  private Duration timeLimit = Duration.ZERO;
  private int threads = Workers.ofProcessors();
  private @Nullable Path output;
  private @Nullable Path warmStart;
  private boolean explain;
  private boolean json;
  private boolean quiet;
  private final Set<String> given = new HashSet<>();

  private PlainSolve() {}

  /** The options that "solve ..." asks for; empty if that takes a second look. */
  static Optional<Solve.Options> parse(String... arguments) {
    PlainSolve plain = new PlainSolve();
    try {
      return plain.understands(arguments) ? plain.options() : Optional.empty();
    } catch (NumberFormatException | InvalidPathException | TypeConversionException e) {
      return Optional.empty();
    }
  }

  private boolean understands(String... arguments) {
    if (arguments.length == 0 || !arguments[0].equals("solve")) {
      return false;
    }
    int next = 1;
    while (next < arguments.length) {
      String argument = arguments[next++];
      if (isPlain(argument) && file == null) {
        file = Path.of(argument);
      } else if (!isFlag(argument)) {
        int equals = argument.indexOf('=');
        boolean joined = equals > 0;
        if (!joined && next == arguments.length) {
          return false;
        }
        String name = joined ? argument.substring(0, equals) : argument;
        String value = joined ? argument.substring(equals + 1) : arguments[next++];
        if (!isPlain(value) || !isOption(name, value)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Neither an option nor anything that picocli gives a meaning. */
  private static boolean isPlain(String value) {
    return !value.isEmpty() && "-@\"' ".indexOf(value.charAt(0)) < 0;
  }

  private boolean isFlag(String name) {
    switch (name) {
      case "--explain" -> explain = true;
      case "--json" -> json = true;
      case "--quiet" -> quiet = true;
      default -> {
        return false;
      }
    }
    return given.add(name);
  }

  private boolean isOption(String name, String value) {
    switch (name) {
      case "--tolerance" -> tolerance = Double.parseDouble(value);
      case "--max-iterations" -> maxIterations = Integer.parseInt(value);
      case "--time-limit" -> timeLimit = new Arguments.DurationConverter().convert(value);
      case "--threads" -> threads = Integer.parseInt(value);
      case "--output" -> output = Path.of(value);
      case "--warm-start" -> warmStart = Path.of(value);
      default -> {
        return false;
      }
    }
    return given.add(name); // twice is an error
  }

  private Optional<Solve.Options> options() {
    return Optional.ofNullable(file)
        .map(
            path ->
                new Solve.Options(
                    path,
                    tolerance,
                    maxIterations,
                    timeLimit,
                    threads,
                    output,
                    warmStart,
                    explain,
                    json,
                    quiet));
  }
}
