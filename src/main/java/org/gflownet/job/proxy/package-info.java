/**
 * The command that fits a network to measured values as a reward (train-proxy): options and
 * messages; the work is done below.
 *
 * <p>Uses {@code job.common} and {@code run}, no other command.
 */
package org.gflownet.job.proxy;
