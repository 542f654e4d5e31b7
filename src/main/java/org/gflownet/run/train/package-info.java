/**
 * The body of {@code train}: puts problem, network, executor, listeners and folder together ({@link
 * org.gflownet.run.train.TrainingRun}).
 *
 * <p>May use all other sub-packages of {@code run} but {@code run.score}.
 */
package org.gflownet.run.train;
