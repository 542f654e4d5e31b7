package org.gflownet.job.lab;

import org.gflownet.run.UserException;
import org.gflownet.scaling.Constant;
import org.gflownet.scaling.ReferenceWorkload;
import org.gflownet.scaling.StepCostModel;
import org.gflownet.scaling.TaskShare;
import org.gflownet.scaling.Workload;
import picocli.CommandLine.Option;

/** Options of the step that {@code scaling} simulates. */
final class ScalingStep {
  @Option(
      names = "--workload",
      paramLabel = "NAME",
      defaultValue = "grid",
      description = {
        "grid (8^4, two layers of 256) or molecules (conf/molecules-seh.conf): what a transition",
        "costs, and the defaults of the following options (${DEFAULT-VALUE})."
      })
  private String workload;

  @Option(names = "--parameters", description = "Parameters of the network (71000; 354410).")
  private Long parameters;

  @Option(
      names = "--partial-sums",
      description = "Vectors of that length in a slice's result (1; 2).")
  private Integer partialSums;

  @Option(names = "--transitions", description = "Mean transitions of a trajectory (12; 7.8).")
  private Double transitions;

  @Option(names = "--batch-per-core", description = "Trajectories per step and core (256; 96).")
  private Integer batchPerCore;

  @Option(
      names = "--batch",
      defaultValue = "0",
      description = "Trajectories per step, whatever the cluster; otherwise --batch-per-core.")
  private int batch;

  @Option(
      names = "--work",
      paramLabel = "S",
      description = "Seconds of work of each core in a step, whatever its transitions cost.")
  private Double work;

  @Option(
      names = "--slices-per-core",
      defaultValue = "1",
      description = "Slices per step and core (${DEFAULT-VALUE}).")
  private int slicesPerCore;

  @Option(
      names = "--tasks",
      paramLabel = "SHARE",
      defaultValue = "executors",
      description = {
        "What a task is for, as train.tasks: slices, cores, executors, or a number of tasks",
        "(${DEFAULT-VALUE})."
      })
  private String tasks;

  private ReferenceWorkload reference() {
    return ReferenceWorkload.parse(workload);
  }

  /** Constants of the workload, where no file says otherwise. */
  StepCostModel standard() {
    return StepCostModel.standard(reference());
  }

  /** What a transition costs so that a core has the work that it should have. */
  StepCostModel worked(StepCostModel costs) {
    if (work == null) {
      return costs;
    }
    UserException.unless(batch == 0, "--work is for --batch-per-core, not for --batch");
    UserException.unless(
        work > 0 && work <= 86_400, "--work " + work + ": takes more than 0, up to 86400");
    double transitionsPerCore = batchPerCore() * step().transitionsPerTrajectory();
    return costs.with(Constant.TRANSITION, work / transitionsPerCore).with(Constant.CALL, 0);
  }

  int batch() {
    requireFrom("--batch", batch, 0);
    return batch;
  }

  int batchPerCore() {
    int trajectories = batchPerCore == null ? reference().batchPerCore() : batchPerCore;
    requireFrom("--batch-per-core", trajectories, 1);
    return trajectories;
  }

  int slicesPerCore() {
    requireFrom("--slices-per-core", slicesPerCore, 1);
    return slicesPerCore;
  }

  int partialSums() {
    return partialSums == null ? reference().partialSums() : partialSums;
  }

  /** The step, whose batch and slices depend on the cluster. */
  Workload step() {
    ReferenceWorkload known = reference();
    return new Workload(
        parameters == null ? known.parameters() : parameters,
        partialSums(),
        1,
        1,
        TaskShare.parse(tasks),
        transitions == null ? known.transitions() : transitions);
  }

  /** Checks an option with a least value. */
  static void requireFrom(String option, int value, int least) {
    if (value < least) {
      throw new UserException(option + " must be at least " + least + ", was " + value);
    }
  }
}
