package org.gflownet.config;

import java.util.List;
import java.util.OptionalDouble;
import org.gflownet.math.Schedule;

/**
 * Section {@code train}: the training loop and its updater.
 *
 * @param objective what is trained with
 * @param steps largest number of parameter updates
 * @param budget what else ends the run
 * @param batch trajectories per step, over all slices
 * @param slices number of shares of a step, at most {@code batch}
 * @param updater the optimiser
 * @param lr learning rate at step 0
 * @param lrSchedule how the learning rate changes
 * @param beta1 decay of the gradient's mean
 * @param beta2 decay of the gradient's mean square
 * @param updaterEps added to the root of the mean square
 * @param momentum of nesterovs
 * @param weightDecay decoupled, of adamw; 0 for others
 * @param gradientClip largest global norm of the gradient; 0 for none
 * @param ema decay of the moving average of the parameters, which is evaluated and sampled; empty
 *     for none
 * @param sync how workers and driver agree on parameters
 * @param localSteps updates a worker makes on its own
 * @param staleness how many updates old the parameters of a pipelined step's rollouts are
 * @param tasks most tasks of a step on Spark; auto, cores (as many as there are) or executors
 * @param gather who adds up what the tasks of a step come to, on Spark
 * @param stepsPerJob most steps of a Spark job on a local master; auto for as many as fit
 */
