package org.gflownet.baseline;

/**
 * How a genetic algorithm runs.
 *
 * @param seed of the run
 * @param share of the offspring of a generation among slices
 * @param population largest number of objects that are kept, at least 1
 * @param tournament number of draws, with replacement, whose best is a parent; at least 1
 * @param crossoverRate probability that an offspring has two parents
 * @param mutationRate probability that the result of a crossover is mutated; an offspring of one
 *     parent always is
 * @param tries to find a crossover, or a mutation, that leads to an object, and mutations of an
 *     offspring that the population has; at least 1
 */
public record GeneticSettings(
    long seed,
    Share share,
    int population,
    int tournament,
    double crossoverRate,
    double mutationRate,
    int tries) {}
