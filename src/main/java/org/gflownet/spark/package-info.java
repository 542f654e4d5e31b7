/**
 * Spark adapters: steps, sampling and evaluation as Spark jobs, the Kryo registrator, and files
 * through Hadoop's FileSystem, the table of visited objects among them. Holds no algorithm.
 *
 * <p>May depend on everything below {@code config} but other adapters.
 */
package org.gflownet.spark;
