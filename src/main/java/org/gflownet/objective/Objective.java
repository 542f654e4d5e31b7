package org.gflownet.objective;

import java.util.List;
import org.gflownet.model.StateTable;
import org.gflownet.trajectory.Trajectory;

/**
 * A training loss over trajectories and its derivative with respect to the model's outputs.
 *
 * <p>Works in two halves: {@link #evaluate} on executors gives partial sums over a slice, {@link
 * #combine} on the driver forms loss and gradient from the merged sums. To add an objective,
 * implement this interface; nothing in it knows of networks or of Spark. Not thread-safe: one
 * instance per worker.
 */
public interface Objective {

  /** Number K of partial sums: 1 for a plain mean. */
  int numParts();

  /**
   * Number of parameters of the objective's own (log Z), which are the last of the flat vector and
   * which no output of the model depends on.
   */
  default int numScalars() {
    return 0;
  }

  /**
   * Reads the objective's own parameters.
   *
   * @param parameters length P
   * @param scalars length {@link #numScalars}, overwritten
   */
  default void readScalars(float[] parameters, double[] scalars) {
    int first = parameters.length - numScalars();
    for (int j = 0; j < numScalars(); j++) {
      scalars[j] = parameters[first + j];
    }
  }

  /**
   * Losses of a slice's trajectories and their derivatives by the outputs of the table's rows.
   *
   * @param table has the visited states; the objective adds and evaluates what else it needs
   * @param trajectories of the slice
   * @param scalars values of the objective's own parameters
   * @param out reset here, then filled
   */
  <S> void evaluate(
      StateTable<S> table, List<Trajectory<S>> trajectories, double[] scalars, OutputGradients out);

  /**
   * Forms the gradient of the loss from merged partial sums.
   *
   * @param sum merged over all slices of a step
   * @param gradient length P, overwritten
   * @return the loss
   */
  double combine(GradientSum sum, float[] gradient);

  /**
   * What the objective takes for log Z; NaN for one that has no use for it.
   *
   * @param table empty, its model has its parameters loaded; s0 is added and evaluated where needed
   * @param scalars values of the objective's own parameters
   */
  default <S> double logZ(StateTable<S> table, double[] scalars) {
    return Double.NaN;
  }
}