public record TrainConfig(
    Objective objective,
    long steps,
    BudgetConfig budget,
    int batch,
    int slices,
    Updater updater,
    double lr,
    LrScheduleConfig lrSchedule,
    double beta1,
    double beta2,
    double updaterEps,
    double momentum,
    double weightDecay,
    double gradientClip,
    OptionalDouble ema,
    Sync sync,
    int localSteps,
    int staleness,
    NamedCount tasks,
    Gather gather,
    NamedCount stepsPerJob) {
  private static final int MAX_BATCH = 1_000_000;
  private static final int MAX_LAG = 1_000_000;
  private static final int MAX_STALENESS = 64;
  private static final double MAX_RATE = 100;
  private static final List<String> TASKS = List.of(NamedCount.AUTO, "cores", "executors");

  /** What is trained with. */
  public enum Objective {
    /** Flow matching. */
    FM,
    /** Detailed balance. */
    DB,
    /** Trajectory balance. */
    TB,
    /** Sub-trajectory balance. */
    SUBTB,
    /** Log-variance. */
    LOG_VARIANCE,
    /** Forward-looking detailed balance. */
    FL_DB,
    /** Forward-looking sub-trajectory balance. */
    FL_SUBTB;

    /** Whether states have a log-flow of their own. */
    public boolean hasStateFlows() {
      return this == DB || this == SUBTB || isForwardLooking();
    }

    /** Whether rewards of states on the way are part of the loss. */
    public boolean isForwardLooking() {
      return this == FL_DB || this == FL_SUBTB;
    }

    /** Whether log Z is a parameter. */
    public boolean hasLogZ() {
      return this == TB;
    }
  }

  /** The optimisers. */
  public enum Updater {
    /** Adam. */
    ADAM,
    /** Adam with decoupled weight decay. */
    ADAMW,
    /** Plain gradient descent. */
    SGD,
    /** RMSProp. */
    RMSPROP,
    /** Nesterov's momentum. */
    NESTEROVS,
    /** AdaGrad. */
    ADAGRAD,
    /** AdaMax. */
    ADAMAX,
    /** Adam with Nesterov's momentum. */
    NADAM,
    /** AMSGrad. */
    AMSGRAD
  }

  /** How workers and driver agree on parameters. */
  public enum Sync {
    /** The driver adds up all gradients of a step, updates and sends parameters again. */
    GRADIENT,
    /** Every slice takes updates of its own; then parameters and moments are averaged. */
    AVERAGING,
    /** As gradient, but rollouts use parameters that are a fixed number of updates old. */
    PIPELINED
  }

  /** Who adds up what the tasks of a step come to, on Spark. */
  public enum Gather {
    /** Whoever does it sooner. */
    AUTO,
    /** The driver. */
    DRIVER,
    /** Executors, a piece each. */
    SHARDS
  }

  static TrainConfig read(Settings settings) {
    int batch = settings.count("train.batch", 1, MAX_BATCH);
    Updater updater = settings.choice("train.updater", Updater.class);
    long steps = settings.whole("train.steps", 1, ScheduleConfig.MAX_STEPS);
    double lr = settings.number("train.lr", Bounds.positive(MAX_RATE));
    Sync sync = settings.choice("train.sync", Sync.class);
    return new TrainConfig(
        settings.choice("train.objective", Objective.class),
        steps,
        BudgetConfig.read(settings, "train.budget"),
        batch,
        slices(settings, batch),
        updater,
        lr,
        LrScheduleConfig.read(settings, lr, Bounds.notNegative(MAX_RATE)),
        settings.number("train.beta1", Bounds.DECAY),
        settings.number("train.beta2", Bounds.DECAY),
        settings.number("train.updater-eps", Bounds.positive(1)),
        settings.number("train.momentum", Bounds.DECAY),
        weightDecay(settings, updater),
        settings.number("train.gradient-clip", Bounds.notNegative(1e30)),
        settings.optionalNumber("train.ema", new Bounds(0, true, 1, true)),
        sync,
        localSteps(settings, sync),
        staleness(settings, sync),
        settings.countOr(TASKS, "train.tasks", 1, MAX_BATCH),
        settings.choice("train.gather", Gather.class),
        settings.countOr(List.of(NamedCount.AUTO), "train.steps-per-job", 1, MAX_LAG));
  }

  private static int slices(Settings settings, int batch) {
    int slices = settings.count("train.slices", 1, MAX_BATCH);
    if (slices > batch) {
      throw settings.error(
          settings.culprit("train.slices", "train.batch"),
          String.format(
              "%d slices cannot share %d trajectories; set train.slices <= train.batch",
              slices, batch));
    }
    return slices;
  }

  /**
   * Refuses batches whose loss is 0 whatever the policy: log-variance compares the trajectories of
   * an update with each other. These are all of a step, drawn ones included, or with averaging
   * those of one slice.
   */
  void requireSpread(Settings settings) {
    if (objective != Objective.LOG_VARIANCE) {
      return;
    }
    if (batch < 2) {
      throw settings.error(
          settings.culprit("train.batch", "train.objective"),
          "log-variance compares the trajectories of a step, and the loss of one is 0; set"
              + " train.batch >= 2 or another train.objective");
    }
    if (sync == Sync.AVERAGING && batch / slices < 2) {
      throw settings.error(
          settings.culprit("train.sync", "train.objective"),
          String.format(
              "log-variance compares the trajectories of a slice where each takes updates of its"
                  + " own, and %d slices of %d trajectories have some with one, whose loss is 0;"
                  + " set train.batch >= %d, train.slices <= %d or train.sync = gradient",
              slices, batch, 2L * slices, batch / 2));
    }
  }

  private static double weightDecay(Settings settings, Updater updater) {
    double decay = settings.number("train.weight-decay", Bounds.notNegative(1));
    if (decay > 0 && updater != Updater.ADAMW) {
      throw settings.error(
          "train.weight-decay",
          "train.updater = "
              + Kebab.of(updater)
              + " has no weight decay; set train.updater = adamw or remove it");
    }
    return decay;
  }

  /** Means nothing, and so must stay 1, unless slices take updates of their own. */
  private static int localSteps(Settings settings, Sync sync) {
    int value = settings.count("train.local-steps", 1, MAX_LAG);
    if (value != 1 && sync != Sync.AVERAGING) {
      throw settings.error(
          "train.local-steps", "needs train.sync = averaging; set that, or remove this or use 1");
    }
    return value;
  }

  private static int staleness(Settings settings, Sync sync) {
    int value = settings.count("train.staleness", 1, MAX_STALENESS);
    if (value != 1 && sync != Sync.PIPELINED) {
      throw settings.error(
          "train.staleness", "needs train.sync = pipelined; set that, or remove this or use 1");
    }
    return value;
  }

  /** The learning rate over the run. */
  public Schedule lrOverRun() {
    return lrSchedule.startingAt(lr);
  }
}
