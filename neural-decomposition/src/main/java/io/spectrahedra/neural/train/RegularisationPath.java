package io.spectrahedra.neural.train;

import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.sdp.solver.Cancellation;
import io.spectrahedra.sdp.solver.Progress;
import io.spectrahedra.sdp.solver.StopRequest;
import io.spectrahedra.sdp.solver.Termination;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The best networks for a number of β, each certified as a training of its own would be [M22].
 *
 * @param largestBeta from this β on the best network is f = 0; the smallest such β
 * @param networks a network for each β, the largest β first, which is {@code
 *     network.model().provenance().beta()}
 * @param termination OPTIMAL if all are proven; TIME_LIMIT or CANCELLED if that has ended the path
 *     before its last β; otherwise why the first network that is not proven is not
 */
public record RegularisationPath(
    double largestBeta, List<TrainedNetwork> networks, Termination termination) {

  public RegularisationPath {
    networks = List.copyOf(networks);
  }

  /** Trains for one β after the other; one pass over the data serves for all of them. */
  public static RegularisationPath of(
      Dataset data, PathOptions options, SeriesListener listener, Cancellation cancellation) {
    StopRequest stop = new StopRequest(options.training().timeLimit(), cancellation);
    return of(data, options, listener, cancellation, stop);
  }

  /**
   * The β from which on the best network for these data is f = 0; one pass over them, and a small
   * solve where the loss has kinks at 0.
   */
  public static double largestBeta(Dataset data, TrainingOptions options) {
    Cancellation never = new Cancellation();
    StopRequest stop = new StopRequest(Duration.ZERO, never);
    return new InteriorPointTraining(data, options, Progress.Listener.NONE, never, stop)
        .largestBeta();
  }

  static RegularisationPath of(
      Dataset data,
      PathOptions options,
      SeriesListener listener,
      Cancellation cancellation,
      StopRequest stop) {
    InteriorPointTraining training =
        new InteriorPointTraining(
            data, options.training(), Progress.Listener.NONE, cancellation, stop);
    double largest = training.largestBeta();
    double[] betas = options.grid().from(largest);
    List<TrainedNetwork> networks = new ArrayList<>();
    Termination termination = Termination.OPTIMAL;
    for (double beta : betas) {
      TrainedNetwork next = training.train(beta);
      if (wasStopped(next)) {
        termination = next.termination();
        break;
      }
      termination = termination == Termination.OPTIMAL ? next.termination() : termination;
      networks.add(next);
      listener.onTrained(networks.size(), betas.length);
    }
    return new RegularisationPath(largest, networks, termination);
  }

  private static boolean wasStopped(TrainedNetwork network) {
    return network.termination() == Termination.TIME_LIMIT
        || network.termination() == Termination.CANCELLED;
  }

  /** True if no network of its kind is better than one of these by more than the tolerance. */
  public boolean isProvenOptimal() {
    return termination == Termination.OPTIMAL;
  }

  /** What the termination means, and what may help: that of the network that it is about. */
  public String advice() {
    return networks.stream()
        .filter(network -> network.termination() == termination)
        .findFirst()
        .map(TrainedNetwork::advice)
        .orElse(termination.advice());
  }

  /** How it ended, and a line for each network. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %d network%s, none of which has neurons from beta %.6g on",
            termination,
            networks.size(),
            networks.size() == 1 ? "" : "s",
            largestBeta));
    if (!networks.isEmpty()) {
      text.append(
          String.format(
              Locale.ROOT, "%n%11s %8s %17s %8s  fit", "beta", "neurons", "objective", "gap"));
    }
    for (TrainedNetwork network : networks) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n%11.5g %8d %17.10g %8.1e  %s",
              network.model().provenance().beta(),
              network.model().network().neurons(),
              network.certificate().objective(),
              network.certificate().relativeGap(),
              network.fit()));
    }
    return text.toString();
  }
}
