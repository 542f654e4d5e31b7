package org.gflownet.baseline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.gflownet.env.Environment;
import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;
import org.gflownet.math.Schedule;
import org.gflownet.model.FlowModel;
import org.gflownet.model.StateBatch;
import org.gflownet.train.TrainingDivergedException;
import org.gflownet.train.TrainingState;

/**
 * Trains the additions of {@link EditMoves} to propose what raised the reward before: the mean of
 * {@code -log F(action | state)} over a minibatch of such additions is made smaller (Xie et al.
 * 2021, section 3.3).
 *
 * <p>On the driver. While the proposal changes, the chains' distribution is not exactly R^(1/T)/Z:
 * every single step balances, with another proposal the next time.
 *
 * @param <S> the state
 */
public final class ProposalLearner<S> {
  private static final String ADDITIONS = "additions";
  private static final String MINIBATCHES = "proposal-minibatches";

  private final Environment<S> environment;
  private final FlowModel model;
  private final Settings settings;
  private final PathCode<S> code;
  private final StateBatch batch = new StateBatch();
  private final Deque<Addition<S>> additions = new ArrayDeque<>();

  /**
   * How to learn.
   *
   * @param seed of the run
   * @param updates of the parameters in a step
   * @param minibatch additions for an update
   * @param memory number of last additions to draw from
   * @param learningRate by step
   */
  public record Settings(
      long seed, int updates, int minibatch, int memory, Schedule learningRate) {}

  /** An action in a state. */
  private record Addition<S>(S state, int action) {}

  /**
   * A learner that has seen nothing.
   *
   * @param environment of the objects
   * @param model for this learner alone
   * @param settings how to learn
   */
  public ProposalLearner(Environment<S> environment, FlowModel model, Settings settings) {
    this.environment = environment;
    this.model = model;
    this.settings = settings;
    this.code = new PathCode<>(environment);
  }

  /** Adds additions as {@link ChainOutput#additions} has them, and forgets the oldest. */
  void add(long[] coded) {
    int[] next = {0};
    while (next[0] < coded.length) {
      S state = code.read(coded, next[0], next);
      additions.addLast(new Addition<>(state, Math.toIntExact(coded[next[0]++])));
      if (additions.size() > settings.memory()) {
        additions.removeFirst();
      }
    }
  }

  /**
   * Makes the updates of a step.
   *
   * @param state whose parameters and updater change
   * @return mean loss of the updates; 0 while there are fewer additions than a minibatch has
   * @throws TrainingDivergedException if a loss is not finite
   */
  double learn(TrainingState state) {
    if (additions.size() < settings.minibatch()) {
      return 0.0;
    }
    List<Addition<S>> known = new ArrayList<>(additions);
    RandomStream random =
        new RandomStream(RandomStream.derive(settings.seed(), MINIBATCHES), state.step(), 0);
    float[] gradient = new float[state.parameters().length];
    double sum = 0.0;
    for (int u = 0; u < settings.updates(); u++) {
      List<Addition<S>> drawn = new ArrayList<>();
      for (int i = 0; i < settings.minibatch(); i++) {
        drawn.add(known.get(random.nextInt(known.size())));
      }
      Arrays.fill(gradient, 0f);
      double loss = loss(drawn, state.parameters(), gradient);
      if (!Double.isFinite(loss)) {
        throw new TrainingDivergedException(state.step(), -1, settings.seed());
      }
      sum += loss;
      state
          .updater()
          .update(
              state.parameters(),
              gradient,
              settings.learningRate().at(state.progress()),
              state.step() * settings.updates() + u);
    }
    return sum / settings.updates();
  }

  /** The mean of -log F, with its derivative added to {@code gradient}. */
  private double loss(List<Addition<S>> drawn, float[] parameters, float[] gradient) {
    model.load(parameters);
    batch.clear();
    for (Addition<S> addition : drawn) {
      EditMoves.addRow(batch, environment, addition.state());
    }
    model.evaluate(batch);
    float[] logits = model.outputs();
    double[] derivative = new double[batch.numOutputs()];
    double loss = 0.0;
    for (int row = 0; row < drawn.size(); row++) {
      int from = batch.outputOffset(row);
      int to = batch.outputOffset(row + 1);
      int chosen = batch.outputPosition(row, drawn.get(row).action());
      double logSum = LogSpace.logSumExp(logits, from, to);
      loss += logSum - logits[chosen];
      for (int p = from; p < to; p++) {
        derivative[p] = LogSpace.exp(logits[p] - logSum) / drawn.size();
      }
      derivative[chosen] -= 1.0 / drawn.size();
    }
    model.backward(batch, derivative, gradient);
    return loss / drawn.size();
  }

  /** Adds the additions to a checkpoint. */
  void save(Map<String, long[]> sections) {
    LongBuffer coded = new LongBuffer();
    for (Addition<S> addition : additions) {
      code.write(addition.state(), coded);
      coded.add(addition.action());
    }
    sections.put(ADDITIONS, coded.toArray());
  }

  /** Restores what {@link #save} added. */
  void restore(Map<String, long[]> sections) {
    if (!sections.containsKey(ADDITIONS)) {
      throw new IllegalArgumentException("the checkpoint lacks the additions to learn from");
    }
    additions.clear();
    add(sections.get(ADDITIONS));
  }
}
