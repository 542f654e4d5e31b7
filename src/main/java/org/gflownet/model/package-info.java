/**
 * Flow networks behind {@link org.gflownet.model.FlowModel}: encoded states in, logits out,
 * derivatives back onto one flat parameter vector, and what updates that vector. The engines live
 * in {@code model.vector} (kernels on the Vector API) and {@code model.dl4j} (Deeplearning4j, the
 * model of record); the one in plain Java is here.
 *
 * <p>Depends on {@code math} and {@code env}.
 */
package org.gflownet.model;
