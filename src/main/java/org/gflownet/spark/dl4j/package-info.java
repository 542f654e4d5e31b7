/**
 * Proxies: networks that predict a measured value from the fingerprint of a molecule, fitted with
 * dl4j-spark's parameter averaging and evaluated with its distributed inference. The one place
 * where Spark and DL4J meet.
 *
 * <p>DL4J's own types cross Spark here: its arrays and its network go to tasks, and arrays come
 * back. {@link org.gflownet.spark.dl4j.Dl4jKryoRegistrator} registers them, so that {@code
 * spark.kryo.registrationRequired} stays true. It loads ND4J's natives in every JVM that has a
 * serializer: for this job only.
 *
 * <p>Depends on {@code math}, {@code chem}, {@code model}, {@code model.dl4j}, {@code plugin},
 * {@code reward}, {@code reward.chem}, {@code reward.chem.property}, {@code reward.chem.proxy},
 * {@code spark}, CDK, Spark, Kryo and DL4J.
 */
package org.gflownet.spark.dl4j;
