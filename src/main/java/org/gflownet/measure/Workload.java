package org.gflownet.measure;

import java.util.List;
import java.util.Locale;

/**
 * A task that this project and a yardstick can both do: flow matching on a hyper-grid with an MLP 2
 * x 256 and LeakyReLU, optimised by Adam.
 *
 * @param ndim dimensions
 * @param height cells a dimension
 * @param r0 smallest reward
 * @param batch trajectories a step
 * @param lr learning rate
 */
public record Workload(int ndim, int height, double r0, int batch, double lr) {

  /** In words. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d^%d, R0 %s, batch %d, lr %s", height, ndim, r0, batch, lr);
  }

  /** With another batch and learning rate. */
  Workload tuned(int newBatch, double newLr) {
    return new Workload(ndim, height, r0, newBatch, newLr);
  }

  /** As settings of a configuration. */
  List<String> settings() {
    return List.of(
        "env.name=hypergrid",
        "env.reward=original",
        "env.termination=masked",
        "env.ndim=" + ndim,
        "env.height=" + height,
        "env.r0=" + r0,
        "model.hidden=[256,256]",
        "train.objective=fm",
        "train.batch=" + batch,
        "train.lr=" + lr);
  }

  /** As options of the yardstick. */
  List<String> options() {
    return List.of(
        "--ndim",
        Integer.toString(ndim),
        "--height",
        Integer.toString(height),
        "--r0",
        Double.toString(r0),
        "--batch",
        Integer.toString(batch),
        "--lr",
        Double.toString(lr));
  }
}
