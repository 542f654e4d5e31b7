/**
 * Commands of the laboratory: benchmarks ({@code bench}), the cost model of a step ({@code
 * scaling}), training under random faults ({@code soak}).
 *
 * <p>Uses {@code job.common}, {@code run}, {@code config}, {@code measure}, {@code scaling}, {@code
 * soak}, {@code spark} and {@code spark.probe}, no other command.
 */
package org.gflownet.job.lab;
