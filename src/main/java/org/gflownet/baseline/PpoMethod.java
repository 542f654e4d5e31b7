package org.gflownet.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.gflownet.env.Environment;
import org.gflownet.env.Termination;
import org.gflownet.math.FloatVectors;
import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;
import org.gflownet.model.FlowModel;
import org.gflownet.model.StateBatch;
import org.gflownet.train.TrainingDivergedException;
import org.gflownet.train.TrainingState;
import org.gflownet.trajectory.Trajectory;

/**
 * Proximal policy optimisation: trajectories of the present policy on executors, then updates on
 * minibatches of their actions on the driver (Schulman et al. 2017, algorithm 1).
 *
 * <p>The network has the policy's logits and one more output, the value V(s) of a state. The reward
 * R = exp(log R) comes with the last action; there is no discount. Minibatches are drawn with
 * replacement, as in the code of Bengio et al. 2021.
 *
 * @param <S> the state
 */
public final class PpoMethod<S> implements Method {
  private static final String MINIBATCHES = "ppo-minibatches";

  private final Environment<S> environment;
  private final FlowModel model;
  private final int valueUnit;
  private final PpoSettings settings;
  private final SliceExecutor executor;
  private final StateBatch batch = new StateBatch();

  /**
   * A method.
   *
   * @param environment of the objects
   * @param model of logits and values, for this method alone
   * @param valueUnit output unit of the value, above those of all actions
   * @param settings how to learn
   * @param executor of slices of {@link TrajectoryWorker} with the same network; not closed here
   */
  public PpoMethod(
      Environment<S> environment,
      FlowModel model,
      int valueUnit,
      PpoSettings settings,
      SliceExecutor executor) {
    this.environment = environment;
    this.model = model;
    this.valueUnit = valueUnit;
    this.settings = settings;
    this.executor = executor;
  }

  /** The action of a trajectory at a depth. */
  record Choice<S>(Trajectory<S> trajectory, int depth) {
    S state() {
      return trajectory.states().get(depth);
    }

    boolean isLast() {
      return depth == trajectory.numTransitions() - 1;
    }

    int action(int stop) {
      return depth < trajectory.actions().length ? trajectory.actions()[depth] : stop;
    }
  }

  @Override
  public Round next(TrainingState state) {
    List<SliceOutput> slices =
        executor.run(
            state.progress(),
            state.parameters(),
            Collections.nCopies(settings.share().slices(), new long[0]));
    List<Trajectory<S>> trajectories = Rollout.read(environment, slices);
    double loss = learn(state, drawn(trajectories, state.step()));
    return new Round(
        loss,
        trajectories.size(),
        Rollout.numTransitions(trajectories),
        trajectories.size(),
        Rollout.samples(environment, trajectories),
        Rollout.rows(slices),
        Rollout.rewards(slices));
  }

  /** The actions of all minibatches of a step, one minibatch after the other. */
  List<Choice<S>> drawn(List<Trajectory<S>> trajectories, long step) {
    List<Choice<S>> all = new ArrayList<>();
    for (Trajectory<S> trajectory : trajectories) {
      for (int t = 0; t < trajectory.numTransitions(); t++) {
        all.add(new Choice<>(trajectory, t));
      }
    }
    RandomStream random =
        new RandomStream(RandomStream.derive(settings.seed(), MINIBATCHES), step, 0);
    List<Choice<S>> drawn = new ArrayList<>();
    for (int i = 0; i < settings.updates() * settings.minibatch(); i++) {
      drawn.add(all.get(random.nextInt(all.size())));
    }
    return drawn;
  }

  private double learn(TrainingState state, List<Choice<S>> drawn) {
    List<PpoLoss.Sample> samples = judge(state.parameters(), drawn);
    float[] gradient = new float[state.parameters().length];
    double sum = 0.0;
    for (int u = 0; u < settings.updates(); u++) {
      int from = u * settings.minibatch();
      int to = from + settings.minibatch();
      Arrays.fill(gradient, 0f);
      double loss =
          loss(state.parameters(), drawn.subList(from, to), samples.subList(from, to), gradient);
      sum += loss;
      update(state, gradient, loss, state.step() * settings.updates() + u);
    }
    return sum / settings.updates();
  }

