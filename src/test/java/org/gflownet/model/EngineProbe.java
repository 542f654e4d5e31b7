package org.gflownet.model;

import java.util.List;

/** Run in a JVM of its own: evaluates one row with the vector engine. */
public final class EngineProbe {
  private EngineProbe() {}

  /** Prints the number of outputs, or the error. */
  public static void main(String[] args) {
    MlpSpec spec = new MlpSpec(3, List.of(4, 4), 2, Activation.RELU);
    try {
      FlowModel model = new EngineFactory("vector", spec).create();
      model.load(Initialization.HE.parameters(spec, 1));
      StateBatch batch = new StateBatch();
      batch.newFeatures().add(1);
      batch.newOutputs().add(0);
      batch.newOutputs().add(1);
      batch.endRow();
      model.evaluate(batch);
      System.out.println("outputs: " + batch.numOutputs());
    } catch (IllegalArgumentException e) {
      System.out.println(e.getMessage());
    }
  }
}
