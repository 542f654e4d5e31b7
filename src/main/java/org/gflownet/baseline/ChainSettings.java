package org.gflownet.baseline;

import org.gflownet.math.Schedule;

/**
 * How chains run.
 *
 * @param seed of the run
 * @param share of the chains among slices
 * @param moves of every chain in a step
 * @param burnIn moves of every chain that come before its states count as samples; they count as
 *     visited and their rewards as calls
 * @param temperature T of the target R^(1/T), by step
 */
public record ChainSettings(long seed, Share share, int moves, long burnIn, Schedule temperature) {}