  private void update(TrainingState state, float[] gradient, double loss, long number) {
    double norm = FloatVectors.norm(gradient);
    if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
      throw new TrainingDivergedException(state.step(), -1, settings.seed());
    }
    if (settings.gradientClip() > 0.0 && norm > settings.gradientClip()) {
      float factor = (float) (settings.gradientClip() / norm);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= factor;
      }
    }
    state
        .updater()
        .update(state.parameters(), gradient, settings.learningRate().at(state.progress()), number);
    if (!FloatVectors.isFinite(state.parameters())) {
      throw new TrainingDivergedException(state.step(), -1, settings.seed());
    }
  }

  /** What is known of the actions under the policy that took them. */
  List<PpoLoss.Sample> judge(float[] parameters, List<Choice<S>> drawn) {
    evaluate(parameters, drawn);
    float[] outputs = model.outputs();
    int rows = drawn.size();
    double[] values = new double[rows];
    double[] logProbabilities = new double[rows];
    for (int row = 0; row < rows; row++) {
      int from = batch.outputOffset(row);
      int value = batch.outputOffset(row + 1) - 1;
      int chosen = batch.outputPosition(row, drawn.get(row).action(environment.stopAction()));
      values[row] = outputs[value];
      logProbabilities[row] = outputs[chosen] - LogSpace.logSumExp(outputs, from, value);
    }
    double[] expected = nextValues(parameters, drawn);
    List<PpoLoss.Sample> samples = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      double gain = LogSpace.exp(drawn.get(row).trajectory().logReward());
      samples.add(new PpoLoss.Sample(logProbabilities[row], expected[row] - values[row], gain));
    }
    return samples;
  }

  /** What the advantage compares with the value of the state: R, or V of the state after. */
  private double[] nextValues(float[] parameters, List<Choice<S>> drawn) {
    double[] expected = new double[drawn.size()];
    List<Choice<S>> after = new ArrayList<>();
    for (int i = 0; i < expected.length; i++) {
      Choice<S> choice = drawn.get(i);
      expected[i] = LogSpace.exp(choice.trajectory().logReward());
      if (settings.advantage() == PpoSettings.Advantage.DIFFERENCE && !choice.isLast()) {
        after.add(new Choice<>(choice.trajectory(), choice.depth() + 1));
      }
    }
    if (after.isEmpty()) {
      return expected;
    }
    evaluate(parameters, after);
    float[] outputs = model.outputs();
    int row = 0;
    for (int i = 0; i < expected.length; i++) {
      if (!drawn.get(i).isLast()) {
        expected[i] = outputs[batch.outputOffset(++row) - 1];
      }
    }
    return expected;
  }

  private void evaluate(float[] parameters, List<Choice<S>> choices) {
    model.load(parameters);
    batch.clear();
    for (Choice<S> choice : choices) {
      S state = choice.state();
      if (environment.termination(state) == Termination.FORCED) {
        throw new IllegalStateException("there is nothing to choose in " + state);
      }
      environment.encode(state, batch.newFeatures());
      environment.forwardActions(state, batch.newOutputs());
      batch.newOutputs().add(valueUnit);
      batch.endRow();
    }
    model.evaluate(batch);
  }

  /** The mean loss of a minibatch, with its derivative added to {@code gradient}. */
  double loss(
      float[] parameters, List<Choice<S>> choices, List<PpoLoss.Sample> samples, float[] gradient) {
    evaluate(parameters, choices);
    float[] outputs = model.outputs();
    double[] derivative = new double[batch.numOutputs()];
    double sum = 0.0;
    for (int row = 0; row < choices.size(); row++) {
      int action = choices.get(row).action(environment.stopAction());
      sum +=
          settings
              .loss()
              .evaluate(
                  outputs,
                  batch.outputOffset(row),
                  batch.outputOffset(row + 1) - 1,
                  batch.outputPosition(row, action),
                  samples.get(row),
                  1.0 / choices.size(),
                  derivative);
    }
    model.backward(batch, derivative, gradient);
    return sum / choices.size();
  }

  @Override
  public void save(Map<String, long[]> sections) {
    // Parameters, updater and step say it all.
  }

  @Override
  public void restore(Map<String, long[]> sections) {
    // Parameters, updater and step say it all.
  }
}
