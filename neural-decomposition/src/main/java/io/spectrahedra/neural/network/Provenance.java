package io.spectrahedra.neural.network;

/**
 * Where a model comes from and what is proven of it.
 *
 * @param dataSha256 of the training file, in hexadecimal; empty if the data came from memory
 * @param samples number of training samples
 * @param loss name of the loss
 * @param beta weight of Σ|αⱼ|
 * @param standardise what was standardised: features or none
 * @param tolerance relative gap asked for
 * @param objective of the network on the training data
 * @param lowerBound certified: no network of its kind has a smaller objective there
 * @param software name and version of what trained it
 */
public record Provenance(
    String dataSha256,
    int samples,
    String loss,
    double beta,
    String standardise,
    double tolerance,
    double objective,
    double lowerBound,
    String software) {}
