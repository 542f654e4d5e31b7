package org.gflownet.scaling;

/**
 * What a simulation found, as means over its steps.
 *
 * @param secondsPerStep between two updates of the parameters; for averaging, a round's time over
 *     its local steps
 * @param transitionsPerSecond of the whole cluster
 * @param efficiency {@code transitionsPerSecond} over the sum of what all cores would do alone on
 *     slices of any size
 * @param phases of a job, from its start to its update
 * @param driverShare share of the time in which a thread of the driver was busy
 * @param lostSlices slices that ran again because an executor failed
 */
public record SimulatedRun(
    double secondsPerStep,
    double transitionsPerSecond,
    double efficiency,
    Phases phases,
    double driverShare,
    long lostSlices) {}
