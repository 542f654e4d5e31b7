/**
 * What a training step costs on a cluster: a cost model, its fit to measured runs, and a
 * discrete-event simulation of clusters that are not at hand.
 *
 * <p>Depends on {@code java.*} and {@code math}. All times are in seconds, all sizes in bytes or
 * numbers of floats; the same input gives the same bits on any machine.
 */
package org.gflownet.scaling;
