package org.gflownet.reward.chem.sa;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * How common fragments are in known molecules: a contribution for each hash of a Morgan
 * environment, as P. Ertl and A. Schuffenhauer published them and RDKit ships them in {@code
 * fpscores.pkl.gz}.
 *
 * <p>Files are untrusted: they are read by a reader that can make nothing but numbers. Immutable;
 * thread-safe.
 */
public final class FragmentScores {
  /** Contribution of a fragment that the table does not have. */
  public static final double UNKNOWN = -4.0;

  private final int[] hashes;
  private final double[] scores;

  /**
   * A table.
   *
   * @param hashes increasing as signed integers
   * @param scores of each
   */
  FragmentScores(int[] hashes, double[] scores) {
    this.hashes = hashes;
    this.scores = scores;
  }

  /**
   * The table of a file.
   *
   * @throws IllegalArgumentException if the file cannot be read or is not such a file, in one line
   */
  public static FragmentScores read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(file.toString(), in);
    } catch (IOException problem) {
      throw new IllegalArgumentException(
          "cannot read the fragment table '" + file + "': " + problem, problem);
    }
  }

  /** The table of a file's content. */
  static FragmentScores parse(String name, byte[] content) {
    return parse(name, new ByteArrayInputStream(content));
  }

  private static FragmentScores parse(String name, InputStream content) {
    try (InputStream in = new GZIPInputStream(content)) {
      return FragmentTableReader.read(in);
    } catch (EOFException end) {
      throw refused(name, "it ends too early", end);
    } catch (IOException problem) {
      throw refused(name, problem.getMessage(), problem);
    }
  }

  private static IllegalArgumentException refused(String name, String reason, IOException problem) {
    return new IllegalArgumentException(
        "'" + name + "' does not hold Ertl's fragment table: " + reason, problem);
  }

  /** Number of fragments. */
  public int size() {
    return hashes.length;
  }

  /** Contribution of a fragment; {@link #UNKNOWN} if the table does not have it. */
  public double of(int hash) {
    int at = Arrays.binarySearch(hashes, hash);
    return at < 0 ? UNKNOWN : scores[at];
  }
}
