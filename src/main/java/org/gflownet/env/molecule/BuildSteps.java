package org.gflownet.env.molecule;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gflownet.env.Environment;
import org.gflownet.env.Termination;

/**
 * How a molecule was built, as a text: a step {@code stem:entry} for each block, with {@code ;}
 * between them.
 *
 * <p>where: stem is the position, from 0, among the open stems of the state before the step (0 in
 * the empty state), entry the position of the block in the vocabulary, from 0. STOP is left out.
 */
public final class BuildSteps {
  /** What a row of such texts is called. */
  public static final String COLUMN = "actions";

  private static final String BETWEEN = ";";
  private static final Pattern STEP = Pattern.compile("([0-9]{1,9}):([0-9]{1,9})");

  private final int numEntries;

  /**
   * A molecule and how it was built.
   *
   * @param states from the empty one to the molecule
   * @param actions between them, without STOP
   */
  public record Built(List<FragmentState> states, int[] actions) {
    /** The molecule. */
    public FragmentState molecule() {
      return states.get(states.size() - 1);
    }
  }

  /** The texts of paths with a vocabulary. */
  public BuildSteps(FragmentVocabulary vocabulary) {
    this.numEntries = vocabulary.numEntries();
  }

  /**
   * The text of a path.
   *
   * @param actions of a {@link FragmentEnvironment} with this vocabulary, without STOP
   */
  public String text(int[] actions) {
    return IntStream.of(actions)
        .mapToObj(action -> (action - 1) / numEntries + ":" + (action - 1) % numEntries)
        .collect(Collectors.joining(BETWEEN));
  }

  /**
   * Builds a molecule again.
   *
   * @param environment with this vocabulary
   * @throws IllegalArgumentException in one line, if the text is none or cannot be followed to a
   *     state where a trajectory may end
   */
  public Built build(Environment<FragmentState> environment, String text) {
    String[] steps = text.split(BETWEEN, -1);
    List<FragmentState> states = new ArrayList<>();
    int[] actions = new int[steps.length];
    FragmentState state = environment.initialState();
    states.add(state);
    for (int i = 0; i < steps.length; i++) {
      if (environment.termination(state) == Termination.FORCED) {
        throw new IllegalArgumentException(
            "step %d comes behind the end: %d blocks are the most, or leave no stem open"
                .formatted(i + 1, i));
      }
      actions[i] = action(state, steps[i], i + 1);
      state = environment.step(state, actions[i]);
      states.add(state);
    }
    if (environment.termination(state) == Termination.NONE) {
      throw new IllegalArgumentException(
          "they end with %d blocks, fewer than a molecule must have".formatted(state.numBlocks()));
    }
    return new Built(states, actions);
  }

  private int action(FragmentState state, String step, int number) {
    Matcher parts = STEP.matcher(step);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "step %d is not stem:entry; steps are as in 0:17;2:5".formatted(number));
    }
    int stem = Integer.parseInt(parts.group(1));
    int entry = Integer.parseInt(parts.group(2));
    int numStems = state.numBlocks() == 0 ? 1 : state.numStems();
    if (stem >= numStems) {
      throw new IllegalArgumentException(
          "step %d: there is no stem %d; use 0 to %d".formatted(number, stem, numStems - 1));
    }
    if (entry >= numEntries) {
      throw new IllegalArgumentException(
          "step %d: the vocabulary has no entry %d; use 0 to %d"
              .formatted(number, entry, numEntries - 1));
    }
    return 1 + stem * numEntries + entry;
  }
}
