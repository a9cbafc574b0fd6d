package io.spectrahedra.bench.training;

/**
 * Of one training.
 *
 * @param seconds of the fastest repeat
 * @param objective that was reached
 */
record Timing(double seconds, double objective) {}
