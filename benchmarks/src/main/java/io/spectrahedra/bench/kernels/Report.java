package io.spectrahedra.bench.kernels;

import io.spectrahedra.bench.report.Labels;
import io.spectrahedra.bench.report.Page;
import io.spectrahedra.bench.report.Provenance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The measurements as a table: a line for a routine, an order and a number of threads, a column for
 * a library.
 *
 * @param peakGflops multiply-add peak by number of threads
 * @param handoverNanos {@link Handover}, as often as it was measured
 */
record Report(
    Provenance provenance,
    Map<Integer, Double> peakGflops,
    List<Double> handoverNanos,
    List<Measurement> measurements) {
  private static final String OURS = Provider.SPECTRAHEDRA.toString();

  /** The table with what it is about. */
  Page page() {
    return new Page(facts(), List.of(table()));
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>(provenance.facts());
    List<String> peaks = new ArrayList<>();
    peakGflops.forEach(
        (threads, gflops) ->
            peaks.add(
                format("%.1f GFLOP/s on ", gflops)
                    + (threads == 1 ? "1 thread" : threads + " threads")));
    facts.put("FMA peak", String.join(", ", peaks));
    if (!handoverNanos.isEmpty()) {
      double least = Collections.min(handoverNanos);
      double most = Collections.max(handoverNanos);
      facts.put(
          "handover",
          format("a cache line reaches another thread in %.0f to ", least)
              + format("%.0f ns", most));
    }
    facts.put("numbers", "GFLOP/s; for eigen, whose flops are nominal, also seconds");
    return facts;
  }

  private List<List<String>> table() {
    Set<String> measured =
        measurements.stream().map(Measurement::provider).collect(Collectors.toSet());
    List<String> providers =
        Labels.all(Provider.class).stream().filter(measured::contains).toList();
    List<List<String>> table = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("routine", "n", "threads"));
    head.addAll(providers);
    head.add("of peak");
    head.add("to best other");
    table.add(head);
    lines()
        .forEach(
            (key, line) -> {
              List<String> row = new ArrayList<>(key);
              providers.forEach(provider -> row.add(cell(line.get(provider))));
              row.add(ofOurs(line, ours -> 100 * ours.peakShare(), "%.0f %%"));
              row.add(ofOurs(line, ours -> ours.gflops() / bestOther(line), "%.2f"));
              table.add(row);
            });
    return table;
  }

  /** By routine, order and threads, in the order of the measurements; then by provider. */
  private Map<List<String>, Map<String, Measurement>> lines() {
    Map<List<String>, Map<String, Measurement>> lines = new LinkedHashMap<>();
    for (Measurement m : measurements) {
      List<String> key =
          List.of(m.routine(), Integer.toString(m.n()), Integer.toString(m.threads()));
      lines.computeIfAbsent(key, k -> new LinkedHashMap<>()).put(m.provider(), m);
    }
    return lines;
  }

  private static String cell(@Nullable Measurement m) {
    if (m == null) {
      return "";
    }
    String gflops = format("%.1f", m.gflops());
    return m.routine().equals(Routine.EIGEN.toString())
        ? gflops + format(" (%.4f s)", m.seconds())
        : gflops;
  }

  /** Empty where there is nothing of ours or nothing to compare it with. */
  private static String ofOurs(
      Map<String, Measurement> line, ToDoubleFunction<Measurement> number, String format) {
    Measurement ours = line.get(OURS);
    double value = ours == null ? Double.NaN : number.applyAsDouble(ours);
    return Double.isFinite(value) ? format(format, value) : "";
  }

  /** GFLOP/s; 0 if there is none. */
  private static double bestOther(Map<String, Measurement> line) {
    return line.values().stream()
        .filter(m -> !m.provider().startsWith(OURS))
        .mapToDouble(Measurement::gflops)
        .max()
        .orElse(0);
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
