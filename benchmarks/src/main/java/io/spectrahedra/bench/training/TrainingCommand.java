package io.spectrahedra.bench.training;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.spectrahedra.bench.report.Labels;
import io.spectrahedra.bench.report.Page;
import io.spectrahedra.bench.report.Provenance;
import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.train.TrainedNetwork;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code spectra bench training}. */
@Command(
    name = "training",
    description = {
      "Trains networks to a certified gap of 1e-8, warm, next to SCS and Clarabel.",
      "They run as far as Python has them (SPECTRA_PYTHON names the interpreter), on compressed data."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class TrainingCommand implements Callable<Integer> {
  private static final int NOT_PROVEN = 1;

  /** HotSpot has compiled by then: of 2000 x 100 the first ten trainings take 5 to 30 % longer. */
  private static final long WARM_NANOS = 12_000_000_000L;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      split = Labels.COMMA,
      splitSynopsisLabel = ",",
      description = "Only those whose name has this in it (default: all).")
  private List<String> chosen = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Of ours (default: all); peers take what they take.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "5",
      description = "The fastest of so many counts, or of twelve seconds' worth (default: 5).")
  private int repeats;

  @Option(
      names = "--limit",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "Of a peer on one workload (default: ${DEFAULT-VALUE}).")
  private long limit;

  @Option(names = "--no-peers", description = "Ours alone.")
  private boolean alone;

  @ArgGroup private Format format = new Format();

  private static final class Format {
    @Option(names = "--json", description = "Print one JSON list and nothing else.")
    private boolean json;

    @Option(names = "--markdown", description = "Print the table for RESULTS.md.")
    private boolean markdown;
  }

  /** One line of the table. */
  private record Line(
      Workload workload, Timing ours, TrainedNetwork trained, Map<Peer, Timing> peers) {
    Optional<Double> factor() {
      return peers.values().stream()
          .map(peer -> peer.seconds() / ours.seconds())
          .min(Double::compare);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandSpec command = Objects.requireNonNull(spec);
    if (threads < 1 || repeats < 1) {
      throw new ParameterException(
          command.commandLine(),
          "--threads and --repeats must be at least 1, were " + threads + " and " + repeats);
    }
    PrintWriter err = command.commandLine().getErr();
    List<Peer> peers = new ArrayList<>();
    for (Peer peer : Peer.values()) {
      if (!alone && peer.isInstalled()) {
        peers.add(peer);
      }
    }
    List<Line> lines = new ArrayList<>();
    for (Workload workload : Workload.all()) {
      if (chosen.isEmpty() || chosen.stream().anyMatch(workload.name()::contains)) {
        Optional<Dataset> data = workload.data().get();
        if (data.isEmpty()) {
          err.println(workload.name() + ": skipped, the folder of public data has it not");
          continue;
        }
        Line line = measure(workload, data.orElseThrow(), peers);
        err.println(workload.name() + ": " + line.trained);
        lines.add(line);
      }
    }
    print(command.commandLine().getOut(), peers, lines);
    return lines.stream().allMatch(line -> line.trained.isProvenOptimal()) ? 0 : NOT_PROVEN;
  }

  private Line measure(Workload workload, Dataset data, List<Peer> peers)
      throws IOException, InterruptedException {
    TrainedNetwork best = train(workload, data);
    double warmUp = best.seconds();
    double fastest = Double.POSITIVE_INFINITY;
    long start = System.nanoTime();
    for (int run = 0; run < repeats || System.nanoTime() - start < WARM_NANOS; run++) {
      TrainedNetwork trained = train(workload, data);
      if (trained.seconds() < fastest) {
        fastest = trained.seconds();
        best = trained;
      }
    }
    Map<Peer, Timing> others = new LinkedHashMap<>();
    if (workload.comparable()) {
      for (Peer peer : peers) {
        Optional<Timing> timing =
            peer.train(data, workload.options().beta(), warmUp < 1 ? 3 : 1, limit);
        timing.ifPresent(value -> others.put(peer, value));
      }
    }
    return new Line(workload, new Timing(fastest, best.certificate().objective()), best, others);
  }

  private TrainedNetwork train(Workload workload, Dataset data) {
    return PolynomialNetworks.train(data, workload.options().withThreads(threads));
  }

  private void print(PrintWriter out, List<Peer> peers, List<Line> lines) {
    if (format.json) {
      JsonArray list = new JsonArray();
      lines.forEach(line -> list.add(toJson(line)));
      new GsonBuilder().setPrettyPrinting().create().toJson(list, out);
      out.println();
    } else {
      Provenance provenance =
          Provenance.ofThisMachine(Path.of(System.getProperty("spectra.project", ".")));
      Map<String, String> facts = new LinkedHashMap<>(provenance.facts());
      facts.put("threads", String.valueOf(threads));
      Page page = new Page(facts, List.of(table(peers, lines)));
      out.print(format.markdown ? page.toMarkdown() : page.toText());
    }
    out.flush();
  }

  private static List<List<String>> table(List<Peer> peers, List<Line> lines) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head =
        new ArrayList<>(
            List.of("workload", "seconds", "iterations", "gap", "neurons", "objective", "solve"));
    peers.forEach(peer -> head.add(peer + " s (objective off by)"));
    head.add("times faster");
    rows.add(head);
    for (Line line : lines) {
      List<String> row = new ArrayList<>();
      row.add(line.workload.name());
      row.add(text("%.4f", line.ours.seconds()));
      row.add(String.valueOf(line.trained.iterations()));
      row.add(text("%.0e", line.trained.certificate().relativeGap()));
      row.add(String.valueOf(line.trained.model().network().neurons()));
      row.add(text("%.8g", line.ours.objective()));
      row.add(text("%.4f", line.trained.secondsByPhase().getOrDefault("solve", 0.0)));
      for (Peer peer : peers) {
        Timing timing = line.peers.get(peer);
        row.add(
            timing == null
                ? "-"
                : text(
                    "%.3f (%.0e)",
                    timing.seconds(), Math.abs(timing.objective() / line.ours.objective() - 1)));
      }
      row.add(line.factor().map(factor -> text("%.1f", factor)).orElse("-"));
      rows.add(row);
    }
    return rows;
  }

  private static JsonObject toJson(Line line) {
    JsonObject object = new JsonObject();
    object.addProperty("workload", line.workload.name());
    object.addProperty("seconds", line.ours.seconds());
    object.addProperty("objective", line.ours.objective());
    object.addProperty("relativeGap", line.trained.certificate().relativeGap());
    object.addProperty("iterations", line.trained.iterations());
    line.peers.forEach(
        (peer, timing) -> {
          object.addProperty(peer + "Seconds", timing.seconds());
          object.addProperty(peer + "Objective", timing.objective());
        });
    return object;
  }

  private static String text(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
