/**
 * What Spark users call from jobs of their own, spark-shell, notebooks and SQL: everything here
 * works on a session that exists already and leaves it running. What is public here and in the
 * types that plug-ins are made of stays as it is within a major version; {@code docs/api.md} lists
 * it, with threads and lifetimes.
 *
 * <p>A mistake in what is handed in is an {@link java.lang.IllegalArgumentException} of one line
 * that says what to do, before any Spark job begins; in SQL and in the options of the data source
 * an {@link org.apache.spark.sql.AnalysisException}, as Spark's own are.
 *
 * <p>May depend on everything but {@code job}; only {@code job} may use it.
 */
package org.gflownet.api;
