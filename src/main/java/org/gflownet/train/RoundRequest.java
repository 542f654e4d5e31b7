package org.gflownet.train;

import java.io.Serializable;

/**
 * A round of parameter averaging: every slice takes {@code localSteps} updates of its own from the
 * same parameters.
 *
 * @param firstStep 0-based number of the first update of the round
 * @param localSteps number of updates of each slice, at least 1
 * @param settings of the run
 */
public record RoundRequest(long firstStep, int localSteps, Trainer.Settings settings)
    implements Serializable {}
