/**
 * Deeplearning4j and ND4J behind the model's interfaces: the network of record as a {@code
 * ComputationGraph}, its zip file, ND4J's updaters, and the engines {@code dl4j} and {@code nd4j}.
 *
 * <p>ND4J arrays never leave this package in other packages' signatures. Depends on {@code math},
 * {@code env}, {@code model}, {@code model.graph}, Deeplearning4j, ND4J and JavaCPP.
 */
package org.gflownet.model.dl4j;
