package org.gflownet.reward.chem.sa;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads a pickle that is one list of lists, each a float and then whole numbers, and nothing else.
 * A pickle is a program; this knows the seven instructions of Python's protocol 0 ({@code
 * pickletools}) that such lists need, makes numbers, and refuses everything else with the
 * instruction's place. There is no memory to recall from, nothing is looked up or called.
 *
 * <p>Input is read as it is unpacked; what is kept of it is bounded. One use per object.
 */
final class FragmentTableReader {
  private static final int MAX_BYTES = 64 << 20;
  private static final int MAX_FRAGMENTS = 4_000_000;
  private static final int MAX_ROWS = 1_000_000;
  private static final int MAX_LINE = 30;
  private static final long MAX_HASH = 0xFFFF_FFFFL;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 13];
  private int at;
  private int filled;

  /** Bytes that were taken. */
  private int position;

  /** Lists that are open: 0 to 2. */
  private int depth;

  /** A number that waits to be appended, as text; null for none. */
  private String number;

  private boolean isFloat;

  /** Hash in the upper half, row in the lower. */
  private long[] fragments = new long[1 << 10];

  private int numFragments;
  private double[] scores = new double[1 << 6];
  private int numRows;
  private boolean hasScore;

  private FragmentTableReader(InputStream in) {
    this.in = in;
  }

  /**
   * Reads to the end of the pickle.
   *
   * @throws IOException if it is not such a list, in one line
   */
  static FragmentScores read(InputStream in) throws IOException {
    return new FragmentTableReader(in).run();
  }

  private FragmentScores run() throws IOException {
    for (int instruction = next(); instruction != '.'; instruction = next()) {
      int place = position - 1;
      try {
        execute(instruction);
      } catch (EOFException end) {
        throw end;
      } catch (IOException problem) {
        throw new IOException("byte " + place + " of the pickle: " + problem.getMessage(), problem);
      }
    }
    if (depth != 1 || number != null || numFragments == 0) {
      throw new IOException("the pickle is no list of fragments");
    }
    // Asking for more also checks the length and sum at the end of packed files.
    if (at < filled || in.read() >= 0) {
      throw new IOException("the pickle goes on after its end");
    }
    return table();
  }

  private void execute(int instruction) throws IOException {
    switch (instruction) {
      case '(' -> open();
      case 'p' -> line();
      case 'F', 'I' -> {
        if (depth != 2 || number != null) {
          throw new IOException("a number outside of a list of them");
        }
        number = line();
        isFloat = instruction == 'F';
      }
      case 'a' -> append();
      default ->
          throw new IOException(
              String.format("instruction 0x%02x is not one of lists of numbers", instruction));
    }
  }

  private void open() throws IOException {
    if (next() != 'l' || depth == 2 || number != null) {
      throw new IOException("a list where none belongs");
    }
    if (depth == 1) {
      if (numRows == MAX_ROWS) {
        throw new IOException("more than " + MAX_ROWS + " lists");
      }
      hasScore = false;
    }
    depth++;
  }

  private void append() throws IOException {
    if (number == null) {
      if (depth != 2 || !hasScore) {
        throw new IOException("nothing to append");
      }
      depth = 1;
      numRows++;
    } else if (isFloat) {
      addScore();
    } else {
      addFragment();
    }
    number = null;
  }

  private void addScore() throws IOException {
    if (hasScore) {
      throw new IOException("a second score in a list");
    }
    double score = parsed();
    if (numRows == scores.length) {
      scores = Arrays.copyOf(scores, 2 * numRows);
    }
    scores[numRows] = score;
    hasScore = true;
  }

  private double parsed() throws IOException {
    try {
      double score = Double.parseDouble(number);
      if (Double.isFinite(score)) {
        return score;
      }
    } catch (NumberFormatException problem) {
      throw new IOException("'" + number + "' is no number", problem);
    }
    throw new IOException("a score of " + number);
  }

  private void addFragment() throws IOException {
    if (!hasScore) {
      throw new IOException("a hash before its score");
    }
    if (numFragments == MAX_FRAGMENTS) {
      throw new IOException("more than " + MAX_FRAGMENTS + " fragments");
    }
    if (numFragments == fragments.length) {
      fragments = Arrays.copyOf(fragments, 2 * numFragments);
    }
    fragments[numFragments++] = hash() << Integer.SIZE | numRows;
  }

  private long hash() throws IOException {
    long hash = 0;
    for (int k = 0; k < number.length(); k++) {
      char c = number.charAt(k);
      hash = 10 * hash + (c - '0');
      if (c < '0' || c > '9' || hash > MAX_HASH) {
        throw new IOException("'" + number + "' is no hash of 32 bits");
      }
    }
    if (number.isEmpty()) {
      throw new IOException("a hash of no digits");
    }
    return hash;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = next(); c != '\n'; c = next()) {
      if (c <= ' ' || c >= 0x7F || line.length() == MAX_LINE) {
        throw new IOException("a number that is none");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private int next() throws IOException {
    if (at == filled) {
      filled = Math.max(0, in.read(buffer));
      at = 0;
      if (filled == 0) {
        throw new EOFException("the pickle ends too early");
      }
    }
    if (++position > MAX_BYTES) {
      throw new IOException("more than " + MAX_BYTES + " bytes when unpacked");
    }
    return buffer[at++] & 0xFF;
  }

  private FragmentScores table() throws IOException {
    long[] sorted = Arrays.copyOf(fragments, numFragments);
    Arrays.sort(sorted);
    int[] hashes = new int[numFragments];
    double[] values = new double[numFragments];
    for (int k = 0; k < numFragments; k++) {
      hashes[k] = (int) (sorted[k] >> Integer.SIZE);
      values[k] = scores[(int) sorted[k]];
      if (k > 0 && hashes[k] == hashes[k - 1]) {
        throw new IOException("fragment " + Integer.toUnsignedString(hashes[k]) + " twice");
      }
    }
    return new FragmentScores(hashes, values);
  }
}
