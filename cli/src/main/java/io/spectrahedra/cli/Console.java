package io.spectrahedra.cli;

import io.spectrahedra.neural.certificate.GlobalOptimality;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.train.TrainingOptions;
import io.spectrahedra.neural.train.TrainingOptions.Standardise;
import io.spectrahedra.sdp.solver.Termination;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** How results are laid out for people. */
final class Console {
  /** By how much a sum of times may be more than the whole because of rounding. */
  private static final double ROUNDING = 1e-9;

  private Console() {}

  /** Standard output of the running command. */
  static PrintWriter out(@Nullable CommandSpec spec) {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  /** Standard error of the running command. */
  static PrintWriter err(@Nullable CommandSpec spec) {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }

  /** A label and what belongs to it. */
  static void line(PrintWriter out, String label, String format, Object... values) {
    out.printf(Locale.ROOT, "%-12s", label);
    out.printf(Locale.ROOT, format, values);
    out.println();
  }

  /** So many classes for so few samples are numbers, more likely than not. */
  static void remarkOnClasses(@Nullable CommandSpec spec, Dataset dataset) {
    if (dataset.isClassification() && 2 * dataset.classes().size() > dataset.samples()) {
      PrintWriter err = err(spec);
      err.printf(
          Locale.ROOT,
          "note: %d classes of %s, an output of the network each; without --classify a target of"
              + " numbers is predicted as numbers%n",
          dataset.classes().size(),
          count(dataset.samples(), "sample"));
      err.flush();
    }
  }

  /** What is trained on. */
  static void data(PrintWriter out, Path file, Dataset dataset, TrainingOptions options) {
    line(
        out,
        "data",
        "%s: %s, %s (%s), %s",
        file,
        count(dataset.samples(), "sample"),
        count(dataset.features().size(), "feature"),
        options.standardise() == Standardise.NONE ? "as they are" : "standardised",
        targets(dataset.targets(), dataset.classes()));
  }

  /** A line of a table. */
  static void row(PrintWriter out, String format, Object... values) {
    out.printf(Locale.ROOT, format, values);
    out.println();
  }

  /** Whether all of several trainings are proven, and if not, what may help. */
  static void proof(PrintWriter out, Termination termination, double tolerance, String advice) {
    line(
        out,
        "proof",
        termination == Termination.OPTIMAL
            ? "every network is proven optimal within %.0e"
            : "NOT all networks are proven optimal within %.0e (%s)",
        tolerance,
        termination);
    if (termination != Termination.OPTIMAL) {
      line(out, "", "%s", advice);
    }
  }

  /** "1 block", "2 blocks". */
  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** As in: target "a"; targets "a", "b"; target "species": 2 classes (setosa, virginica). */
  static String targets(List<String> targets, List<String> classes) {
    String names =
        (targets.size() == 1 ? "target \"" : "targets \"") + String.join("\", \"", targets) + "\"";
    return classes.isEmpty()
        ? names
        : names + ": " + classes.size() + " classes (" + String.join(", ", classes) + ")";
  }

  /** The time and what it went to, which may be more where several threads train side by side. */
  static void time(PrintWriter out, double seconds, int iterations, Map<String, Double> phases) {
    double sum = phases.values().stream().mapToDouble(Double::doubleValue).sum();
    line(
        out,
        "time",
        "%.2f s, %s (%s%s)",
        seconds,
        count(iterations, "iteration"),
        sum > seconds * (1 + ROUNDING) ? "summed over threads: " : "",
        phases.entrySet().stream()
            .map(phase -> String.format(Locale.ROOT, "%s %.2f", phase.getKey(), phase.getValue()))
            .collect(Collectors.joining(", ")));
  }

  /** The three figures that matter, with what they mean. */
  static void certificate(
      PrintWriter out, GlobalOptimality certificate, String loss, double tolerance, String status) {
    line(
        out,
        "objective",
        "%-18.10g this network: %s + beta * sum |alpha|",
        certificate.objective(),
        loss.equals("squared") ? "half the squared error" : "the " + loss + " loss");
    line(
        out,
        "lower bound",
        "%-18.10g certified: no network of this kind, of any width, has less",
        certificate.lowerBound());
    boolean proven = certificate.proves(tolerance);
    line(
        out,
        "gap",
        "%-18.1e relative: %s within %.0e%s",
        certificate.relativeGap(),
        proven ? "proven optimal" : "NOT proven optimal",
        tolerance,
        proven ? "" : " (" + status + ")");
    if (!proven && Math.abs(certificate.relativeGap()) <= tolerance) {
      line(
          out,
          "rounding",
          "%-18.1e relative: rounding of the predictions and of the bound may hide as much of it",
          certificate.relativeRounding());
    }
  }
}
