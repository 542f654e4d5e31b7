package org.gflownet.reward.chem.seh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Reads the tensors out of a {@code .npz} file: a zip of NPY 1.0 arrays, {@code <f4} in C order.
 *
 * <p>Names select tensors and nothing else; no more is read of an entry than its shape allows.
 */
final class NpzReader {
  private static final int PREAMBLE = 10;
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int MAX_HEADER = 1024;

  private NpzReader() {}

  /** All tensors. Errors have no file name yet. */
  static Map<SehTensor, float[]> read(InputStream in) throws IOException {
    Map<SehTensor, float[]> tensors = new EnumMap<>(SehTensor.class);
    ZipInputStream zip = new ZipInputStream(in);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      SehTensor tensor = tensor(entry.getName());
      if (tensors.put(tensor, array(zip, tensor)) != null) {
        throw new IllegalArgumentException("entry " + tensor.key() + " occurs twice");
      }
    }
    for (SehTensor tensor : SehTensor.values()) {
      if (!tensors.containsKey(tensor)) {
        throw new IllegalArgumentException("no entry " + tensor.key() + ".npy; is this an .npz?");
      }
    }
    return tensors;
  }

  private static SehTensor tensor(String name) {
    for (SehTensor tensor : SehTensor.values()) {
      if (name.equals(tensor.key() + ".npy")) {
        return tensor;
      }
    }
    throw new IllegalArgumentException("unexpected entry " + SehWeights.printable(name));
  }

  private static float[] array(InputStream in, SehTensor tensor) throws IOException {
    byte[] start = in.readNBytes(PREAMBLE);
    boolean isNpy = start.length == PREAMBLE;
    for (int i = 0; isNpy && i < MAGIC.length; i++) {
      isNpy = start[i] == MAGIC[i];
    }
    if (!isNpy) {
      throw new IllegalArgumentException("entry " + tensor.key() + " is no NPY 1.0 array");
    }
    int length = (start[8] & 0xff) | (start[9] & 0xff) << 8;
    if (length > MAX_HEADER) {
      throw new IllegalArgumentException(
          "entry %s has a header of %d bytes; at most %d are allowed"
              .formatted(tensor.key(), length, MAX_HEADER));
    }
    checkHeader(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1).strip(), tensor);
    int numBytes = tensor.size() * Float.BYTES;
    byte[] data = in.readNBytes(numBytes + 1);
    if (data.length != numBytes) {
      throw new IllegalArgumentException(
          "entry %s has %s than %d bytes of numbers"
              .formatted(tensor.key(), data.length < numBytes ? "fewer" : "more", numBytes));
    }
    return SehWeights.floats(data);
  }

  private static void checkHeader(String header, SehTensor tensor) {
    String shape =
        tensor.shape().stream().map(String::valueOf).collect(Collectors.joining(", "))
            + (tensor.shape().size() == 1 ? "," : "");
    String expected = "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }".formatted(shape);
    if (!header.equals(expected)) {
      throw new IllegalArgumentException(
          "entry %s has header %s; expected %s"
              .formatted(tensor.key(), SehWeights.printable(header), expected));
    }
  }
}
