package example.strands;

import java.util.Optional;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.Termination;
import org.gflownet.math.IntList;

/**
 * Strands of the letters A, C, G and T, which grow at both ends: a state is the strand, s0 the
 * empty one. Actions 0 to 3 put a letter behind it, 4 to 7 before it, 8 is STOP.
 *
 * <p>A strand has two parents, without its last letter (backward action 0) and without its first
 * (backward action 1), or one, where both are the same.
 */
public final class StrandEnvironment implements EnumerableEnvironment<String> {
  private static final String LETTERS = "ACGT";
  private static final int STOP = 2 * LETTERS.length();

  private final int length;

  /**
   * Strands.
   *
   * @param length number of letters at which a strand ends, 1 to 12
   */
  public StrandEnvironment(int length) {
    this.length = length;
  }

  @Override
  public String initialState() {
    return "";
  }

  @Override
  public int numActions() {
    return STOP + 1;
  }

  @Override
  public int numBackwardActions() {
    return 2;
  }

  @Override
  public int stopAction() {
    return STOP;
  }

  @Override
  public Termination termination(String strand) {
    if (strand.isEmpty()) {
      return Termination.NONE;
    }
    return strand.length() < length ? Termination.OPTIONAL : Termination.FORCED;
  }

  @Override
  public void forwardActions(String strand, IntList out) {
    if (strand.length() < length) {
      for (int action = 0; action < STOP; action++) {
        out.add(action);
      }
      if (!strand.isEmpty()) {
        out.add(STOP);
      }
    }
  }

  @Override
  public String step(String strand, int action) {
    if (action < 0 || action >= STOP || strand.length() >= length) {
      throw new IllegalArgumentException("action " + action + " is illegal in '" + strand + "'");
    }
    char letter = LETTERS.charAt(action % LETTERS.length());
    return action < LETTERS.length() ? strand + letter : letter + strand;
  }

  @Override
  public void backwardActions(String strand, IntList out) {
    if (!strand.isEmpty()) {
      out.add(0);
      if (!withoutLast(strand).equals(withoutFirst(strand))) {
        out.add(1);
      }
    }
  }

  @Override
  public String backstep(String strand, int backwardAction) {
    IntList legal = new IntList();
    backwardActions(strand, legal);
    if (backwardAction < 0 || backwardAction >= legal.size()) {
      throw new IllegalArgumentException(
          "backward action " + backwardAction + " is illegal in '" + strand + "'");
    }
    return backwardAction == 0 ? withoutLast(strand) : withoutFirst(strand);
  }

  /** Both ends where the parents are the same: then two actions lead from it to the strand. */
  @Override
  public void edgeActions(String strand, int backwardAction, IntList out) {
    String parent = backstep(strand, backwardAction);
    if (parent.equals(withoutLast(strand))) {
      out.add(LETTERS.indexOf(strand.charAt(strand.length() - 1)));
    }
    if (parent.equals(withoutFirst(strand))) {
      out.add(LETTERS.length() + LETTERS.indexOf(strand.charAt(0)));
    }
  }

  private static String withoutLast(String strand) {
    return strand.substring(0, strand.length() - 1);
  }

  private static String withoutFirst(String strand) {
    return strand.substring(1);
  }

  /** One feature for each place and letter. */
  @Override
  public int numFeatures() {
    return length * LETTERS.length();
  }

  @Override
  public void encode(String strand, IntList activeFeatures) {
    for (int i = 0; i < strand.length(); i++) {
      activeFeatures.add(i * LETTERS.length() + LETTERS.indexOf(strand.charAt(i)));
    }
  }

  /** Number of strands: 1 + 4 + 16 + ... */
  @Override
  public long numIndices() {
    return first(length + 1);
  }

  /** Shorter strands come first, so that every action leads to a larger index. */
  @Override
  public long indexOf(String strand) {
    long index = 0;
    for (int i = 0; i < strand.length(); i++) {
      index = index * LETTERS.length() + LETTERS.indexOf(strand.charAt(i));
    }
    return first(strand.length()) + index;
  }

  @Override
  public Optional<String> stateAt(long index) {
    int letters = 0;
    while (first(letters + 1) <= index) {
      letters++;
    }
    long rest = index - first(letters);
    StringBuilder strand = new StringBuilder();
    for (int i = 0; i < letters; i++) {
      strand.append(LETTERS.charAt((int) (rest % LETTERS.length())));
      rest /= LETTERS.length();
    }
    return Optional.of(strand.reverse().toString());
  }

  /** Index of the first strand of a length. */
  private static long first(int letters) {
    long count = 0;
    for (int i = 0; i < letters; i++) {
      count = count * LETTERS.length() + 1;
    }
    return count;
  }
}
