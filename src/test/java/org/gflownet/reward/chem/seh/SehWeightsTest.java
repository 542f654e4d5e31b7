package org.gflownet.reward.chem.seh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.gflownet.chem.SehData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SehWeightsTest {
  private static final String WRONG = "'w' does not hold the weights of the sEH proxy: ";

  private static byte[] npz() throws IOException {
    return Files.readAllBytes(SehData.file("seh_proxy.npz"));
  }

  private static byte[] pickle() throws IOException {
    byte[] packed = Files.readAllBytes(SehData.file("best_params.pkl.gz"));
    return new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
  }

  private static Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(npz()));
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      entries.put(entry.getName(), zip.readAllBytes());
    }
    return entries;
  }

  private static byte[] deflated(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static void assertRefused(byte[] content, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SehWeights.parse("w", content))
        .withMessage(WRONG + reason);
  }

  private static void assertSame(SehWeights some, SehWeights other) {
    for (Tensor tensor : Tensor.values()) {
      if (tensor.isUsed()) {
        assertThat(some.get(tensor)).as(tensor.key()).isEqualTo(other.get(tensor));
      }
    }
  }

  @Test
  void allFilesGiveTheSameNumbers() throws IOException {
    SehWeights stored = SehWeights.read(SehData.file("seh_proxy.npz"));
    assertSame(stored, SehWeights.read(SehData.file("best_params.pkl.gz")));
    assertSame(stored, SehWeights.parse("deflated", deflated(entries())));
  }

  @Test
  void missingFileIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SehWeights.read(Path.of("nowhere.npz")))
        .withMessageStartingWith("cannot read the sEH weights 'nowhere.npz': ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "P", "hello", "\u0080\u0003]."})
  void otherFilesAreRefused(String content) {
    assertRefused(
        content.getBytes(StandardCharsets.ISO_8859_1), "neither a .npz nor a .pkl.gz file");
  }

  @Test
  void oversizeIsRefused() throws IOException {
    byte[] zeros = new byte[SehWeights.MAX_BYTES + 1];
    assertRefused(zeros, "more than 16777216 bytes");
    assertRefused(gzip(zeros), "more than 16777216 bytes when unpacked");
    Map<String, byte[]> entries = entries();
    entries.put("lin3.bias.npy", zeros);
    assertRefused(deflated(entries), "array 'lin3.bias' is not an NPY file of version 1.0");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 30, 40, 200, 20_000, 1_000_000, 2_440_000})
  void truncatedArchiveIsRefused(int length) throws IOException {
    byte[] cut = Arrays.copyOf(npz(), length);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SehWeights.parse("w", cut))
        .withMessageStartingWith(WRONG);
  }

  @Test
  void damagedArchiveIsRefused() throws IOException {
    byte[] damaged = npz();
    damaged[damaged.length / 2] ^= 1;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SehWeights.parse("w", damaged))
        .withMessageStartingWith(WRONG + "invalid entry CRC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../lin0.weight.npy", "/etc/passwd", "lin0.weight", "C:\\x.npy"})
  void unknownNamesAreRefused(String name) throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put(name, new byte[0]);
    assertRefused(deflated(entries), "unknown entry '" + name + "'");
  }

  @Test
  void missingArrayIsNamed() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.remove("gru.bias_hh_l0.npy");
    assertRefused(deflated(entries), "no array 'gru.bias_hh_l0'");
  }

  private static byte[] withHeader(String find, String replacement) throws IOException {
    Map<String, byte[]> entries = entries();
    String text = new String(entries.get("lin0.bias.npy"), StandardCharsets.ISO_8859_1);
    assertThat(text).contains(find);
    String padded = text.replace(find, replacement);
    entries.put("lin0.bias.npy", padded.getBytes(StandardCharsets.ISO_8859_1));
    return deflated(entries);
  }

  @Test
  void otherShapesAndTypesAreRefused() throws IOException {
    assertRefused(
        withHeader("(64,)", "(32,)"), "array 'lin0.bias' has the shape (32,), must be (64,)");
    assertRefused(
        withHeader("(64,), }      ", "(999999999,), }"),
        "array 'lin0.bias' has the shape (999999999,), must be (64,)");
    assertRefused(
        withHeader("<f4", "<f8"), "array 'lin0.bias' must have elements '<f4' in C order");
    assertRefused(
        withHeader("<f4", ">f4"), "array 'lin0.bias' must have elements '<f4' in C order");
    assertRefused(
        withHeader("<f4", "|O "), "array 'lin0.bias' must have elements '<f4' in C order");
    assertRefused(
        withHeader("False", "True "), "array 'lin0.bias' has a header that cannot be read");
    assertRefused(
        withHeader("descr", "other"), "array 'lin0.bias' has a header that cannot be read");
  }

  @Test
  void elementsMustBeFiniteAndAllThere() throws IOException {
    Map<String, byte[]> entries = entries();
    byte[] file = entries.get("lin3.bias.npy");
    byte[] nan = file.clone();
    nan[nan.length - 1] = 0x7F;
    nan[nan.length - 2] = (byte) 0xC0;
    entries.put("lin3.bias.npy", nan);
    assertRefused(deflated(entries), "array 'lin3.bias' has an element that is not finite");
    entries.put("lin3.bias.npy", Arrays.copyOf(file, file.length + 4));
    assertRefused(deflated(entries), "array 'lin3.bias' does not have 4 bytes of elements");
    entries.put("lin3.bias.npy", Arrays.copyOf(file, file.length - 1));
    assertRefused(deflated(entries), "array 'lin3.bias' does not have 4 bytes of elements");
  }

  private static byte[] program(String instructions) throws IOException {
    return gzip(instructions.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void picklesThatAskForOtherThingsAreRefused() throws IOException {
    assertRefused(
        program("\u0080\u0003cos\nsystem\nX\4\0\0\0echo\u0085R."),
        "byte 2 of the pickle: it asks for 'os system'; only arrays are read");
    assertRefused(
        program("\u0080\u0003cbuiltins\neval\n."),
        "byte 2 of the pickle: it asks for 'builtins eval'; only arrays are read");
    assertRefused(
        program("\u0080\u0004\u0095."), "byte 0 of the pickle: protocol 4, only 3 is read");
    assertRefused(
        program("(S'x'\nios\nsystem\n."),
        "byte 1 of the pickle: instruction 0x53 is not one of a list of arrays");
    assertRefused(
        program("cnumpy\nndarray\n)\u0081."),
        "byte 15 of the pickle: instruction 0x29 is not one of a list of arrays");
    assertRefused(
        program("cnumpy\ndtype\nX\2\0\0\0O8\u0089\u0088\u0087R."),
        "byte 23 of the pickle: it makes something that is not an array of floats (f4)");
  }

  @Test
  void malformedPicklesAreRefused() throws IOException {
    assertRefused(program(""), "the pickle ends too early");
    assertRefused(program("\u0080\u0003]"), "the pickle ends too early");
    assertRefused(program("."), "it takes more than there is");
    assertRefused(program("N."), "it takes something of another kind than there is");
    assertRefused(program("]."), "a list of 0 arrays, must be 22");
    assertRefused(program("](K\1e."), "a list that does not hold arrays only");
    assertRefused(
        program("B\u00ff\u00ff\u00ff\u007f."),
        "byte 0 of the pickle: a length of 2147483647 bytes");
    assertRefused(
        program("B\u00ff\u00ff\u00ff\u00ff."),
        "byte 0 of the pickle: a length of 4294967295 bytes");
    assertRefused(program("h\7."), "byte 0 of the pickle: nothing was remembered as 7");
    assertRefused(program("e."), "byte 0 of the pickle: it takes more than there is");
    assertRefused(program("N".repeat(20_000) + "."), "a pickle of more than 10000 instructions");
    assertRefused(
        program("c" + "x".repeat(1000) + "\n\n."),
        "byte 0 of the pickle: it asks for something that has no proper name");
  }

  @Test
  void changedShapesInAPickleAreRefused() throws IOException {
    String text = new String(pickle(), StandardCharsets.ISO_8859_1);
    String shape = "K\1K@KG\u0086";
    assertThat(text).contains(shape);
    assertRefused(
        program(text.replace(shape, "K\1KGK@\u0086")),
        "array 0 has the shape [71, 64], must be [64, 71]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SehWeights.parse("w", program(text.replace(shape, "K\1K@K\0\u0086"))))
        .withMessageEndingWith("an array with a dimension that its data cannot fill");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SehWeights.parse("w", program(text.replace(shape, "K\1J\0\0\0\1J\0\0\0\1\u0086"))))
        .withMessageEndingWith("an array with a dimension that its data cannot fill");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SehWeights.parse("w", program(text.replace("X\1\0\0\0<", "X\1\0\0\0>"))))
        .withMessageEndingWith("an array that is not of '<f4' elements in C order");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 5_000, 2_500_000})
  void truncatedPickleIsRefused(int length) throws IOException {
    byte[] packed = Files.readAllBytes(SehData.file("best_params.pkl.gz"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SehWeights.parse("w", Arrays.copyOf(packed, length)))
        .withMessageStartingWith(WRONG);
    byte[] pickle = Arrays.copyOf(pickle(), length);
    assertRefusedFrom(gzip(pickle));
  }

  private static void assertRefusedFrom(byte[] content) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SehWeights.parse("w", content))
        .withMessageStartingWith(WRONG);
  }
}
