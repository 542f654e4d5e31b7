package org.gflownet.reward.chem.seh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * The weights of the sEH proxy, read from an {@code .npz} file or from the pickle that was
 * published with the paper ({@code best_params.pkl.gz}); both give the same numbers.
 *
 * <p>Files are untrusted: sizes are bounded before memory is taken, names and shapes are fixed, a
 * pickle is read by a reader that can make nothing but arrays. Immutable; thread-safe.
 */
public final class SehWeights {
  /** Several times what a file has; compressed files are held to it after unpacking as well. */
  static final int MAX_BYTES = 16 << 20;

  private final Map<Tensor, float[]> tensors;

  private SehWeights(Map<Tensor, float[]> tensors) {
    this.tensors = new EnumMap<>(tensors);
  }

  /**
   * Weights of a file.
   *
   * @throws IllegalArgumentException if the file cannot be read or is not such a file, in one line
   */
  public static SehWeights read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(file.toString(), in.readNBytes(MAX_BYTES + 1));
    } catch (IOException problem) {
      throw new IllegalArgumentException(
          "cannot read the sEH weights '" + file + "': " + problem, problem);
    }
  }

  /**
   * Weights of a file's content; what kind of file it is, its first bytes tell.
   *
   * @param name of the file, for messages
   * @throws IllegalArgumentException if the content is no such file, in one line that names it
   */
  public static SehWeights parse(String name, byte[] content) {
    try {
      return new SehWeights(checked(readTensors(content)));
    } catch (IOException problem) {
      throw new IllegalArgumentException(
          "'" + name + "' does not hold the weights of the sEH proxy: " + problem.getMessage(),
          problem);
    }
  }

  private static Map<Tensor, float[]> readTensors(byte[] content) throws IOException {
    if (content.length > MAX_BYTES) {
      throw new IOException("more than " + MAX_BYTES + " bytes");
    }
    if (startsWith(content, 'P', 'K')) {
      return NpzReader.read(content);
    }
    if (startsWith(content, 0x1F, 0x8B)) {
      return PickledTensors.readGzip(content);
    }
    throw new IOException("neither a .npz nor a .pkl.gz file");
  }

  private static boolean startsWith(byte[] content, int first, int second) {
    return content.length >= 2 && content[0] == (byte) first && content[1] == (byte) second;
  }

  private static Map<Tensor, float[]> checked(Map<Tensor, float[]> tensors) throws IOException {
    for (Tensor tensor : Tensor.values()) {
      float[] values = tensors.get(tensor);
      if (values == null && tensor.isUsed()) {
        throw new IOException("no array '" + tensor.key() + "'");
      }
      if (values != null && !areFinite(values)) {
        throw new IOException("array '" + tensor.key() + "' has an element that is not finite");
      }
    }
    return tensors;
  }

  private static boolean areFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** The array's elements, row after row; not to be changed. */
  float[] get(Tensor tensor) {
    return tensors.get(tensor);
  }
}
