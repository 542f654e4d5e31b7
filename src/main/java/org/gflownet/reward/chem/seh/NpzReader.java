package org.gflownet.reward.chem.seh;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Reads the arrays of an {@code .npz} file: a zip, stored or deflated, of NPY files of version 1.0
 * with {@code <f4} elements in C order. Entries are looked up by name and never become files.
 */
final class NpzReader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int HEADER_AT = 10;
  private static final int MAX_HEADER = 1024;
  private static final int MAX_NAME = 80;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '([^']{1,8})', 'fortran_order': (True|False), 'shape':"
              + " \\(([0-9, ]{0,40})\\), \\}\\s*");

  private NpzReader() {}

  static Map<Tensor, float[]> read(byte[] content) throws IOException {
    Map<Tensor, float[]> tensors = new EnumMap<>(Tensor.class);
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Tensor tensor = tensor(entry.getName());
        if (tensors.put(tensor, array(zip, tensor)) != null) {
          throw new IOException("two arrays '" + tensor.key() + "'");
        }
      }
    } catch (EOFException end) {
      throw new IOException("it ends too early", end);
    } catch (IllegalArgumentException badName) {
      throw new IOException("an entry's name is not text", badName);
    }
    return tensors;
  }

  private static Tensor tensor(String name) throws IOException {
    for (Tensor tensor : Tensor.values()) {
      if (name.equals(tensor.key() + ".npy")) {
        return tensor;
      }
    }
    String shown = name.substring(0, Math.min(name.length(), MAX_NAME));
    throw new IOException("unknown entry '" + shown.replaceAll("\\p{Cntrl}", "?") + "'");
  }

  private static float[] array(ZipInputStream zip, Tensor tensor) throws IOException {
    int bytes = tensor.size() * Float.BYTES;
    byte[] file = zip.readNBytes(HEADER_AT + MAX_HEADER + bytes + 1);
    int data = dataAt(file, tensor);
    if (file.length - data != bytes) {
      throw problem(tensor, "does not have " + bytes + " bytes of elements");
    }
    return Floats.littleEndian(file, data, tensor.size());
  }

  private static int dataAt(byte[] file, Tensor tensor) throws IOException {
    if (file.length < HEADER_AT || Arrays.mismatch(file, MAGIC) != MAGIC.length) {
      throw problem(tensor, "is not an NPY file of version 1.0");
    }
    int length = (file[8] & 0xFF) | (file[9] & 0xFF) << 8;
    if (length > MAX_HEADER || HEADER_AT + length > file.length) {
      throw problem(tensor, "has a header of " + length + " bytes, at most " + MAX_HEADER);
    }
    checkHeader(new String(file, HEADER_AT, length, StandardCharsets.ISO_8859_1), tensor);
    return HEADER_AT + length;
  }

  private static void checkHeader(String text, Tensor tensor) throws IOException {
    Matcher header = HEADER.matcher(text);
    if (!header.matches()) {
      throw problem(tensor, "has a header that cannot be read");
    }
    if (!header.group(1).equals("<f4") || header.group(2).equals("True")) {
      throw problem(tensor, "must have elements '<f4' in C order");
    }
    String shape = header.group(3).replace(" ", "");
    String expected =
        tensor.shape().stream().map(String::valueOf).collect(Collectors.joining(","))
            + (tensor.shape().size() == 1 ? "," : "");
    if (!shape.equals(expected)) {
      throw problem(tensor, "has the shape (" + shape + "), must be (" + expected + ")");
    }
  }

  private static IOException problem(Tensor tensor, String what) {
    return new IOException("array '" + tensor.key() + "' " + what);
  }
}
