package io.spectrahedra.bench.sdplib;

import io.spectrahedra.bench.report.Page;
import io.spectrahedra.bench.report.Provenance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * The measurements as tables: a line for a problem, and a line for a solver.
 *
 * @param threads of each solver
 * @param limit of each run
 */
record Comparison(
    Provenance provenance, int threads, Duration limit, List<Measurement> measurements) {
  private static final Program OURS = Program.SPECTRAHEDRA;

  /** A DIMACS error up to which a point counts as accurate. */
  private static final double ACCURATE = 1e-7;

  /** What is added to every time before the geometric mean is taken. */
  private static final double SHIFT = 1;

  /** CSDP's time from which on it is worth a comparison with our solver's own. */
  private static final double LONG_FOR_CSDP = 0.5;

  /** The best peer's time from which on the ratio to it is. */
  private static final double LONG_FOR_A_PEER = 1;

  Page page() {
    return new Page(facts(), List.of(problemTable(), solverTable()));
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>(provenance.facts());
    facts.put("threads", Integer.toString(threads));
    facts.put("limit", seconds(limitSeconds()) + " s a run");
    facts.put(
        "numbers",
        "seconds of the whole process, ours with the start of Java; * marks an objective that is off"
            + " by more than 1e-6, \"solver\" is our solver's own time in that process, \"warm\" that"
            + " in a program which has solved the problem before, the shortest of some, \"to best\""
            + " our seconds to those of the fastest other; \"mean s\" is the geometric mean of seconds"
            + " + 1, less 1, and \"misses at limit\" that with the limit for what ended with an error"
            + " above 1e-7 or without the right ray");
    double first = toCsdp(m -> m.outcome().seconds());
    double warm = toCsdp(Measurement::ownSeconds);
    if (Double.isFinite(first)) {
      facts.put(
          "CSDP/ours",
          format("%.2f, CSDP's seconds to our solver's own in its process", first)
              + format(", %.2f to those of a warm one", warm)
              + format(", geometric means where CSDP takes over %.1f s", LONG_FOR_CSDP));
    }
    double worst =
        lines().values().stream()
            .filter(line -> bestPeer(line) > LONG_FOR_A_PEER)
            .mapToDouble(line -> secondsOf(line, OURS) / bestPeer(line))
            .filter(Double::isFinite)
            .max()
            .orElse(Double.NaN);
    if (Double.isFinite(worst)) {
      facts.put(
          "worst",
          format("%.2f to best", worst) + format(" where that takes over %.0f s", LONG_FOR_A_PEER));
    }
    return facts;
  }

  /** CSDP's seconds to so many of ours. */
  private double toCsdp(ToDoubleFunction<Measurement> ours) {
    return geometricMean(
        lines().values().stream()
            .filter(line -> secondsOf(line, Program.CSDP) > LONG_FOR_CSDP)
            .mapToDouble(line -> secondsOf(line, Program.CSDP) / finite(line.get(OURS), ours)),
        0);
  }

  private List<List<String>> problemTable() {
    List<Program> programs = programs();
    List<String> head =
        new ArrayList<>(List.of("problem", "m", "n", "objective", "error", "DIMACS"));
    programs.forEach(program -> head.add(program.toString()));
    head.addAll(List.of("solver", "warm", "to best"));
    List<List<String>> table = new ArrayList<>(List.of(head));
    lines()
        .forEach(
            (problem, line) -> {
              Measurement any = line.values().iterator().next();
              Measurement ours = line.get(OURS);
              List<String> row = new ArrayList<>(List.of(problem));
              row.add(any.reference().m() > 0 ? Integer.toString(any.reference().m()) : "");
              row.add(any.reference().n() > 0 ? Integer.toString(any.reference().n()) : "");
              row.add(objective(ours));
              row.add(
                  optional("%.0e", finite(ours, m -> m.reference().relativeError(m.outcome()))));
              row.add(optional("%.0e", finite(ours, m -> m.outcome().worstError())));
              programs.forEach(program -> row.add(time(line.get(program))));
              row.add(optional("%.3f", finite(ours, m -> m.outcome().seconds())));
              row.add(optional("%.3f", finite(ours, Measurement::warmSeconds)));
              row.add(optional("%.2f", secondsOf(line, OURS) / bestPeer(line)));
              table.add(row);
            });
    return table;
  }

  private List<List<String>> solverTable() {
    List<List<String>> table = new ArrayList<>();
    table.add(
        List.of(
            "solver",
            "problems",
            "right",
            "DIMACS <= 1e-7",
            "unfinished",
            "mean s",
            "misses at limit",
            "sum s"));
    for (Program program : programs()) {
      List<Measurement> all = measurements.stream().filter(m -> m.program() == program).toList();
      table.add(
          List.of(
              program.toString(),
              Integer.toString(all.size()),
              count(all.stream().filter(Measurement::isRight).count()),
              count(all.stream().filter(Comparison::isAccurate).count()),
              count(all.stream().filter(m -> !m.hasOutcome()).count()),
              format("%.3f", geometricMean(all.stream().mapToDouble(Measurement::seconds), SHIFT)),
              format("%.3f", geometricMean(all.stream().mapToDouble(this::secondsToAnswer), SHIFT)),
              format("%.2f", all.stream().mapToDouble(Measurement::seconds).sum())));
    }
    return table;
  }

  private static boolean isAccurate(Measurement m) {
    return m.outcome().worstError() <= ACCURATE;
  }

  /** Of the whole process, if it has found an accurate point or the right ray; else the limit. */
  private double secondsToAnswer(Measurement m) {
    boolean solved = m.outcome().kind() == Outcome.Kind.POINT ? isAccurate(m) : m.isRight();
    return solved ? m.seconds() : limitSeconds();
  }

  private static String count(long number) {
    return Long.toString(number);
  }

  private List<Program> programs() {
    return measurements.stream().map(Measurement::program).distinct().sorted().toList();
  }

  /** By problem and by solver. */
  private Map<String, Map<Program, Measurement>> lines() {
    return measurements.stream()
        .collect(
            Collectors.groupingBy(
                Measurement::problem,
                TreeMap::new,
                Collectors.toMap(
                    Measurement::program,
                    m -> m,
                    (a, b) -> b,
                    () -> new EnumMap<>(Program.class))));
  }

  /** exp(mean of ln(t + shift)) − shift; NaN of nothing. */
  private static double geometricMean(DoubleStream times, double shift) {
    return Math.exp(times.map(t -> Math.log(t + shift)).average().orElse(Double.NaN)) - shift;
  }

  /** The seconds of that solver; NaN if it was not run or has no outcome. */
  private static double secondsOf(Map<Program, Measurement> line, Program program) {
    Measurement m = line.get(program);
    return m != null && m.hasOutcome() ? m.seconds() : Double.NaN;
  }

  /** The shortest time of the others; NaN if there is none. */
  private static double bestPeer(Map<Program, Measurement> line) {
    return line.keySet().stream()
        .filter(program -> program != OURS)
        .mapToDouble(program -> secondsOf(line, program))
        .filter(Double::isFinite)
        .min()
        .orElse(Double.NaN);
  }

  private static double finite(@Nullable Measurement m, ToDoubleFunction<Measurement> number) {
    return m == null ? Double.NaN : number.applyAsDouble(m);
  }

  private static String objective(@Nullable Measurement ours) {
    if (ours == null) {
      return "";
    }
    return ours.outcome().kind() == Outcome.Kind.POINT
        ? format("%.8g", ours.outcome().objective())
        : ours.outcome().status();
  }

  private String time(@Nullable Measurement m) {
    if (m == null) {
      return "";
    }
    if (!m.hasOutcome()) {
      return m.seconds() >= limitSeconds() ? "> " + seconds(m.seconds()) : "failed";
    }
    return format("%.3f", m.seconds()) + (m.isRight() ? "" : "*");
  }

  private double limitSeconds() {
    return limit.toMillis() * 1e-3;
  }

  private static String seconds(double value) {
    return format("%.0f", value);
  }

  private static String optional(String format, double value) {
    return Double.isFinite(value) ? format(format, value) : "";
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
