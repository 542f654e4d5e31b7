package org.gflownet.baseline;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.env.Environment;
import org.gflownet.env.Termination;
import org.gflownet.math.IntList;
import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;
import org.gflownet.model.FlowModel;
import org.gflownet.model.StateBatch;
import org.gflownet.trajectory.ActionSampler;

/**
 * Edits of an object that a policy builds step by step: add a part, remove one, or exchange one,
 * each with probability 1/3. On fragment molecules these are the moves of MARS (Xie et al. 2021),
 * which has the first two; an exchange also joins objects of the smallest size.
 *
 * <p>With n(x) the number of distinct parents of x and F(x' | p) the probability that the additions
 * of the proposal lead from p to x' (summed over the actions that do):
 *
 * <pre>
 * add       q(x' | x) = F(x' | x) / 3           reverse  1 / (3 n(x'))
 * remove    q(x' | x) = 1 / (3 n(x))            reverse  F(x | x') / 3
 * exchange  by way of the parent p of both:
 *           q_p(x' | x) = F(x' | p) / (3 n(x))  reverse  F(x | p) / (3 n(x'))
 * </pre>
 *
 * <p>Each pair balances on its own, so for a fixed F the stationary distribution is R^(1/T)/Z over
 * the terminating states. An edit that leads to no terminating state, and one that cannot be done,
 * leaves the chain where it is. Removals are uniform; F is the softmax of a network's logits over
 * the additions, or uniform.
 *
 * @param <S> the state
 */
public final class EditMoves<S> implements Moves<S> {
  private static final int ADD = 0;
  private static final int REMOVE = 1;
  private static final int NUM_KINDS = 3;

  private final Environment<S> environment;
  private final FlowModel model;
  private final UniformObjects<S> uniform;
  private final StateBatch batch = new StateBatch();
  private final IntList scratch = new IntList();
  private final IntList edges = new IntList();
  private final List<Edit<S>> edits = new ArrayList<>();

  /**
   * An edit in the making.
   *
   * @param chain that it is for
   * @param kind what is done
   * @param pivot state that something is added to, or was
   * @param removal backward action from the chain's state to the pivot; -1 if that is the state
   * @param row of the pivot
   */
  private record Edit<S>(Chain<S> chain, int kind, S pivot, int removal, int row) {}

  /**
   * Moves.
   *
   * @param environment of the objects
   * @param model of the additions' logits, for these moves alone; {@link UniformModel} for equal
   *     ones
   */
  public EditMoves(Environment<S> environment, FlowModel model) {
    this.environment = environment;
    this.model = model;
    this.uniform = new UniformObjects<>(environment);
  }

  @Override
  public void load(float[] parameters) {
    model.load(parameters);
  }

  /** The object that a policy of equal probabilities ends at. */
  @Override
  public S start(RandomStream random) {
    return uniform.object(random);
  }

  @Override
  public void propose(List<Chain<S>> chains) {
    batch.clear();
    model.reset();
    edits.clear();
    chains.forEach(this::begin);
    model.evaluate(batch);
    float[] logits = model.outputs();
    for (Edit<S> edit : edits) {
      finish(edit, logits);
    }
  }

  /** Chooses what to do and where, and asks for the logits of additions there. */
  private void begin(Chain<S> chain) {
    int kind = chain.random().nextInt(NUM_KINDS);
    S pivot = chain.state();
    int removal = -1;
    if (kind != ADD) {
      scratch.clear();
      environment.backwardActions(pivot, scratch);
      if (scratch.size() == 0) {
        return;
      }
      removal = scratch.get(chain.random().nextInt(scratch.size()));
      pivot = environment.backstep(pivot, removal);
    }
    if (addRow(batch, environment, pivot)) {
      edits.add(new Edit<>(chain, kind, pivot, removal, batch.numRows() - 1));
    }
  }

  /**
   * Adds a row for the additions to a state.
   *
   * @return false, and no row, if nothing can be added
   */
  static <S> boolean addRow(StateBatch batch, Environment<S> environment, S state) {
    IntList actions = new IntList();
    environment.forwardActions(state, actions);
    IntList outputs = batch.newOutputs();
    int before = outputs.size();
    for (int i = 0; i < actions.size(); i++) {
      if (actions.get(i) != environment.stopAction()) {
        outputs.add(actions.get(i));
      }
    }
    if (outputs.size() == before) {
      return false;
    }
    environment.encode(state, batch.newFeatures());
    batch.endRow();
    return true;
  }

  private void finish(Edit<S> edit, float[] logits) {
    Chain<S> chain = edit.chain();
    if (edit.kind() == REMOVE) {
      if (isObject(edit.pivot())) {
        double logBack = logAddition(edit, chain.state(), edit.removal(), logits);
        chain.propose(edit.pivot(), logBack + LogSpace.log(numParents(chain.state())));
      }
      return;
    }
    int from = batch.outputOffset(edit.row());
    int to = batch.outputOffset(edit.row() + 1);
    int position = ActionSampler.draw(logits, from, to, 1.0, chain.random());
    int action = batch.outputs()[position];
    S next = environment.step(edit.pivot(), action);
    if (!isObject(next) || next.equals(chain.state())) {
      return;
    }
    double logForth = logAddition(edit, next, removalTo(next, edit.pivot()), logits);
    double logRatio = -logForth - LogSpace.log(numParents(next));
    if (edit.kind() != ADD) {
      logRatio +=
          logAddition(edit, chain.state(), edit.removal(), logits)
              + LogSpace.log(numParents(chain.state()));
    }
    chain.propose(next, logRatio);
    chain.arose(edit.pivot(), action);
  }

  private boolean isObject(S state) {
    return environment.termination(state) != Termination.NONE;
  }

  private int numParents(S state) {
    scratch.clear();
    environment.backwardActions(state, scratch);
    return scratch.size();
  }

  /** The backward action from a child to a parent. */
  private int removalTo(S child, S parent) {
    scratch.clear();
    environment.backwardActions(child, scratch);
    for (int i = 0; i < scratch.size(); i++) {
      if (environment.backstep(child, scratch.get(i)).equals(parent)) {
        return scratch.get(i);
      }
    }
    throw new IllegalStateException(parent + " is no parent of " + child);
  }

  /** log F(child | pivot): the sum over the actions that lead there. */
  private double logAddition(Edit<S> edit, S child, int removal, float[] logits) {
    edges.clear();
    environment.edgeActions(child, removal, edges);
    double sum = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < edges.size(); i++) {
      sum = LogSpace.logAddExp(sum, logits[batch.outputPosition(edit.row(), edges.get(i))]);
    }
    int from = batch.outputOffset(edit.row());
    return sum - LogSpace.logSumExp(logits, from, batch.outputOffset(edit.row() + 1));
  }
}
