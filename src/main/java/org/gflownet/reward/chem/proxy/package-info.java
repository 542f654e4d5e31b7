/**
 * A reward that was fitted to measured values: a perceptron on the fingerprint of a molecule. Knows
 * neither Spark nor DL4J; {@code spark.dl4j} fits the network and keeps its file.
 *
 * <p>Depends on {@code math}, {@code chem}, {@code model}, {@code reward.chem}, {@code table},
 * univocity-parsers, Jackson and CDK.
 */
package org.gflownet.reward.chem.proxy;
