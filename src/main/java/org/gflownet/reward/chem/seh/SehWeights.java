package org.gflownet.reward.chem.seh;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The weights of the network. Immutable. */
public final class SehWeights {
  private static final int MAX_PICKLE = 8 << 20;
  private static final int MAX_TEXT = 80;

  private final Map<SehTensor, float[]> tensors;

  private SehWeights(Map<SehTensor, float[]> tensors) {
    this.tensors = tensors;
  }

  /**
   * Reads a file, which is not trusted.
   *
   * @param file a {@code .npz} of named arrays, or the published {@code .pkl.gz}
   * @throws IllegalArgumentException if it is no such file, in one line that names it
   */
  public static SehWeights load(Path file) {
    String name = String.valueOf(file.getFileName());
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      if (name.endsWith(".npz")) {
        return checked(NpzReader.read(in));
      }
      if (name.endsWith(".pkl.gz")) {
        return checked(PickleReader.read(unzipped(in)));
      }
      throw new IllegalArgumentException("expected a file named .npz or .pkl.gz");
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(file + ": no such file of sEH weights", e);
    } catch (EOFException | BufferUnderflowException e) {
      throw new IllegalArgumentException(file + ": sEH weights: the file is truncated", e);
    } catch (IOException | IllegalArgumentException e) {
      String reason = printable(String.valueOf(e.getMessage()));
      throw new IllegalArgumentException(file + ": sEH weights: " + reason, e);
    }
  }

  private static byte[] unzipped(InputStream in) throws IOException {
    byte[] pickle = new GZIPInputStream(in).readNBytes(MAX_PICKLE + 1);
    if (pickle.length > MAX_PICKLE) {
      throw new IllegalArgumentException(
          "more than %d bytes when decompressed".formatted(MAX_PICKLE));
    }
    return pickle;
  }

  private static SehWeights checked(Map<SehTensor, float[]> tensors) {
    tensors.forEach(
        (tensor, values) -> {
          for (float value : values) {
            if (!Float.isFinite(value)) {
              throw new IllegalArgumentException(tensor.key() + " has an element " + value);
            }
          }
        });
    return new SehWeights(tensors);
  }

  /** The tensor itself, row-major; not to be changed. */
  float[] tensor(SehTensor tensor) {
    return tensors.get(tensor);
  }

  static float[] floats(byte[] littleEndian) {
    float[] values = new float[littleEndian.length / Float.BYTES];
    ByteBuffer.wrap(littleEndian).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  /** Text from a file for an error: one short line without control characters. */
  static String printable(String text) {
    String shown = text.length() <= 4 * MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    return shown.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
