package io.spectrahedra.neural.train;

/** Hears of trainings that belong together, one at a time. */
@FunctionalInterface
public interface SeriesListener {
  SeriesListener NONE = (done, total) -> {};

  /** One more has ended. */
  void onTrained(int done, int total);
}
