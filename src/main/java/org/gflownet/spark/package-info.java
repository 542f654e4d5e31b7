/**
 * Spark adapters: steps, sampling and evaluation as Spark jobs, the Kryo registrator, and files
 * through Hadoop's FileSystem, the table of visited objects among them. Holds no algorithm.
 *
 * <p>Depends on {@code math}, {@code env}, {@code reward}, {@code model}, {@code trajectory},
 * {@code objective}, {@code train}, {@code eval}, {@code baseline}, {@code table}, {@code
 * spark.store} and, for chunks of molecules to score, {@code reward.chem}, on Spark, Hadoop, Kryo,
 * Parquet and Jackson.
 */
package org.gflownet.spark;
